// `ioproof import dlio`: a workload file of DLIO or MLPerf Storage as one of ioproof, with what each key became.
import type { Argv, CommandModule } from 'yargs';
import { outputOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('config', { type: 'string', demandOption: true, describe: 'The workload file (YAML)' })
    .positional('overrides', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Overrides as DLIO takes them, such as ++workload.reader.batch_size=8',
    })
    .option('rules', {
      type: 'string',
      requiresArg: true,
      choices: ['v1', 'v2', 'v3'] as const,
      defaultDescription: 'v3 for parquet, else v2',
      describe: 'Version of MLPerf Storage whose code is emulated',
    })
    .option('accelerators', {
      type: 'number',
      requiresArg: true,
      default: 1,
      describe: 'Emulated accelerators: what mpirun -n gives DLIO',
    })
    .option('output', outputOption)
    .example('$0 import dlio unet3d_h100.yaml --accelerators 8 -o mine.yaml', 'The same training as a workload');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const importDlioCommand: CommandModule<object, Arguments> = {
  command: 'dlio <config> [overrides..]',
  describe: 'Make a workload file of a workload file of DLIO or MLPerf Storage',
  builder,
  handler: async ({ config, overrides, rules, accelerators, output }) => {
    const [{ readDlio, tellOfDlioNotes }, { writeTraining }, { writeOutput }] = await Promise.all([
      import('../importing/dlio-file.js'),
      import('../../dlio/write-yaml.js'),
      import('../output-file.js'),
    ]);
    const { imported, source } = readDlio({ config, overrides, rules, accelerators });
    writeOutput(output, writeTraining(imported, source));
    tellOfDlioNotes(imported);
  },
};
