// Options of the commands that take those of mdtest, and the import of these.
import type { Argv, Options } from 'yargs';
import { importMdtest, type MdtestImport, type MdtestSource } from '../../mdtest/import.js';
import type { ImportRecord } from '../../result/import-schema.js';
import { Problems } from '../../spec/problems.js';

export const tasksOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe: 'Workers: what mpirun -n gives mdtest',
} as const satisfies Options;

/** Words that are no options of ioproof stay words, in their order. */
export function takeMdtestWords<T>(yargs: Argv<T>) {
  return yargs
    .parserConfiguration({ 'unknown-options-as-args': true, 'parse-positional-numbers': false })
    .positional('words', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Options of mdtest, such as -n 1000 -z 1 -b 4',
    })
    .option('tasks', tasksOption);
}

/** The options of mdtest, those after `--` last: yargs keeps these apart, after the names of the command. */
export function mdtestWords({ words, _ }: { words: string[]; _: (string | number)[] }): string[] {
  return [...words, ..._.slice(_.indexOf('mdtest') + 1).map(String)];
}

/** Throws IoproofError with exit code 2 and all options that are refused. */
export function readMdtest(source: MdtestSource): MdtestImport {
  const imported = importMdtest(source);
  const problems = new Problems();
  for (const problem of imported.problems) problems.add(problem);
  problems.throwIfAny();
  return imported;
}

export function tellOfMdtestNotes({ notes }: MdtestImport): void {
  for (const { option, text } of notes) process.stderr.write(`mdtest ${option}: no effect, ${text}\n`);
}

/** What the record keeps of an import. */
export function mdtestRecord({ notes, differences }: MdtestImport, { words }: MdtestSource): ImportRecord {
  const common = { line: 1, section: '', value: null, keys: [] };
  return {
    source: ['mdtest', ...words].join(' '),
    notes: [
      ...notes.map(({ option, text }) => ({ ...common, option, outcome: 'recorded' as const, text })),
      ...differences.map((text) => ({ ...common, option: '', outcome: 'assumed' as const, text })),
    ],
  };
}
