// Workloads × mounts × repeats → every step of a run in order, with what it needs. Nothing is touched.
import { posix } from 'node:path';
import type { Scenario } from '../spec/scenario.js';
import type { Workload } from '../spec/workload.js';
import { checkCapacity, mountNeeds } from './capacity.js';
import { checkPresent } from './checkpoint-present.js';
import { checkpointPlan } from './checkpoint-step.js';
import { createsFiles, datasetOf } from './dataset.js';
import { allowingCompat } from './allow-compat.js';
import { estimateSeconds, leastSeconds } from './estimate.js';
import { checkFileLayouts } from './file-layout.js';
import { expand, type ExpandedWorkload } from './expand.js';
import { type GpuLibraries, systemLibraries } from './gpu-job.js';
import { layoutJob } from './layout-job.js';
import { type MachineMemory, unknownMemory } from './machine-memory.js';
import { modelLayoutJob } from './model-load-job.js';
import { modelLoadPlan } from './model-load-step.js';
import { nativeJob } from './native-job.js';
import { inOrder, type Turn } from './order.js';
import { type PhasePlace, phasesOf } from './phases.js';
import { PlanProblems } from './plan-problems.js';
import type { Dataset, MountCapacity, Plan, PlannedStep } from './planned-step.js';
import { resolvedJob } from './resolved-job.js';
import { checkSharing, type MakeStep, scenarioSteps, type SizedScenario } from './scenario-steps.js';
import { isTogether, otherDataset } from './scenario-timeline.js';
import { runEstimates } from './scenario-estimate.js';
import { sizeWorkload, type SizedWorkload } from './size.js';
import { trainingPlan, type TrainingTerms } from './training-step.js';

/** Folder on a mount that all test data is in. */
const dataDirectoryName = 'ioproof-data';

export interface PlanOptions {
  repeat: number;
  /** Of jobs with GPU memory; absent: those of the system. */
  libraries?: GpuLibraries;
  /** True: engine cufile may go through the memory of the host wherever a workload says `cufileCompat: refuse`. */
  allowCompat?: boolean;
  /** Of the machine that runs the workloads; absent: not known. */
  memory?: MachineMemory;
  /** True: a training that could not count by its rules is a problem. */
  closed?: boolean;
  /** They come after all workloads. */
  scenarios?: Scenario[];
}

/**
 * The plan of a run: workload by workload, variant by variant, mounts and repeats interleaved; where there are phases,
 * mount by mount all of them. Throws PLAN_NOT_POSSIBLE (exit code 2) with every problem: names that clash, sizes that are
 * too small or cannot be known, phases that do not fit together, trainings without a step, trainings and
 * checkpoints with more in memory than there is, mounts without enough free bytes or inodes or that cannot set a
 * layout, loads of what nobody has saved.
 */
export function makePlan(workloads: Workload[], mounts: MountCapacity[], options: PlanOptions): Plan {
  const problems = new PlanProblems();
  const allowed = options.allowCompat === true ? workloads.flatMap(allowingCompat) : workloads.flatMap(expand);
  const variants = allowed.flatMap((variant) => sizedOf(variant, mounts, options.memory ?? unknownMemory, problems));
  const steps = [
    ...stepsOf(variants, mounts, options, problems),
    ...(options.scenarios ?? []).flatMap((scenario) => stepsOfScenario(scenario, mounts, options, problems)),
  ];
  checkNames(steps, problems);

  const needs = mounts.map((mount) => mountNeeds(mount, datasetsOn(mount, steps)));
  for (const [index, mount] of mounts.entries()) checkCapacity(mount, needs[index]?.datasets ?? [], problems);
  for (const mount of mounts) {
    checkPresent(mount, steps, problems);
    checkFileLayouts(mount, steps, problems);
  }
  problems.throwIfAny();

  return { steps, mounts: needs, ...runEstimates(steps) };
}

interface SizedVariant extends ExpandedWorkload {
  sized: SizedWorkload;
}

/** None, with a problem added, where an amount cannot be known. */
function sizedOf(
  variant: ExpandedWorkload,
  mounts: MountCapacity[],
  memory: MachineMemory,
  problems: PlanProblems,
): SizedVariant[] {
  const sized = sizeWorkload(variant.workload, mounts, memory, problems);
  return sized === null ? [] : [{ ...variant, sized }];
}

function stepsOf(
  variants: SizedVariant[],
  mounts: MountCapacity[],
  options: PlanOptions,
  problems: PlanProblems,
): PlannedStep[] {
  const places = phasesOf(
    variants.map(({ sized }) => sized),
    problems,
  );
  const placed = variants.map((variant) => {
    const place = places.get(variant.sized) ?? null;
    return { ...variant, place, dataset: place === null ? datasetOf(variant.sized) : place.dataset };
  });
  const turns = inOrder(placed, ({ place }) => place !== null, mounts, options.repeat);
  return turns.map(({ item, turn }) => wholeStep(item, turn, options, problems));
}

