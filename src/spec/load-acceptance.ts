// Checks the acceptance expressions of all workloads and suites that are loaded together.
import { asFindings, checkExpressions, namedWorkload } from './accept-check.js';
import type { LoadedWorkloads } from './load.js';
import type { SplitFile } from './load-scenarios.js';
import type { Problems } from './problems.js';
import type { RawWorkload } from './read-file.js';
import type { Workload } from './workload.js';

/** Adds what is wrong with the workloads and figures that expressions name. Both lists are of the same files. */
export function checkAcceptance(
  files: readonly SplitFile[],
  loaded: readonly LoadedWorkloads[],
  problems: Problems,
): void {
  const whole = new Map(loaded.flatMap(workloadsIn).map((workload) => [workload.name, workload]));
  const raws = files.flatMap(rawsIn);
  const known = raws.map((raw) => namedWorkload(nameOf(raw), whole.get(nameOf(raw)) ?? null));
  for (const raw of raws) {
    const workload = whole.get(nameOf(raw));
    if (workload === undefined) continue;
    const found = checkExpressions(workload.accept, workload.name, known);
    for (const { path, within, ...rest } of asFindings(found, ['accept'])) {
      problems.add({ ...raw.place(path, false, within), ...rest });
    }
  }
  for (const file of files) checkSuite(file, whole, problems);
}

/** A suite speaks of its own workloads alone. */
function checkSuite(file: SplitFile, whole: ReadonlyMap<string, Workload>, problems: Problems): void {
  const { accept } = file;
  const own = rawsIn(file).map((raw) => namedWorkload(nameOf(raw), whole.get(nameOf(raw)) ?? null));
  for (const { index, within, what, advice } of checkExpressions(
    accept.map(({ text }) => text),
    null,
    own,
  )) {
    const place = accept[index]?.place(within);
    if (place !== undefined) problems.add({ ...place, key: `accept[${index}]`, what, advice });
  }
}

function workloadsIn({ workloads, scenarios }: LoadedWorkloads): Workload[] {
  return [...workloads, ...scenarios.flatMap(({ parts }) => parts.map(({ workload }) => workload))];
}

function rawsIn({ workloads, scenarios }: SplitFile): RawWorkload[] {
  return [...workloads, ...scenarios.flatMap(({ parts }) => parts.map(({ workload }) => workload))];
}

function nameOf({ raw }: RawWorkload): string {
  return String(raw['name']);
}
