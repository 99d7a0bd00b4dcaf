// Workloads and mounts that planning tests start from.
import { definitions } from '../../src/spec/definitions.js';
import { resolve } from '../../src/spec/resolve.js';
import type { BlockWorkload, FilesWorkload, SweepValue } from '../../src/spec/workload.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';

export const KiB = 2 ** 10;
export const MiB = 2 ** 20;
export const GiB = 2 ** 30;

type Sweep = Record<string, SweepValue[]>;

/** A block workload with its defaults in place, as reading a file gives it. */
export function block(given: Partial<BlockWorkload> = {}, sweep: Sweep = {}): BlockWorkload {
  const required = { kind: 'block', name: 'random-read', size: 64 * MiB };
  return resolve(definitions.block, { ...required, ...given }, sweep) as BlockWorkload;
}

/** A files workload with its defaults in place. */
export function files(given: Partial<FilesWorkload> = {}, sweep: Sweep = {}): FilesWorkload {
  const required = { kind: 'files', name: 'small-files', files: 2000, fileSize: 16 * KiB };
  return resolve(definitions.files, { ...required, ...given }, sweep) as FilesWorkload;
}

export function mount(name: string, changes: Partial<MountCapacity> = {}): MountCapacity {
  return { name, path: `/mnt/${name}`, freeBytes: 1024 * GiB, freeInodes: 1e9, ...changes };
}
