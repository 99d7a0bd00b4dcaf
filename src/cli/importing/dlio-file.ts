// From a workload file of DLIO to a workload: reads it, imports it, and says what has no effect here.
import { basename } from 'node:path';
import { type DlioImport, type DlioSource, importDlio } from '../../dlio/import.js';
import { readSourceFile, withoutProblems } from './source-file.js';

export interface DlioArguments {
  /** Path of the file. */
  config: string;
  overrides: string[];
  rules: 'v1' | 'v2' | 'v3' | undefined;
  accelerators: number;
}

/** Throws IoproofError with exit code 2: a file that cannot be read, or every key that is refused, with its line. */
export function readDlio({ config, ...terms }: DlioArguments): { imported: DlioImport; source: DlioSource } {
  const stem = basename(config).replace(/\.ya?ml$/, '');
  const text = readSourceFile(config, { code: 'DLIO_FILE_NOT_READABLE', what: 'a workload file of DLIO' });
  const source = { file: config, text, stem, ...terms };
  return { imported: withoutProblems(importDlio(source)), source };
}

/** What somebody who knows the file must hear: keys without effect, and what it leaves open. */
export function tellOfDlioNotes({ notes, assumed }: DlioImport): void {
  for (const { line, key, text } of notes) {
    process.stderr.write(`${line === null ? '' : `line ${line}: `}${key}: no effect, ${text}\n`);
  }
  for (const text of assumed) process.stderr.write(`assumed: ${text}\n`);
}
