// `ioproof fio`: imports a fio job file and runs it in one go.
import type { Argv, CommandModule } from 'yargs';
import { cudaLibOption, cufileLibOption, gdsAllowCompatOption, requireGdsOption } from '../options/gpu.js';
import { engineOption, sectionOption, sequentialOption } from '../options/fio.js';
import {
  countersOption,
  graceOption,
  jsonOption,
  mountOption,
  outOption,
  quietOption,
  repeatOption,
  setOption,
} from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('job', { type: 'string', demandOption: true, describe: 'The job file' })
    .option('engine', engineOption)
    .option('section', sectionOption)
    .option('sequential', sequentialOption)
    .option('mount', mountOption)
    .option('set', setOption)
    .option('repeat', repeatOption)
    .option('out', outOption)
    .option('grace', graceOption)
    .option('gds-allow-compat', gdsAllowCompatOption)
    .option('require-gds', requireGdsOption)
    .option('cuda-lib', cudaLibOption)
    .option('cufile-lib', cufileLibOption)
    .option('counters', countersOption)
    .option('quiet', quietOption)
    .option('json', jsonOption)
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
