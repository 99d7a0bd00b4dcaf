// The score formula of IO500 over the phases of the built-in suite io500-like: geometric means of bandwidths and of rates.
import type { RunRecord, StepRecord } from '../result/schema.js';

type Unit = 'GiB/s' | 'kIOPS';

interface Phase {
  name: string;
  unit: Unit;
  /** Workloads that are the phase together, one after the other. */
  workloads: readonly string[];
}

const alone = (name: string, unit: Unit): Phase => ({ name, unit, workloads: [name] });

/** In the order in which IO500 runs them. */
export const io500Phases: readonly Phase[] = [
  alone('ior-easy-write', 'GiB/s'),
  alone('mdtest-easy-write', 'kIOPS'),
  alone('ior-hard-write', 'GiB/s'),
  alone('mdtest-hard-write', 'kIOPS'),
  { name: 'find', unit: 'kIOPS', workloads: ['find-easy', 'find-hard'] },
  alone('ior-easy-read', 'GiB/s'),
  alone('mdtest-easy-stat', 'kIOPS'),
  alone('ior-hard-read', 'GiB/s'),
  alone('mdtest-hard-stat', 'kIOPS'),
  alone('mdtest-easy-delete', 'kIOPS'),
  alone('mdtest-hard-read', 'kIOPS'),
  alone('mdtest-hard-delete', 'kIOPS'),
];

export interface PhaseValue {
  name: string;
  unit: Unit;
  value: number;
  seconds: number;
}

export interface Score {
  /** GiB/s. */
  bandwidth: number;
  /** Thousands of operations a second. */
  metadata: number;
  total: number;
}

/** One mount and repeat. */
export interface Io500Result {
  mount: string;
  repeat: number;
  /** Phases that are complete and have done something. */
  phases: PhaseValue[];
  /** Names of the others; where there are any, there is no score. */
  missing: string[];
  score: Score | null;
}

/** The fourth root of the product of four bandwidths, the eighth root of that of eight rates; the root of their product. */
export function scoreOf(phases: readonly Pick<PhaseValue, 'unit' | 'value'>[]): Score {
  const values = (unit: Unit) => phases.filter((phase) => phase.unit === unit).map(({ value }) => value);
  const bandwidth = geometricMean(values('GiB/s'));
  const metadata = geometricMean(values('kIOPS'));
  return { bandwidth, metadata, total: Math.sqrt(bandwidth * metadata) };
}

/** By logarithms, since the product of many values may be too large. */
export function geometricMean(values: readonly number[]): number {
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
}

/** Every mount and repeat with a step of such a phase. */
export function io500Results({ steps }: RunRecord): Io500Result[] {
  const known = new Set(io500Phases.flatMap(({ workloads }) => workloads));
  const own = steps.filter(({ workload }) => known.has(workload));
  const keys = new Map(own.map(({ mount, repeat }) => [JSON.stringify([mount, repeat]), { mount, repeat }]));
  return [...keys.values()].map((key) => {
    return resultOf(
      key,
      own.filter(({ mount, repeat }) => mount === key.mount && repeat === key.repeat),
    );
  });
}

function resultOf(key: Pick<Io500Result, 'mount' | 'repeat'>, steps: readonly StepRecord[]): Io500Result {
  const phases = io500Phases.flatMap((phase) => phaseValue(phase, steps) ?? []);
  const missing = io500Phases.map(({ name }) => name).filter((name) => !phases.some((phase) => phase.name === name));
  return { ...key, phases, missing, score: missing.length === 0 ? scoreOf(phases) : null };
}

/** Null for a phase that is not complete, or that has done nothing. */
function phaseValue({ name, unit, workloads }: Phase, steps: readonly StepRecord[]): PhaseValue | null {
  const own = workloads.map((workload) => steps.find((step) => step.workload === workload));
  const complete = own.filter((step) => step?.status === 'complete').filter((step) => step !== undefined);
  if (complete.length < workloads.length) return null;
  const seconds = complete.reduce((sum, { elapsedSeconds }) => sum + (elapsedSeconds ?? 0), 0);
  const amount = complete.reduce((sum, step) => sum + (unit === 'GiB/s' ? bytesOf(step) : itemsOf(step)), 0);
  if (seconds <= 0 || amount <= 0) return null;
  return { name, unit, seconds, value: amount / seconds / (unit === 'GiB/s' ? 2 ** 30 : 1000) };
}

function bytesOf({ operations }: StepRecord): number {
  return (operations.read?.bytes ?? 0) + (operations.write?.bytes ?? 0);
}

/** Of listings, the entries that they found, as find counts them; else chains. */
function itemsOf({ operations, workers }: StepRecord): number {
  if (operations.list !== undefined) return operations.list.entries ?? 0;
  return workers.reduce((sum, { chains }) => sum + (chains ?? 0), 0);
}
