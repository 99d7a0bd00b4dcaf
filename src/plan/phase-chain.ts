// What phases do with each file, one after the other, and whether two of them mean the same files.
import { writeWorkload } from '../spec/resolve.js';
import type { FileOperation } from '../spec/workload.js';
import type { SizedChains, SizedFiles } from './size.js';

/** What is done with each file, one phase after the other; directories as items are none. */
export function operationsOf(phases: readonly SizedChains[]): FileOperation[] {
  return phases.flatMap((workload) => (isOnFiles(workload) ? workload.operations : []));
}

/** False for blocks, and where the directories themselves are the items. */
export function isOnFiles(workload: SizedChains): workload is SizedFiles {
  return workload.kind === 'files' && !('items' in workload && workload.items === 'directories');
}

/** True where a key of both says the same in the words of a workload file. */
export function sayTheSame(one: SizedChains, other: SizedChains, key: string): boolean {
  return JSON.stringify(writeWorkload(one)[key]) === JSON.stringify(writeWorkload(other)[key]);
}
