// From a workload file of DLIO to a workload: reads it, imports it, and says what has no effect here.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type DlioImport, type DlioSource, importDlio } from '../../dlio/import.js';
import { exitCodes, IoproofError, messageOf } from '../../errors.js';
import { Problems } from '../../spec/problems.js';

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
  const source = { file: config, text: readConfigFile(config), stem, ...terms };
  const imported = importDlio(source);
  const problems = new Problems();
  for (const problem of imported.problems) problems.add(problem);
  problems.throwIfAny();
  return { imported, source };
}

function readConfigFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new IoproofError('DLIO_FILE_NOT_READABLE', `"${path}" cannot be read: ${messageOf(cause)}`, {
      advice: 'Give the path of a workload file of DLIO.',
      exitCode: exitCodes.usage,
      details: { path },
      cause,
    });
  }
}

/** What somebody who knows the file must hear: keys without effect, and what it leaves open. */
export function tellOfDlioNotes({ notes, assumed }: DlioImport): void {
  for (const { line, key, text } of notes) {
    process.stderr.write(`${line === null ? '' : `line ${line}: `}${key}: no effect, ${text}\n`);
  }
  for (const text of assumed) process.stderr.write(`assumed: ${text}\n`);
}
