// Which sections fio runs at the same time, and which one after another.
import type { Problem } from '../spec/problems.js';
import type { Conversion } from './convert.js';
import type { FioJob } from './jobs.js';
import type { FioNote } from './note.js';

/** Sections that fio starts together. */
export interface FioGroup {
  /** What the group waits for: nothing, or the end of everything before it. */
  start: 'first' | 'stonewall';
  line: number;
  sections: { section: string; line: number; workload: string | null; newGroup: boolean }[];
}

/** A job with what it became; `workload` is null for one that only lays out files. */
export interface ConvertedJob {
  job: FioJob;
  conversion: Conversion;
  workload: string | null;
}

export function groupsOf(jobs: readonly ConvertedJob[]): FioGroup[] {
  const groups: FioGroup[] = [];
  for (const { job, conversion, workload } of jobs) {
    const isFirst = groups.length === 0;
    if (isFirst || conversion.stonewall)
      groups.push({ start: isFirst ? 'first' : 'stonewall', line: job.line, sections: [] });
    groups.at(-1)?.sections.push({ section: job.section, line: job.line, workload, newGroup: conversion.newGroup });
  }
  return groups;
}

/** A section that fio runs together with others, of which `first` is the first. */
interface Concurrent {
  section: string;
  line: number;
  first: { section: string; line: number };
}

function concurrent(groups: readonly FioGroup[]): Concurrent[] {
  return groups.flatMap(({ sections }) => {
    const [first, ...others] = sections.filter(({ workload }) => workload !== null);
    return first === undefined ? [] : others.map(({ section, line }) => ({ section, line, first }));
  });
}

/** Workloads of a file run one after another, so that sections which fio runs together are refused. */
export function concurrencyProblems(groups: readonly FioGroup[], file: string): Problem[] {
  return concurrent(groups).map(({ section, line, first }) => ({
    file,
    line,
    column: 1,
    key: `[${section}]`,
    what: `runs at the same time as [${first.section}] of line ${first.line} in fio, but workloads run one after another`,
    advice: `Import with --sequential if it may wait, or add "stonewall" to [${section}], or import one section alone with --section`,
  }));
}

/** What is said instead where they are to run one after another. */
export function sequenceNotes(groups: readonly FioGroup[], file: string): FioNote[] {
  return concurrent(groups).map(({ section, line, first }) => ({
    file,
    line,
    section,
    option: '',
    value: null,
    outcome: 'assumed',
    text: `fio runs it at the same time as [${first.section}] of line ${first.line}; here it runs afterwards, by --sequential`,
    keys: [],
  }));
}