/** None where an amount cannot be known. */
function stepsOfScenario(
  scenario: Scenario,
  mounts: MountCapacity[],
  options: PlanOptions,
  problems: PlanProblems,
): PlannedStep[] {
  const parts = scenario.parts.flatMap((part) => {
    const sized = sizeWorkload(part.workload, mounts, options.memory ?? unknownMemory, problems);
    return sized === null ? [] : [{ part, sized }];
  });
  if (parts.length < scenario.parts.length) return [];
  const whole: SizedScenario = { scenario, parts };
  const make: MakeStep = (variant, turn) => {
    const item = { ...variant, workload: variant.sized, place: null, dataset: datasetOf(variant.sized) };
    return wholeStep(item, turn, options, problems);
  };
  const steps = scenarioSteps(whole, mounts, options.repeat, make);
  checkSharing(whole, steps, problems);
  return steps;
}

function wholeStep(
  item: PlacedVariant,
  turn: Turn<MountCapacity>,
  options: PlanOptions,
  problems: PlanProblems,
): PlannedStep {
  const terms = { memory: options.memory ?? unknownMemory, closed: options.closed ?? false };
  return {
    ...stepOf(item, turn, options.libraries ?? systemLibraries),
    ...trainingOf(item, turn.mount, terms, problems),
    ...checkpointOf(item, terms, problems),
    ...modelLoadOf(item, terms, problems),
  };
}

type PlacedVariant = SizedVariant & { place: PhasePlace | null; dataset: Dataset | null };

function stepOf(
  { label, variant, sized: workload, place, dataset }: PlacedVariant,
  { mount, repeat }: Turn<MountCapacity>,
  libraries: GpuLibraries,
): PlannedStep {
  const root = dataset === null ? '' : posix.join(mount.path, dataDirectoryName, dataset.directory);
  return {
    id: `${label}/${mount.name}/${repeat}`,
    workload: workload.name,
    mount: mount.name,
    mountPath: mount.path,
    repeat,
    variant: { ...variant },
    job: resolvedJob(workload),
    phase: place?.phase ?? null,
    dataset,
    layout: layoutOf(workload, place, dataset, root),
    spec: nativeJob(workload, root, dataset?.stamp ?? 0, place, libraries),
    steadyState: workload.kind === 'block' ? workload.steadyState : null,
    latencyTarget: workload.kind === 'block' ? workload.latencyTarget : null,
    startDelayNs: workload.kind === 'block' ? workload.startDelay : 0,
    // A job that loads drops them itself, before each load.
    dropSystemCaches: !hasRounds(workload) && workload.dropSystemCaches,
    verifyMode: verifyModeOf(workload),
    estimatedSeconds: estimateSeconds(workload),
    leastSeconds: leastSeconds(workload),
  };
}

function trainingOf(
  { sized, dataset }: PlacedVariant,
  mount: MountCapacity,
  terms: TrainingTerms,
  problems: PlanProblems,
): Pick<PlannedStep, 'training'> {
  if (sized.kind !== 'training') return {};
  return { training: trainingPlan(sized, { mount, dataset }, terms, problems) };
}

function checkpointOf(
  { sized }: PlacedVariant,
  { memory }: TrainingTerms,
  problems: PlanProblems,
): Pick<PlannedStep, 'checkpoint'> {
  return sized.kind === 'checkpoint' ? { checkpoint: checkpointPlan(sized, memory, problems) } : {};
}

function modelLoadOf(
  { sized }: PlacedVariant,
  { memory }: TrainingTerms,
  problems: PlanProblems,
): Pick<PlannedStep, 'modelLoad'> {
  return sized.kind === 'model-load' ? { modelLoad: modelLoadPlan(sized, memory, problems) } : {};
}

function hasRounds({ kind }: SizedWorkload): boolean {
  return kind === 'checkpoint' || kind === 'model-load';
}

/** The first of several phases finds files of its own size. */
function layoutOf(
  workload: SizedWorkload,
  place: PhasePlace | null,
  dataset: Dataset | null,
  root: string,
): PlannedStep['layout'] {
  // The job makes what it saves, and saves what it loads.
  if (workload.kind === 'checkpoint') return null;
  if (workload.kind === 'model-load') return dataset === null ? null : modelLayoutJob(workload, root);
  if (createsFiles(workload) || (place !== null && place.phase.index > 0)) return null;
  const written = place === null ? dataset : datasetOf(workload);
  return written === null ? null : layoutJob(workload.kind, written, root);
}

function verifyModeOf(workload: SizedWorkload): PlannedStep['verifyMode'] {
  return workload.kind !== 'block' || workload.verify === 'none' ? null : workload.verify;
}

function datasetsOn(mount: MountCapacity, steps: PlannedStep[]): (Dataset | null)[] {
  return steps
    .filter((step) => step.mount === mount.name && !mustExist(step))
    .flatMap((step) => [step.dataset, isTogether(step) ? otherDataset(step) : null]);
}

/** What an earlier run has left needs no space. */
function mustExist({ verifyMode, layout, spec }: PlannedStep): boolean {
  return verifyMode === 'only' || (layout === null && spec.checkpoint?.saves === 0);
}

/** A record finds its step by the id, so no two may share it. */
function checkNames(steps: PlannedStep[], problems: PlanProblems): void {
  const seen = new Set<string>();
  for (const { id, workload, mount } of steps) {
    if (seen.has(id)) {
      const what = `is planned twice on mount "${mount}", as step "${id}"`;
      problems.add(`workload "${workload}"`, what, 'Give each workload and each mount a name of its own');
    }
    seen.add(id);
  }
}
