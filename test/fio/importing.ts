// Imports texts and fixtures the way the command line does, and gives what came of it.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type FioImport, importFio, type ImportOptions } from '../../src/fio/import.js';
import type { FioNote } from '../../src/fio/note.js';
import type { Words } from '../../src/fio/words.js';
import { formatProblem } from '../../src/spec/problems.js';

export const environment = {
  variables: { ENGINE: 'libaio', MODE: 'rand', EMPTY: '' },
  processors: 2,
  pageBytes: 4096,
  memoryMiB: 8000,
};

type Options = Partial<ImportOptions>;

const directory = fileURLToPath(new URL('../fixtures/fio/', import.meta.url));

export function fixturePath(name: string): string {
  return `${directory}${name}.fio`;
}

export function fixtureNames(): string[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.fio'))
    .map((name) => name.slice(0, -'.fio'.length));
}

/** Imports the text as `job.fio`. */
export function importText(text: string, options: Options = {}): FioImport {
  return importFio(text, { source: 'job.fio', environment, ...options });
}

export function importFixture(name: string, options: Options = {}): FioImport {
  return importFio(readFileSync(fixturePath(name), 'utf8'), { source: `${name}.fio`, environment, ...options });
}

/** An import of one section with these lines, which must have no problem. */
export function wordsOf(lines: string, options: Options = {}): Words {
  const imported = importText(`[a]\n${lines}\n`, options);
  const [workload, ...others] = accepted(imported).workloads;
  if (workload === undefined || others.length > 0) throw new Error('the text gives not one workload');
  return workload.words;
}

/** The notes of an import of one section with these lines, by option. */
export function notesOf(lines: string, options: Options = {}): Record<string, string> {
  const { notes } = accepted(importText(`[a]\n${lines}\n`, options));
  return Object.fromEntries(notes.map(({ option, outcome, text }) => [option, `${outcome}: ${text}`]));
}

/** Every workload of a fixture by its section, which must have no problem. */
export function sectionsOf(name: string, options: Options = {}): Record<string, Words> {
  const { workloads } = accepted(importFixture(name, options));
  return Object.fromEntries(workloads.map(({ section, words }) => [section, words]));
}

/** The problems of an import of one section with these lines. */
export function problemsOf(lines: string, options: Options = {}): string[] {
  return problemsOfText(`[a]\n${lines}\n`, options);
}

export function problemsOfText(text: string, options: Options = {}): string[] {
  return importText(text, options).problems.map(formatProblem);
}

export function accepted(imported: FioImport): FioImport {
  if (imported.problems.length > 0) throw new Error(imported.problems.map(formatProblem).join('\n'));
  return imported;
}

/** Notes about a line, as text. */
export function notesAt(imported: FioImport, line: number): string[] {
  return imported.notes.filter((note) => note.line === line).map((note: FioNote) => `${note.outcome}: ${note.text}`);
}
