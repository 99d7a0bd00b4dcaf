// From a fio job file to workloads: reads it, imports it, and says what has no effect here.
import { availableParallelism, totalmem } from 'node:os';
import { type FioImport, importFio } from '../../fio/import.js';
import { type FioNote, shownOption } from '../../fio/note.js';
import type { ImportRecord } from '../../result/import-schema.js';
import type { Engine } from '../../spec/workload.js';
import { pageBytes } from '../../system/page-size.js';
import { readSourceFile, withoutProblems } from './source-file.js';

export interface FioJobArguments {
  /** Path of the job file. */
  job: string;
  /** Takes the place of every section's engine. */
  engine: Engine | undefined;
  /** Only these sections; empty: all. */
  section: string[];
  /** Runs sections one after another that fio runs together. */
  sequential: boolean;
}

/** Throws IoproofError with exit code 2: a file that cannot be read, or every option that is refused, with its line. */
export function readFioJob({ job, engine, section, sequential }: FioJobArguments): FioImport {
  const text = readSourceFile(job, { code: 'FIO_JOB_NOT_READABLE', what: 'a fio job file' });
  const imported = importFio(text, {
    source: job,
    environment: {
      variables: process.env,
      processors: availableParallelism(),
      pageBytes: pageBytes(),
      memoryMiB: Math.floor(totalmem() / 2 ** 20),
    },
    sequential,
    ...(engine === undefined ? {} : { engine }),
    ...(section.length === 0 ? {} : { sections: section }),
  });
  return withoutProblems(imported);
}

/** What somebody who knows the job must hear before its figures: options without effect, and defaults that differ. */
export function tellOfDifferences({ notes }: FioImport): void {
  for (const note of notes) {
    if (note.outcome === 'recorded' || note.outcome === 'assumed') process.stderr.write(`${noteText(note)}\n`);
  }
}

/** What the record keeps of an import; the file of each note is the source. */
export function importRecord({ source, notes }: FioImport): ImportRecord {
  return {
    source,
    notes: notes.map(({ line, section, option, value, outcome, text, keys }) => {
      return { line, section, option, value, outcome, text, keys };
    }),
  };
}

function noteText(note: FioNote): string {
  const what = note.option === '' ? `[${note.section}]` : shownOption(note);
  return `${note.file}:${note.line} ${what}: ${note.text}`;
}
