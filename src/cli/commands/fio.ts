// `ioproof fio`: imports a fio job file and runs it in one go.
import type { Argv, CommandModule } from 'yargs';
import { measuringGpuOptions } from '../options/gpu.js';
import { jobFileOptions, jobPositional } from '../options/fio.js';
import { measuringOptions, mountOption, repeatOption, setOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('job', jobPositional)
    .options(jobFileOptions)
    .option('mount', mountOption)
    .option('set', setOption)
    .option('repeat', repeatOption)
    .options(measuringOptions)
    .options(measuringGpuOptions)
    .example('$0 fio random.fio --mount scratch=/mnt/scratch', 'What fio would do, in files of ioproof there');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const fioCommand: CommandModule<object, Arguments> = {
  command: 'fio <job>',
  describe: 'Import a fio job file and run it',
  builder,
  handler: async (options) => {
    const [{ importRecord, readFioJob, tellOfDifferences }, { writeWorkloads }, { planText }, { measure }] =
      await Promise.all([
        import('../importing/fio-job-file.js'),
        import('../../fio/write-yaml.js'),
        import('../planning/imported.js'),
        import('../running/measure.js'),
      ]);
    const imported = readFioJob(options);
    const { source } = imported;
    const text = { text: writeWorkloads(imported), name: source, command: `ioproof import fio ${source}` };
    const planning = await planText(text, options);
    tellOfDifferences(imported);
    process.exitCode = await measure(planning, { ...options, imported: importRecord(imported) });
  },
};
