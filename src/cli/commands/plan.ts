// `ioproof plan`: every step with bytes, inodes and time; writes nothing.
import type { Argv, CommandModule } from 'yargs';
import { planningGpuOptions } from '../options/gpu.js';
import {
  graceOption,
  jsonOption,
  mountOption,
  repeatOption,
  scaleOption,
  setOption,
  workloadsPositional,
} from '../options/shared.js';
import { trainingOptions } from '../options/training.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workloads', workloadsPositional)
    .option('mount', mountOption)
    .option('set', setOption)
    .option('scale', scaleOption)
    .options(trainingOptions)
    .option('repeat', repeatOption)
    .option('grace', graceOption)
    .option('json', jsonOption)
    .options(planningGpuOptions)
    .example('$0 plan quick --mount scratch=/mnt/scratch', 'What a run would do there, and how long it takes');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const planCommand: CommandModule<object, Arguments> = {
  command: 'plan <workloads..>',
  describe: 'Show the steps, bytes, inodes and time of a run; writes nothing',
  builder,
  handler: async (options) => {
    const [{ planFrom }, { inspectMounts }, { planTable }] = await Promise.all([
      import('../planning/plan.js'),
      import('../../run/mount-process.js'),
      import('../../report/plan.js'),
    ]);
    const { plan } = await planFrom(options, inspectMounts);
    const text = options.json ? JSON.stringify(plan, null, 2) : planTable(plan);
    process.stdout.write(`${text}\n`);
  },
};
