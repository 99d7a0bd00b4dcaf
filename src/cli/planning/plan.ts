// From command-line words to a plan: loads the workloads, asks the mounts, plans.
import { makePlan } from '../../plan/plan.js';
import type { Plan } from '../../plan/planned-step.js';
import { requireOwnCheckpoints } from '../../run/mount-process.js';
import type { InspectedMount } from '../../run/messages.js';
import { describedMounts } from '../../run/system-facts.js';
import { loadAllWorkloads, type LoadOptions } from '../../spec/load.js';
import type { TrainingSettings } from '../../spec/training-settings.js';
import { machineMemory } from '../../system/machine-memory.js';
import { allChecks } from '../checks.js';
import { type GpuArguments, readLibraries, requireCufile } from '../options/gpu.js';
import { builtinDirectory } from '../package.js';
import { readMounts } from '../options/mounts.js';
import { duration, wholeNumber } from '../usage.js';

export interface PlanningArguments extends GpuArguments, TrainingSettings {
  workloads: string[];
  mount: string[];
  set: string[];
  /** 1 where it is not given. */
  scale?: number;
  repeat: number;
  grace: string;
}

export interface Planning {
  plan: Plan;
  mounts: InspectedMount[];
  graceMs: number;
  /** Expressions of the suites. */
  suiteAccept?: string[];
}

/**
 * Throws IoproofError with all problems of options, workloads and mounts, or else with all of the plan. The plan itself needs
 * `inspectMounts` only; the facts of their systems are for a record.
 */
export async function planFrom(options: PlanningArguments, inspect = describedMounts): Promise<Planning> {
  const cwd = process.cwd();
  const [graceMs, repeat, loaded, mounts] = await allChecks([
    () => readGrace(options.grace),
    () => readRepeat(options.repeat),
    () => loadAllWorkloads(options.workloads, loadOptions(options, cwd)),
    () => inspect(readMounts(options.mount, cwd), readGrace(options.grace)),
  ]);
  const plan = makePlan(
    loaded.flatMap(({ workloads }) => workloads),
    mounts.map(({ capacity }) => capacity),
    {
      repeat,
      libraries: readLibraries(options, cwd, process.env),
      allowCompat: options.gdsAllowCompat ?? false,
      memory: machineMemory(),
      closed: options.closed ?? false,
      scenarios: loaded.flatMap(({ scenarios }) => scenarios),
    },
  );
  requireCufile(options, plan.steps);
  await requireOwnCheckpoints(plan.steps, graceMs);
  const suiteAccept = loaded.flatMap(({ accept }) => accept.map(({ text }) => text));
  return { plan, mounts, graceMs, suiteAccept };
}

function loadOptions(options: PlanningArguments, cwd: string): LoadOptions {
  const { set, scale = 1, accelerator, accelerators, closed } = options;
  return { set, scale, training: { accelerator, accelerators, closed }, cwd, builtinDirectory };
}

/** A whole number of `--repeat`. */
export function readRepeat(repeat: number): number {
  return wholeNumber('repeat', repeat, 1, 1000);
}

// A timer of Node counts milliseconds in 31 bits.
const graceBounds = { leastNs: 1e6, mostNs: (2 ** 31 - 1) * 1e6, allowed: 'from 1ms to 24 days, for example 90s' };

/** Milliseconds of `--grace`. */
export function readGrace(text: string): number {
  return duration('grace', text, graceBounds) / 1e6;
}
