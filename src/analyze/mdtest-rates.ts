// The arithmetic of mdtest: the rate of a phase from its slowest worker, and its summary over repeats.
import { medianOf } from '../statistics/median.js';
import type { RunRecord, StepRecord } from '../result/schema.js';

/** Phases by the names of their workloads, in mdtest's order, with its words for them. */
export const mdtestOperations: Readonly<Record<string, string>> = {
  'directory-create': 'Directory creation',
  'directory-stat': 'Directory stat',
  'directory-rename': 'Directory rename',
  'directory-remove': 'Directory removal',
  'file-create': 'File creation',
  'file-stat': 'File stat',
  'file-read': 'File read',
  'file-remove': 'File removal',
  'tree-create': 'Tree creation',
  'tree-remove': 'Tree removal',
};

const treePhases = ['tree-create', 'tree-remove'];

/** What the rate of a phase follows from. */
export interface PhaseTime {
  /** Name of its workload. */
  phase: string;
  elapsedSeconds: number;
  /** Items that each worker has done. */
  chains: readonly number[];
}

/** Rates are items a second. */
export interface RateSummary {
  repeats: number;
  max: number;
  min: number;
  mean: number;
  /** With n - 1; 0 for one repeat. */
  stddev: number;
}

export interface MdtestRow {
  operation: string;
  rate: RateSummary;
  /** Of an item, in nanoseconds: medians over the repeats, and the longest of all. */
  latencyNs: { p50: number; p99: number; max: number } | null;
}

/** Items a second: of the worker that has done the fewest, times the workers; of a tree, all its directories. */
export function phaseRate({ phase, elapsedSeconds, chains }: PhaseTime): number {
  if (elapsedSeconds <= 0 || chains.length === 0) return 0;
  const counted = treePhases.includes(phase)
    ? chains.reduce((sum, count) => sum + count, 0)
    : Math.min(...chains) * chains.length;
  return counted / elapsedSeconds;
}

/** Over one or more repeats. */
export function summaryOf(rates: readonly number[]): RateSummary {
  const repeats = rates.length;
  const mean = rates.reduce((sum, rate) => sum + rate, 0) / repeats;
  const squares = rates.reduce((sum, rate) => sum + (rate - mean) ** 2, 0);
  const stddev = repeats > 1 ? Math.sqrt(squares / (repeats - 1)) : 0;
  return { repeats, max: Math.max(...rates), min: Math.min(...rates), mean, stddev };
}

/** The rows of one mount, in mdtest's order; phases without a complete step have none. */
export function mdtestRows({ steps }: RunRecord, mount: string): MdtestRow[] {
  return Object.entries(mdtestOperations).flatMap(([phase, operation]) => {
    const own = steps.filter((step) => step.workload === phase && step.mount === mount && step.status === 'complete');
    if (own.length === 0) return [];
    const times = own.map(({ elapsedSeconds, workers }) => {
      return { phase, elapsedSeconds: elapsedSeconds ?? 0, chains: workers.map(({ chains }) => chains ?? 0) };
    });
    return [{ operation, rate: summaryOf(times.map(phaseRate)), latencyNs: latencyOf(own) }];
  });
}

/** Of the chain, or of the only operation of chains that have one; a sync after the last of them is none of theirs. */
function latencyOf(steps: readonly StepRecord[]): MdtestRow['latencyNs'] {
  const found = steps.flatMap(({ operations }) => {
    const item = operations.chain ?? Object.entries(operations).find(([kind]) => kind !== 'fsync')?.[1];
    return item === undefined ? [] : [item.latencyNs];
  });
  if (found.length === 0) return null;
  return {
    p50: medianOf(found.map(({ p50 }) => p50)),
    p99: medianOf(found.map(({ p99 }) => p99)),
    max: Math.max(...found.map(({ max }) => max)),
  };
}
