// `ioproof import mdtest`: the suite of phases that options of mdtest ask for.
import type { Argv, CommandModule } from 'yargs';
import { takeMdtestWords } from '../options/mdtest.js';
import { outputOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  takeMdtestWords(yargs)
    .option('output', outputOption)
    .example('$0 import mdtest --tasks 4 -- -n 1000 -z 1 -b 4 -N 1', 'The phases of mdtest as workloads');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const importMdtestCommand: CommandModule<object, Arguments> = {
  command: 'mdtest [words..]',
  describe: 'Make a workload file of options of mdtest: a suite of its phases',
  builder,
  handler: async ({ words, _, tasks, output }) => {
    const [{ mdtestWords, readMdtest, tellOfMdtestNotes }, { writeSuite }, { writeOutput }] = await Promise.all([
      import('../importing/mdtest-words.js'),
      import('../../mdtest/write-yaml.js'),
      import('../output-file.js'),
    ]);
    const source = { words: mdtestWords({ words, _ }), tasks };
    const imported = readMdtest(source);
    writeOutput(output, writeSuite(imported, source));
    tellOfMdtestNotes(imported);
  },
};
