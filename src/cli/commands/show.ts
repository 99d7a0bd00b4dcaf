// `ioproof show`: a workload with every default in place, as commented YAML.
import type { Argv, CommandModule } from 'yargs';
import { scaleOption, setOption, workloadPositional } from '../options/shared.js';
import { trainingSettingsOptions } from '../options/training.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workload', workloadPositional)
    .option('set', setOption)
    .option('scale', scaleOption)
    .options(trainingSettingsOptions)
    .example('$0 show random-read-4k > mine.yaml', 'A file of your own to change');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const showCommand: CommandModule<object, Arguments> = {
  command: 'show <workload>',
  describe: 'Print a workload with all its defaults, commented',
  builder,
  handler: async ({ workload, set, scale, accelerator, accelerators }) => {
    const [{ loadWorkloads }, { showWorkload }, { builtinDirectory }] = await Promise.all([
      import('../../spec/load.js'),
      import('../../spec/show.js'),
      import('../package.js'),
    ]);
    const loaded = loadWorkloads(workload, {
      set,
      scale,
      training: { accelerator, accelerators },
      cwd: process.cwd(),
      builtinDirectory,
    });
    process.stdout.write(showWorkload(loaded));
  },
};
