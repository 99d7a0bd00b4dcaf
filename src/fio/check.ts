// Holds what an import writes against the rules of workload files, so that none is written that could not be loaded.
import { checkWorkload } from '../spec/check-workload.js';
import type { Finding } from '../spec/finding.js';
import type { Problem } from '../spec/problems.js';
import type { FioJob } from './jobs.js';
import type { FioNote } from './note.js';
import type { Words } from './words.js';

/** What is wrong with a workload, at the options that it comes from, or at the section where none of them is given. */
export function problemsOf(words: Words, notes: readonly FioNote[], job: FioJob): Problem[] {
  // The names are made later, for all workloads together.
  const { findings } = checkWorkload({ ...words, name: 'workload' });
  return findings.map((finding) => problemOf(finding, notes, job));
}

function problemOf(finding: Finding, notes: readonly FioNote[], job: FioJob): Problem {
  const { file } = job;
  const note = [finding.key, String(finding.path[0] ?? '')]
    .map((key) => notes.find(({ option, keys }) => option !== '' && keys.includes(key)))
    .find((found) => found !== undefined);
  const option = job.options.find(({ line, word }) => line === note?.line && word === note.option);
  const { line, column, word } = option ?? { line: job.line, column: 1, word: `[${job.section}]` };
  const what = word === finding.key ? finding.what : `here "${finding.key}", ${finding.what}`;
  return { file, line, column, key: word, what, advice: finding.advice };
}
