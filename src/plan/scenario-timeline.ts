// The timeline of a scenario in numbers: when each part starts, when it has to end, and the step of each of its runs.
import { posix } from 'node:path';
import type { Dataset, PlannedStep, ScenarioPlace } from './planned-step.js';

/** A step that is part of a scenario. */
export type ScenarioStep = PlannedStep & { scenario: ScenarioPlace };

/** True for a step that runs at the same time as the other parts of its scenario. */
export function isTogether(step: PlannedStep): step is ScenarioStep {
  return step.scenario?.run === 'together';
}

/** Nanoseconds from the start of the scenario to the start of a run of the part, 1 the first; null: there is none. */
export function startOf({ at, every, until }: ScenarioPlace, occurrence: number): number | null {
  if (every === null && occurrence > 1) return null;
  const start = at + (occurrence - 1) * (every ?? 0);
  return typeof until === 'number' && start >= until ? null : start;
}

/** How often a part starts: a number, or null where the end of another part decides. */
export function startsOf({ at, every, until }: ScenarioPlace): number | null {
  if (every === null) return 1;
  return typeof until === 'number' ? Math.ceil((until - at) / every) : null;
}

/** Seconds until all parts are over, as far as their times tell; null where the storage decides. */
export function togetherSeconds(parts: readonly ScenarioStep[]): number | null {
  const ends = parts.map((part) => endOf(part, parts));
  return ends.includes(null) ? null : Math.max(...ends.map((end) => end ?? 0));
}

/** A part that ends with another one is over no later than that, and no sooner than it ends by itself. */
function endOf({ scenario, estimatedSeconds }: ScenarioStep, parts: readonly ScenarioStep[]): number | null {
  const { at, until, every } = scenario;
  if (typeof until === 'string') {
    const other = parts.find((part) => part.scenario.part === until);
    return other === undefined ? null : endOf(other, parts);
  }
  const starts = startsOf(scenario) ?? 1;
  const last = at + (starts - 1) * (every ?? 0);
  const own = estimatedSeconds === null ? null : last / 1e9 + estimatedSeconds;
  if (until === null) return own;
  return own === null ? until / 1e9 : Math.min(own, until / 1e9);
}

/** The step of a later run of the part; `step` is that of the first one. */
export function stepOfRun(step: ScenarioStep, occurrence: number): ScenarioStep {
  if (occurrence === 1) return step;
  const { scenario } = step;
  const id = `${step.id}.${occurrence}`;
  return { ...inOtherDirectory(step, occurrence), id, scenario: { ...scenario, occurrence } };
}

/**
 * Files that a run makes, changes or removes are its own. While it is still at them, the next run is made ready already:
 * every second one has a directory beside that of the others.
 */
function inOtherDirectory(step: ScenarioStep, occurrence: number): ScenarioStep {
  const dataset = occurrence % 2 === 0 ? otherDataset(step) : null;
  return dataset === null ? step : inDirectory(step, dataset);
}

/** The second data set of a part that starts more than once and has its files to itself; null of any other. */
export function otherDataset({ scenario, dataset }: ScenarioStep): Dataset | null {
  if (scenario.every === null || !scenario.ownFiles || dataset === null) return null;
  return { ...dataset, directory: `${dataset.directory}-2` };
}

/** The step on a data set that differs in nothing but its place. */
export function inDirectory<Step extends PlannedStep>(step: Step, dataset: Dataset): Step {
  const root = posix.join(posix.dirname(step.spec.root), dataset.directory);
  const layout = step.layout === null ? null : { ...step.layout, root };
  return { ...step, dataset, layout, spec: { ...step.spec, root } };
}
