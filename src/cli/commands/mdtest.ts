// `ioproof mdtest`: takes the options of mdtest and runs its phases.
import type { Argv, CommandModule } from 'yargs';
import { measuringGpuOptions } from '../options/gpu.js';
import { takeMdtestWords } from '../options/mdtest.js';
import { measuringOptions, mountOption, setOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  takeMdtestWords(yargs)
    .option('mount', mountOption)
    .option('set', setOption)
    .options(measuringOptions)
    .options(measuringGpuOptions)
    .example('$0 mdtest -n 1000 -z 1 -b 4 -N 1 --tasks 4 --mount a=/mnt/a', 'What mpirun -n 4 mdtest would do there')
    .epilogue('`ioproof report --format mdtest` prints the rates as mdtest does.');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const mdtestCommand: CommandModule<object, Arguments> = {
  command: 'mdtest [words..]',
  describe: 'Run the phases of mdtest, from its own options',
  builder,
  handler: async (options) => {
    const [{ mdtestRecord, mdtestWords, readMdtest, tellOfMdtestNotes }, { writeSuite }, { planText }, { measure }] =
      await Promise.all([
        import('../importing/mdtest-words.js'),
        import('../../mdtest/write-yaml.js'),
        import('../planning/imported.js'),
        import('../running/measure.js'),
      ]);
    const source = { words: mdtestWords(options), tasks: options.tasks };
    const imported = readMdtest(source);
    const command = `ioproof import mdtest --tasks ${source.tasks} -- ${source.words.join(' ')}`;
    const text = { text: writeSuite(imported, source), name: 'mdtest', command };
    const planning = await planText(text, { ...options, repeat: imported.repeats });
    tellOfMdtestNotes(imported);
    process.exitCode = await measure(planning, { ...options, imported: mdtestRecord(imported, source) });
  },
};
