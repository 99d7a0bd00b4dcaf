// `ioproof import fio`: a fio job file as a workload file, with what each option became.
import type { Argv, CommandModule } from 'yargs';
import { jobFileOptions, jobPositional } from '../options/fio.js';
import { outputOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('job', jobPositional)
    .options(jobFileOptions)
    .option('output', outputOption)
    .example('$0 import fio random.fio -o random.yaml', 'A workload file that says what each option became');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const importFioCommand: CommandModule<object, Arguments> = {
  command: 'fio <job>',
  describe: 'Make a workload file of a fio job file',
  builder,
  handler: async ({ job, engine, section, sequential, output }) => {
    const [{ readFioJob, tellOfDifferences }, { writeWorkloads }, { writeOutput }] = await Promise.all([
      import('../importing/fio-job-file.js'),
      import('../../fio/write-yaml.js'),
      import('../output-file.js'),
    ]);
    const imported = readFioJob({ job, engine, section, sequential });
    writeOutput(output, writeWorkloads(imported));
    tellOfDifferences(imported);
  },
};
