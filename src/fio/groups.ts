// Which sections fio runs at the same time, and which one after another.
import type { Problem } from '../spec/problems.js';
import type { Conversion } from './convert.js';
import type { FioJob } from './jobs.js';

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

/** Workloads of a file run one after another, so that sections which fio runs together are refused. */
export function concurrencyProblems(groups: readonly FioGroup[], file: string): Problem[] {
  return groups.flatMap(({ sections }) => {
    const [first, ...others] = sections.filter(({ workload }) => workload !== null);
    return others.map(({ section, line }) => ({
      file,
      line,
      column: 1,
      key: `[${section}]`,
      what: `runs at the same time as [${first?.section ?? ''}] of line ${first?.line ?? 0} in fio, but workloads run one after another`,
      advice: `Add "stonewall" to [${section}] if it may wait, or import one section alone`,
    }));
  });
}
