// What packing gains: the samples a second of shards against those of loose files, of the same samples on the same mount.
import { neededSteps } from '../result/not-needed.js';
import type { StepRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';

export interface PackingGain {
  mount: string;
  /** `tar` or `tfrecord`. */
  packing: string;
  /** Of the packed samples. */
  workload: string;
  variant: StepRecord['variant'];
  /** Samples a second, medians over the repeats. */
  packed: number;
  loose: number;
  /** packed / loose. */
  ratio: number;
  /** Shards, and chains that wanted one at a time; null where there were enough for all. */
  tooFew: { shards: number; chains: number } | null;
}

/** The repeats of one workload or variant on one mount, all of them complete. */
interface Reading {
  step: StepRecord;
  packing: string;
  samplesPerSecond: number;
  /** Readings with the same text have read the same samples in the same way. */
  sameness: string;
}

/** What must be equal for packing to be the only difference. A loose file and a shard differ in their blocks by nature. */
const sameKeys = [
  'files',
  'fileSize',
  'seed',
  'access',
  'engine',
  'direct',
  'workers',
  'queueDepth',
  'batch',
  'epochs',
  'runtime',
  'ramp',
  'dropCache',
  'dropSystemCaches',
] as const;

/** One for each packed workload or variant that a loose one can be compared with; in the order of the steps. */
export function packingGains(steps: readonly StepRecord[]): PackingGain[] {
  const readings = readingsOf(steps);
  return readings.flatMap(({ step, packing, samplesPerSecond, sameness }) => {
    if (packing === 'none') return [];
    const loose = readings.find((other) => other.packing === 'none' && other.sameness === sameness);
    if (loose === undefined) return [];
    const rates = { packed: samplesPerSecond, loose: loose.samplesPerSecond };
    const { mount, workload, variant } = step;
    const tooFew = tooFewShards(step);
    return [{ mount, packing, workload, variant, ...rates, ratio: rates.packed / rates.loose, tooFew }];
  });
}

/** Where some workers had no shard, the rate is that of the others. */
function tooFewShards({ operations, job }: StepRecord): PackingGain['tooFew'] {
  const [workers, queueDepth, epochs] = [job['workers'], job['queueDepth'], job['epochs']].map(Number);
  const chains = (workers ?? 1) * (queueDepth ?? 1);
  const shards = (operations.open?.count ?? 0) / (epochs ?? 1);
  return shards > 0 && shards < chains ? { shards, chains } : null;
}

function readingsOf(steps: readonly StepRecord[]): Reading[] {
  const groups = new Map<string, StepRecord[]>();
  for (const step of steps) {
    const { packing } = step.job;
    if (typeof packing !== 'string') continue;
    const key = JSON.stringify([step.mount, step.workload, step.variant]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap(readingOf);
}

/** None where a repeat is missing, or has read nothing to its end. */
function readingOf(repeats: StepRecord[]): Reading[] {
  const step = repeats[0];
  const rates = neededSteps(repeats).map(({ status, metrics }) =>
    status === 'complete' ? (metrics['samplesPerSecond'] ?? 0) : 0,
  );
  if (step === undefined || rates.some((rate) => rate === 0)) return [];
  const { mount, job, engine } = step;
  const sameness = JSON.stringify([mount, engine.used, engine.direct, ...sameKeys.map((key) => job[key] ?? null)]);
  return [{ step, packing: String(job['packing']), samplesPerSecond: medianOf(rates), sameness }];
}
