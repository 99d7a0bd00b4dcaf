// Whether what a workload loads is there, or is saved before by the same run.
import type { MountCapacity, PlannedStep } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';

/** Adds a problem for each step on a mount that loads without saving where nothing complete is there to be loaded. */
export function checkPresent(mount: MountCapacity, steps: PlannedStep[], problems: PlanProblems): void {
  // Nobody has looked.
  if (mount.datasets === undefined) return;
  const { checkpoints: present = [] } = mount;
  const loadable = new Set(present.filter(({ complete }) => complete > 0).map(({ directory }) => directory));
  for (const { workload, dataset, spec } of steps.filter((step) => step.mount === mount.name)) {
    if (dataset?.checkpoints === undefined || spec.checkpoint === null) continue;
    if (spec.checkpoint.saves > 0) loadable.add(dataset.directory);
    if (loadable.has(dataset.directory)) continue;
    const begun = present.some(({ directory }) => directory === dataset.directory);
    const why = begun ? ', but a save that was interrupted' : '';
    const what = `there is no complete checkpoint of ${dataset.checkpoints.of} on mount "${mount.name}" (${mount.path})${why}`;
    problems.add(`workload "${workload}"`, what, adviceFor([...loadable]));
  }
}

function adviceFor(others: string[]): string {
  const save = 'Save first, for example with --set saves=1';
  if (others.length === 0) return save;
  return `${save}; of other files there are checkpoints in ${others.map((name) => `"${name}"`).join(', ')}`;
}
