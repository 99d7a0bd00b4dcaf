// From the words of `ioproof fit` to its plan: one training, searched for its number of accelerators on each mount.
import { planFit } from '../../plan/fit.js';
import { describedMounts } from '../../run/system-facts.js';
import { loadWorkloads, type LoadedWorkloads, type LoadOptions } from '../../spec/load.js';
import type { Accelerator, TrainingWorkload } from '../../spec/workload.js';
import { isWorkloadFile } from '../../spec/locate.js';
import { machineMemory } from '../../system/machine-memory.js';
import { allChecks } from '../checks.js';
import { checkFitSettings, type FitLimits, readFitLimits } from '../options/fit.js';
import { systemLibraries } from '../../plan/gpu-job.js';
import { readMounts } from '../options/mounts.js';
import { builtinDirectory } from '../package.js';
import { readGrace, readRepeat, type Planning } from './plan.js';
import { usage } from '../usage.js';

export interface FitArguments {
  workload: string;
  mount: string[];
  set: string[];
  accelerator?: Accelerator | undefined;
  repeat: number;
  grace: string;
  most?: number | undefined;
  require: number;
  try: string;
}

// Two are enough to know which keys follow from the number.
const anyTwo = 'sweep={accelerators: [1, 2]}';

/** Throws IoproofError with all problems of options, workload and mounts, or else with all of the plan. */
export async function fitFrom(options: FitArguments): Promise<Planning & { limits: FitLimits }> {
  const cwd = process.cwd();
  const [graceMs, repeat, limits, filesSet, workload, mounts] = await allChecks([
    () => readGrace(options.grace),
    () => readRepeat(options.repeat),
    () => readFitLimits(options),
    () => checkFitSettings(options.set),
    () =>
      loadTraining(options.workload, {
        set: options.set,
        training: { accelerator: options.accelerator },
        cwd,
        builtinDirectory,
      }),
    () => describedMounts(readMounts(options.mount, cwd), readGrace(options.grace)),
  ]);
  const plan = planFit(
    workload,
    mounts.map(({ capacity }) => capacity),
    {
      repeat,
      libraries: systemLibraries,
      memory: machineMemory(),
      most: limits.most,
      longestTryNs: limits.longestTryNs,
      // Whoever writes a workload file means what it says.
      filesGiven: filesSet || isWorkloadFile(options.workload),
    },
  );
  return { plan, mounts, graceMs, limits };
}

/** With a sweep over two numbers of accelerators. Throws USAGE for anything but one training without a sweep of its own. */
function loadTraining(nameOrFile: string, options: LoadOptions): TrainingWorkload {
  const plain = loadWorkloads(nameOrFile, options);
  const swept = Object.keys(trainingIn(plain).sweep);
  if (swept.length === 0) return trainingIn(loadWorkloads(nameOrFile, { ...options, set: [...options.set, anyTwo] }));
  const what = `"${plain.source}" sweeps ${swept.join(' and ')}, but fit searches once.`;
  throw usage(what, 'Give one value, for example with --set.');
}

function trainingIn({ source, workloads }: LoadedWorkloads): TrainingWorkload {
  const [workload, ...others] = workloads;
  if (workload?.kind === 'training' && others.length === 0) return workload;
  const what = others.length > 0 ? 'is a suite' : `is of kind ${workload?.kind ?? 'none'}`;
  throw usage(
    `"${source}" ${what}, but fit needs one workload of kind training.`,
    'Name one that "ioproof list" shows as training, for example unet3d.',
  );
}
