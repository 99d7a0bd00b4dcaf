// Scenarios × mounts × repeats → their steps: each part alone, then all of them together.
import { changesFiles } from '../spec/chain-states.js';
import { canBeCut, type PartTimes, type Scenario, type ScenarioPart } from '../spec/scenario.js';
import { chainsOf, type Variant, writesData } from '../spec/workload.js';
import { createsFiles } from './dataset.js';
import { interleave, type Turn } from './order.js';
import type { MountCapacity, PlannedStep, ScenarioPlace } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { inDirectory, isTogether, type ScenarioStep } from './scenario-timeline.js';
import type { SizedWorkload } from './size.js';

export interface SizedPart {
  part: ScenarioPart;
  sized: SizedWorkload;
}

/** A scenario whose amounts are numbers. */
export interface SizedScenario {
  scenario: Scenario;
  parts: SizedPart[];
}

/** Makes the step of a workload on a mount. */
export type MakeStep = (
  of: { label: string; variant: Variant; sized: SizedWorkload },
  turn: Turn<MountCapacity>,
) => PlannedStep;

/** Steps of a scenario in the order of the run; those that run together follow one another. */
export function scenarioSteps(
  { scenario, parts }: SizedScenario,
  mounts: MountCapacity[],
  repeats: number,
  make: MakeStep,
): ScenarioStep[] {
  const runs: ScenarioPlace['run'][] = scenario.alone ? ['alone', 'together'] : ['together'];
  return interleave(mounts, repeats).flatMap((turn) =>
    runs.flatMap((run) => {
      const steps = parts.map((each) => stepOf(scenario.name, each, { run, turn }, make));
      return apart(steps);
    }),
  );
}

function stepOf(
  name: string,
  { part, sized }: SizedPart,
  { run, turn }: { run: ScenarioPlace['run']; turn: Turn<MountCapacity> },
  make: MakeStep,
): ScenarioStep {
  const { at, every, until, duration } = part;
  const label = `${sized.name}@${run}`;
  const step = make({ label, variant: { run }, sized: cut(sized, part, run) }, turn);
  const ownFiles = hasOwnFiles(sized);
  const place = { of: name, part: part.name, run, occurrence: 1, at, every, until, duration, ownFiles };
  return { ...step, scenario: place };
}

/** With a runtime that ends it where its part of the timeline does; what runs alone has none of the ends of others. */
function cut(sized: SizedWorkload, part: PartTimes, run: ScenarioPlace['run']): SizedWorkload {
  const { at, every, until, duration } = part;
  // Later runs of a part that starts again are ended when their time comes.
  const toEnd = run === 'together' && every === null && typeof until === 'number' ? until - at : Infinity;
  const longest = Math.min(duration ?? Infinity, toEnd) - sized.ramp;
  if (!canBeCut(sized) || longest === Infinity || (sized.runtime ?? Infinity) <= longest) return sized;
  return { ...sized, runtime: Math.max(longest, 1) };
}

/** Makes, changes or removes files, so that nobody else can use them at the same time. */
function hasOwnFiles(sized: SizedWorkload): boolean {
  if (sized.kind === 'checkpoint') return sized.saves > 0;
  if (createsFiles(sized)) return true;
  if (sized.kind !== 'files') return false;
  return chainsOf(sized).some((chain) => chain.includes('unlink') || changesFiles(chain));
}

/** Parts that make files of the same description make them in directories of their own. */
function apart(steps: readonly ScenarioStep[]): ScenarioStep[] {
  return steps.map((step, index) => {
    const { dataset, scenario } = step;
    const earlier = steps.slice(0, index).some((other) => other.dataset?.directory === dataset?.directory);
    if (dataset === null || !scenario.ownFiles || !earlier) return step;
    return inDirectory(step, { ...dataset, directory: `${dataset.directory}-${scenario.part}` });
  });
}

/** Adds a problem where parts would write to the files of others: the order of these writes is nobody's workload. */
export function checkSharing(
  { scenario, parts }: SizedScenario,
  steps: readonly ScenarioStep[],
  problems: PlanProblems,
): void {
  const together = steps.filter((step) => isTogether(step) && step.scenario.of === scenario.name && step.repeat === 1);
  const writers = parts.filter(({ sized }) => writesData(sized)).map(({ part }) => part.name);
  for (const step of together.filter(({ scenario: { part } }) => writers.includes(part))) {
    const { mount, dataset } = step;
    const { part } = step.scenario;
    const others = together.filter((other) => other !== step && other.mount === mount);
    const other = others.find((each) => dataset !== null && each.dataset?.directory === dataset.directory);
    if (other === undefined) continue;
    const what = `part "${part}" writes to the files that part "${other.scenario.part}" uses`;
    problems.add(
      `scenario "${scenario.name}"`,
      what,
      'Give one of the two another "seed", so that it has files of its own',
    );
  }
}
