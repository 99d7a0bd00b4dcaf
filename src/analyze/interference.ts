// What the parts of a scenario do to each other: the main figures of each, alone and together with the others.
import type { OperationRecord, PartFigure, StepRecord } from '../result/schema.js';
import { medianOf } from './median.js';

type Reading = Pick<PartFigure, 'figure' | 'unit' | 'better'> & { value: number };

/** Blocks from here on are there to move bytes; smaller ones count. */
const bandwidthBlock = 2 ** 16;

/** Metrics that are what a kind is about, with their units. */
const mainMetrics: readonly [string, PartFigure['unit'], PartFigure['better']][] = [
  ['auPercent', 'percent', 'higher'],
  ['dataWaitP99Ns', 'nanoseconds', 'lower'],
  ['saveSeconds', 'seconds', 'lower'],
  ['stallSeconds', 'seconds', 'lower'],
  ['drainSeconds', 'seconds', 'lower'],
  ['firstByteSeconds', 'seconds', 'lower'],
  ['loadSeconds', 'seconds', 'lower'],
  ['requestsPerSecond', 'operations per second', 'higher'],
  ['readP95Ns', 'nanoseconds', 'lower'],
  ['writeP95Ns', 'nanoseconds', 'lower'],
];

/** Kinds whose operations are not what they are about. */
const metricKinds: readonly unknown[] = ['training', 'checkpoint', 'model-load', 'kv-cache'];

/**
 * Figures of a part that has run alone and together with others. Those of several runs are their median. A figure that
 * not one run together has is left out; a run that did not complete counts for neither.
 */
export function interferenceOf(alone: readonly StepRecord[], together: readonly StepRecord[]): PartFigure[] {
  const [before, beside] = [readingsOf(alone), readingsOf(together)];
  return [...beside].map(([figure, { values, ...meaning }]) => {
    const earlier = before.get(figure);
    const value = medianOf(values);
    const own = earlier === undefined ? null : medianOf(earlier.values);
    return { ...meaning, figure, alone: own, together: value, ratio: own === null || own === 0 ? null : value / own };
  });
}

type Collected = Pick<PartFigure, 'unit' | 'better'> & { values: number[] };

function readingsOf(steps: readonly StepRecord[]): Map<string, Collected> {
  const byFigure = new Map<string, Collected>();
  for (const step of steps.filter(({ status }) => status === 'complete')) {
    for (const { figure, unit, better, value } of mainFigures(step)) {
      const known = byFigure.get(figure) ?? { unit, better, values: [] };
      byFigure.set(figure, { ...known, values: [...known.values, value] });
    }
  }
  return byFigure;
}

/** Of some kinds what they are about; of all others the rate and the 99th percentile of what they do. */
function mainFigures(step: StepRecord): Reading[] {
  const { job, metrics } = step;
  const known = mainMetrics.flatMap(([figure, unit, better]) => {
    const value = metrics[figure];
    // A save in the foreground is the stall.
    const same = figure === 'stallSeconds' && metrics['drainSeconds'] === undefined;
    return value === undefined || same ? [] : [{ figure, unit, better, value }];
  });
  return metricKinds.includes(job['kind']) && known.length > 0 ? known : [...known, ...operationFigures(step)];
}

/** What a job does once at its end, or for each file besides what it is about. */
const minorKinds = ['chain', 'firstByte', 'fsync', 'close'];

/** Of chains of several operations the whole chain, besides it what they read and write; else each operation. */
function operationFigures({ operations }: StepRecord): Reading[] {
  const { chain, read, write } = operations;
  if (chain === undefined || chain.count === 0) {
    const kinds = Object.entries(operations).filter(([kind]) => !minorKinds.includes(kind));
    return kinds.flatMap(([kind, operation]) => readingsOfOne(kind, operation));
  }
  const moved = Object.entries({ read, write }).flatMap(([kind, operation]) =>
    operation === undefined ? [] : [bytesOf(kind, operation)],
  );
  return [...readingsOfOne('chain', chain).filter(({ unit }) => unit !== 'bytes per second'), ...moved];
}

function readingsOfOne(kind: string, operation: OperationRecord): Reading[] {
  const { count, bytes, perSecond, latencyNs, intendedLatencyNs } = operation;
  if (count === 0) return [];
  // In an open loop, the latency from the intended start is what a caller would have waited.
  const latency = intendedLatencyNs ?? latencyNs;
  const large = bytes / count >= bandwidthBlock;
  const rate: Reading = large
    ? bytesOf(kind, operation)
    : { figure: `${kind}.perSecond`, unit: 'operations per second', better: 'higher', value: perSecond };
  return [rate, { figure: `${kind}.p99Ns`, unit: 'nanoseconds', better: 'lower', value: latency.p99 }];
}

function bytesOf(kind: string, { bytesPerSecond }: OperationRecord): Reading {
  return { figure: `${kind}.bytesPerSecond`, unit: 'bytes per second', better: 'higher', value: bytesPerSecond };
}
