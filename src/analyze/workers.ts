// How evenly the workers of a step got on: the slowest against the median, and the spread over all.
import type { NativeWorkerResult } from '../native/contract.js';
import type { StepResult } from '../result/step-result.js';
import { medianOf } from '../statistics/median.js';

/** With so few workers each of them moves the median, and neighbours on a processor differ by chance. */
const manyWorkers = 8;
const leastPaceOfMany = 1 / 1.5;
const leastPaceOfFew = 1 / 2;

/** Standard deviations of chance that even the slowest of thousands of workers stays within. */
const chanceDeviations = 5;

/** A worker that held its step back: the evidence of a warning, hence no interface, which could not be a Record. */
export type Straggler = {
  worker: number;
  workers: number;
  /** Its operations a second as a fraction of the median worker's. */
  paceFraction: number;
  operations: number;
  medianOperations: number;
  /** Of steps of passes alone: in the others all workers end together. */
  elapsedSeconds?: number;
  medianElapsedSeconds?: number;
};

/**
 * The slowest worker where it is far slower than the median and chance does not explain it; null: there is none, or the step
 * ended before it could be judged. Time-bound steps show it in the operations; in steps of passes the others had to wait
 * for it, which shows in the elapsed time. Comparing operations a second is right for both, and for unequal shares of a pass.
 */
export function stragglerOf({ workers, endReason }: Pick<StepResult, 'workers' | 'endReason'>): Straggler | null {
  if (endReason === 'error' || endReason === 'stopped') return null;
  const busy = workers.filter(hadWork);
  const slowest = busy.reduce<NativeWorkerResult | undefined>(
    (found, worker) => (found === undefined || paceOf(worker) < paceOf(found) ? worker : found),
    undefined,
  );
  const median = medianOf(busy.map(paceOf));
  if (slowest === undefined || busy.length < 2 || median === 0) return null;
  const paceFraction = paceOf(slowest) / median;
  const medianOperations = medianOf(busy.map(({ operations }) => operations));
  if (paceFraction >= leastPaceOf(busy.length) || mayBeChance(medianOperations, paceFraction)) return null;
  const { worker, operations, elapsedNs } = slowest;
  const straggler = { worker, workers: workers.length, paceFraction, operations, medianOperations };
  if (['runtime', 'steady', 'until'].includes(endReason)) return straggler;
  const medianElapsedNs = medianOf(busy.map((other) => other.elapsedNs));
  return { ...straggler, elapsedSeconds: elapsedNs / 1e9, medianElapsedSeconds: medianElapsedNs / 1e9 };
}

/**
 * From the slowest to the fastest worker, in units of the median's operations a second: 0 where all are even. Null with one
 * worker, or where half of them did nothing.
 */
export function workerSpread(workers: readonly NativeWorkerResult[]): number | null {
  const paces = workers.map(paceOf).sort((a, b) => a - b);
  const [slowest, fastest, median] = [paces[0], paces.at(-1), medianOf(paces)];
  if (workers.length < 2 || slowest === undefined || fastest === undefined || median === 0) return null;
  return (fastest - slowest) / median;
}

/** The worker with the fewest operations a second, against the median; null with one worker, or where half did nothing. */
export function slowestOf(
  workers: readonly NativeWorkerResult[],
): { worker: number; elapsedSeconds: number; paceFraction: number } | null {
  const [first, ...others] = workers.filter(hadWork);
  const median = medianOf([first, ...others].flatMap((worker) => (worker === undefined ? [] : [paceOf(worker)])));
  if (first === undefined || others.length === 0 || median === 0) return null;
  const slowest = others.reduce((found, worker) => (paceOf(worker) < paceOf(found) ? worker : found), first);
  return { worker: slowest.worker, elapsedSeconds: slowest.elapsedNs / 1e9, paceFraction: paceOf(slowest) / median };
}

/** One for which nothing was left has not begun its time: it is no slow one. */
function hadWork({ operations, elapsedNs }: NativeWorkerResult): boolean {
  return operations > 0 || elapsedNs > 0;
}

/** Operations a second; 0 for a worker that had no time. */
function paceOf({ operations, elapsedNs }: NativeWorkerResult): number {
  return elapsedNs > 0 ? operations / (elapsedNs / 1e9) : 0;
}

function leastPaceOf(workers: number): number {
  return workers >= manyWorkers ? leastPaceOfMany : leastPaceOfFew;
}

/**
 * True where a worker that is as fast as the median can have come so far in its time by chance, if operations end as they please
 * (Poisson). Square roots of such counts deviate by one half, however large the counts are.
 */
function mayBeChance(medianOperations: number, paceFraction: number): boolean {
  const [expected, found] = [medianOperations, medianOperations * paceFraction].map((count) =>
    Math.sqrt(count + 3 / 8),
  );
  return expected === undefined || found === undefined || 2 * (expected - found) <= chanceDeviations;
}
