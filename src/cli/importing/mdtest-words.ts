// From options of mdtest to its import: reads the words, and says what has no effect here.
import { importMdtest, type MdtestImport, type MdtestSource } from '../../mdtest/import.js';
import type { ImportRecord } from '../../result/import-schema.js';
import { withoutProblems } from './source-file.js';

/** The options of mdtest, those after `--` last: yargs keeps these apart, after the names of the command. */
export function mdtestWords({ words, _ }: { words: string[]; _: (string | number)[] }): string[] {
  return [...words, ..._.slice(_.indexOf('mdtest') + 1).map(String)];
}

/** Throws IoproofError with exit code 2 and all options that are refused. */
export function readMdtest(source: MdtestSource): MdtestImport {
  return withoutProblems(importMdtest(source));
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
