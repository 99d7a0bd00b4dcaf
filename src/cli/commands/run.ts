// `ioproof run`: plans, runs, saves, and prints the final table.
import type { Argv, CommandModule } from 'yargs';
import { marginalOption } from '../options/accept.js';
import { measuringGpuOptions } from '../options/gpu.js';
import {
  measuringOptions,
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
    .option('marginal', { ...marginalOption, default: 'pass' as const })
    .options(measuringOptions)
    .options(measuringGpuOptions)
    .example('$0 run quick', 'First figures of the file system of the current directory')
    .example('$0 run random-read-4k --mount a=/mnt/a --mount b=/mnt/b --repeat 5', 'Two mounts side by side')
    .example(
      "$0 run sequential-read-1m --set layout='{stripeCount: -1}' --mount l=/mnt/lustre/me",
      'Files over all targets of a parallel file system',
    );

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const runCommand: CommandModule<object, Arguments> = {
  command: 'run <workloads..>',
  describe: 'Run workloads and save what was measured',
  builder,
  // Everything heavy is loaded here, so that `ioproof --help` stays quick.
  handler: async (options) => {
    const [{ planFrom }, { measure }] = await Promise.all([
      import('../planning/plan.js'),
      import('../running/measure.js'),
    ]);
    const { marginal } = options;
    process.exitCode = await measure(await planFrom(options), { ...options, accept: { marginal } });
  },
};
