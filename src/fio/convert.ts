// Makes one workload of one job section.
import type { Problem } from '../spec/problems.js';
import type { Engine } from '../spec/workload.js';
import { problemsOf } from './check.js';
import { convertAccess } from './convert-access.js';
import { convertBlocks } from './convert-blocks.js';
import { convertData } from './convert-data.js';
import { convertDurability } from './convert-durability.js';
import { convertEnding } from './convert-ending.js';
import { convertEngine } from './convert-engine.js';
import { convertFiles } from './convert-files.js';
import { convertLoad } from './convert-load.js';
import { convertRun } from './convert-run.js';
import { convertVerify } from './convert-verify.js';
import { Draft } from './draft.js';
import { JobOptions } from './job-options.js';
import type { FioJob } from './jobs.js';
import type { FioNote } from './note.js';
import { patternOf } from './pattern.js';
import type { Words } from './words.js';

export interface Conversion {
  /** The name that the job gives itself, not yet in the letters of a workload's name. */
  name: string;
  /** Null for a section that only lays out files, which every run does by itself. */
  words: Words | null;
  notes: FioNote[];
  problems: Problem[];
  /** True where the job waits for those before it. */
  stonewall: boolean;
  newGroup: boolean;
}

/** `engine` is that of `--engine`, or null. */
export function convertJob(job: FioJob, engine: Engine | null): Conversion {
  const options = new JobOptions(job);
  const draft = new Draft(options);
  const layoutOnly = options.get('create_only') ?? false;
  if (layoutOnly) skip(draft);
  else convertAll(draft, engine);
  const told = [...options.problems, ...draft.problems];
  const isWhole = told.length === 0 && job.unreadable.length === 0;
  if (isWhole && draft.unsaid.length > 0) throw new Error(`nothing is said about ${draft.unsaid.join(', ')}`);
  const problems = isWhole && !layoutOnly ? problemsOf(draft.words, draft.notes, job) : told;
  return {
    name: options.get('name') ?? job.section,
    words: layoutOnly ? null : draft.words,
    notes: inOrder(job, withDropped(job, [...options.notes, ...draft.notes])),
    problems,
    stonewall: options.get('stonewall') ?? false,
    newGroup: options.get('new_group') ?? false,
  };
}

function convertAll(draft: Draft, override: Engine | null): void {
  draft.set('kind', 'block');
  draft.converted('name', 'the name of the workload', 'name');
  const pattern = patternOf(draft.options);
  const blocks = convertBlocks(draft, pattern);
  const isWalk = convertAccess(draft, pattern, blocks);
  const engine = convertEngine(draft, override);
  const layout = convertFiles(draft, blocks);
  convertEnding(draft, layout, blocks, isWalk);
  convertLoad(draft, pattern, blocks);
  convertDurability(draft, pattern, engine);
  convertData(draft);
  convertVerify(draft, pattern, engine);
  convertRun(draft);
}

function skip(draft: Draft): void {
  for (const name of draft.options.names)
    draft.idle(name, 'the section only lays out files, which every run does by itself');
}

/** fio takes the rest of a line for a comment from the first `;` or `#` on, also where it was meant as part of the value. */
function withDropped(job: FioJob, notes: readonly FioNote[]): FioNote[] {
  return notes.flatMap((note) => {
    const { dropped } = job.options.find(({ line, word }) => line === note.line && word === note.option) ?? {};
    if (dropped === undefined || dropped === '') return [note];
    const text = `the rest of the line, ${JSON.stringify(dropped)}, is a comment for fio and dropped`;
    return [note, { ...note, outcome: 'idle', text }];
  });
}

/** As the job reads them; what is assumed comes last. */
function inOrder(job: FioJob, notes: readonly FioNote[]): FioNote[] {
  const position = ({ line, option }: FioNote) =>
    job.options.findIndex((given) => given.line === line && given.word === option);
  const rank = (note: FioNote) => (note.outcome === 'assumed' ? Infinity : position(note));
  return notes
    .map((note) => ({ note, key: rank(note) }))
    .sort((a, b) => (a.key === b.key ? 0 : a.key - b.key))
    .map(({ note }) => note);
}
