// Whether the file systems of the mounts can be told how to spread the files of the workloads.
import type { FileSystemAdapter } from '../filesystem/adapter.js';
import { adapterOf } from '../filesystem/adapters.js';
import { type FileSystemKind, fileSystemTitles } from '../filesystem/kinds.js';
import type { LayoutRequest } from '../filesystem/layout.js';
import type { MountCapacity, PlannedStep } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';

type AdapterOf = (kind: FileSystemKind) => Pick<FileSystemAdapter, 'layout'> | null;

/** Adds a problem for each key of a layout that the file system of the mount cannot set; nobody has looked: it passes. */
export function checkFileLayouts(
  { name, path, fileSystem }: MountCapacity,
  steps: readonly PlannedStep[],
  problems: PlanProblems,
  adapters: AdapterOf = adapterOf,
): void {
  if (fileSystem === undefined) return;
  for (const { workload, dataset } of steps.filter(({ mount }) => mount === name)) {
    if (dataset?.fileLayout === undefined) continue;
    const trouble = troubleOf(dataset.fileLayout, fileSystem, adapters(fileSystem)?.layout);
    if (trouble === null) continue;
    const where = `mount "${name}" (${path})`;
    problems.add(`workload "${workload}"`, `its "layout" cannot be set on ${where}: ${trouble.what}`, trouble.advice);
  }
}

function troubleOf(
  request: LayoutRequest,
  kind: FileSystemKind,
  layout: FileSystemAdapter['layout'],
): { what: string; advice: string } | null {
  const title = fileSystemTitles[kind];
  if (layout === undefined || layout.keys.length === 0) {
    const what = `${title} has no layout that ioproof could set`;
    return { what, advice: 'Remove "layout", or run the workload on another mount' };
  }
  const keys = Object.keys(request) as (keyof LayoutRequest)[];
  const unknown = keys.filter((key) => request[key] !== null && !layout.keys.includes(key));
  if (unknown.length === 0) return null;
  const what = `${title} has no ${unknown.join(' and no ')}`;
  return { what, advice: `Give no other keys than ${layout.keys.join(', ')}` };
}
