// Imports a fio job file: the door of this folder.
import type { Problem } from '../spec/problems.js';
import { Problems } from '../spec/problems.js';
import type { Engine } from '../spec/workload.js';
import { convertJob } from './convert.js';
import { concurrencyProblems, type ConvertedJob, type FioGroup, groupsOf, sequenceNotes } from './groups.js';
import { parseIni } from './ini.js';
import { type FioJob, type FioJobs, jobsOf } from './jobs.js';
import { uniqueNames, workloadName } from './names.js';
import type { FioNote } from './note.js';
import type { FioEnvironment } from './substitute.js';
import type { Words } from './words.js';

export interface ImportOptions {
  /** The job file as messages name it. */
  source: string;
  environment: FioEnvironment;
  /** Takes the place of the engine of every section that has one for reads and writes of files. */
  engine?: Engine;
  /** Only these sections, as with fio's --section; [global] always holds. */
  sections?: readonly string[];
  /** Sections that fio runs together run one after another, instead of being refused. */
  sequential?: boolean;
}

export interface ImportedWorkload {
  section: string;
  line: number;
  /** The workload in the words of a workload file. */
  words: Words;
  /** For every option of the section and its globals what it became, in the order of the file. */
  notes: FioNote[];
}

export interface FioImport {
  source: string;
  /** In the order in which they run. */
  workloads: ImportedWorkload[];
  groups: FioGroup[];
  /** Notes of all sections; what is said alike about a line of [global] for several sections is there once. */
  notes: FioNote[];
  /** Where there are any, the workloads must not be used. */
  problems: Problem[];
}

export function importFio(text: string, options: ImportOptions): FioImport {
  const { source, environment, engine, sections, sequential = false } = options;
  const found: Problem[] = [];
  const all = jobsOf(parseIni({ text, file: source, environment }, found));
  const jobs = selected(all.jobs, sections, source, found);
  const converted = convertAll(jobs, engine ?? null);
  const groups = groupsOf(converted);
  const problems = new Problems();
  for (const problem of [...found, ...converted.flatMap(({ conversion }) => conversion.problems)])
    problems.add(problem);
  if (!sequential) for (const problem of concurrencyProblems(groups, source)) problems.add(problem);
  const sequence = sequential ? sequenceNotes(groups, source) : [];
  const workloads = converted.flatMap((job) => workloadOf(job, sequence));
  if (workloads.length === 0 && problems.list.length === 0) problems.add(nothing(source, jobs.length));
  const said = converted.flatMap(({ job, conversion }) => [...conversion.notes, ...about(job, sequence)]);
  const notes = onlyOnce([...said, ...unusedNotes(all)]);
  return { source, workloads, groups, notes, problems: problems.list };
}

function selected(
  jobs: FioJob[],
  sections: readonly string[] | undefined,
  file: string,
  problems: Problem[],
): FioJob[] {
  if (sections === undefined) return jobs;
  for (const section of sections.filter((name) => !jobs.some((job) => job.section === name))) {
    const advice = `Its sections are ${jobs.map((job) => job.section).join(', ')}`;
    problems.push({
      file,
      line: null,
      column: null,
      key: `[${section}]`,
      what: 'is not a section of this file',
      advice,
    });
  }
  return jobs.filter(({ section }) => sections.includes(section));
}

function convertAll(jobs: readonly FioJob[], engine: Engine | null): ConvertedJob[] {
  const conversions = jobs.map((job) => ({ job, conversion: convertJob(job, engine) }));
  const running = conversions.filter(({ conversion }) => conversion.words !== null);
  const names = uniqueNames(running.map(({ conversion }) => workloadName(conversion.name)));
  return conversions.map((entry) => {
    const index = running.indexOf(entry);
    return { ...entry, workload: index < 0 ? null : (names[index] ?? null) };
  });
}

function about(job: FioJob, notes: readonly FioNote[]): FioNote[] {
  return notes.filter(({ line }) => line === job.line);
}

function workloadOf({ job, conversion, workload }: ConvertedJob, sequence: readonly FioNote[]): ImportedWorkload[] {
  if (conversion.words === null || workload === null) return [];
  const words = { ...conversion.words, name: workload };
  return [{ section: job.section, line: job.line, words, notes: [...conversion.notes, ...about(job, sequence)] }];
}

function unusedNotes({ unused }: FioJobs): FioNote[] {
  const text = 'holds for no section: [global] is for those after it';
  return unused.map(({ file, line, word, value }) => {
    return { file, line, section: 'global', option: word, value, outcome: 'idle' as const, text, keys: [] };
  });
}

function onlyOnce(notes: readonly FioNote[]): FioNote[] {
  const seen = new Set<string>();
  return notes.filter(({ line, option, text }) => {
    const key = JSON.stringify([line, option, text]);
    return !seen.has(key) && seen.add(key);
  });
}

function nothing(file: string, jobs: number): Problem {
  const what = jobs === 0 ? 'has no job section' : 'has only sections that lay out files';
  return { file, line: null, column: null, key: '', what, advice: 'Add a section with rw and size' };
}
