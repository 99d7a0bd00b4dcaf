// Shares in percent by queue depth, by batch and by latency, in fio's fixed classes.
import { bucketsOf, decodeHistogram } from '../../result/histogram.js';
import type { OperationRecord } from '../../result/schema.js';
import { Float, type FioObject } from './writer.js';

const depthClasses = ['1', '2', '4', '8', '16', '32', '>=64'];
const batchClasses = ['0', '4', '8', '16', '32', '64', '>=64'];

/** A share that fio would round to nothing is shown as this, in percent. */
const leastLatencyShare = 0.01;

/** Upper ends of the classes in their unit; a class holds what is below its end and not below the one before. */
const ends = [2, 4, 10, 20, 50, 100, 250, 500, 750, 1000];
const lastMillisecondEnd = 2000;
const nanosecondsIn = { ns: 1, us: 1000, ms: 1_000_000 };

/** `iodepth_level`: a worker keeps its queue full but for the first and last moments, so that all is in one class. */
export function depthLevels(queueDepth: number | null): FioObject {
  const index = queueDepth === null ? -1 : Math.min(Math.floor(Math.log2(queueDepth)), depthClasses.length - 1);
  return oneClass(depthClasses, index);
}

/** `iodepth_submit` and `iodepth_complete` of operations that go and come in batches of this size. */
export function batchLevels(batch: number | null): FioObject {
  const index = batch === null ? -1 : batchClasses.findIndex((name) => name.startsWith('>') || batch <= Number(name));
  return oneClass(batchClasses, index);
}

function oneClass(names: readonly string[], at: number): FioObject {
  return Object.fromEntries(names.map((name, index) => [name, new Float(index === at ? 100 : 0)]));
}

/**
 * `latency_ns`, `latency_us` and `latency_ms` of all operations together. A latency within 0.1 % of the end of a class may be
 * counted on the other side of it: the record does not tell them apart.
 */
export function latencyShares(operations: readonly OperationRecord[]): FioObject {
  const counts = new Map<string, number>();
  const add = (key: string, count: number) => counts.set(key, (counts.get(key) ?? 0) + count);
  for (const { latencyNs } of operations) {
    for (const { lowest, count } of bucketsOf(decodeHistogram(latencyNs.histogram))) add(classOf(lowest), count);
    add(beyond, latencyNs.overflow);
  }
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const share = (key: string) => new Float(shareOf(counts.get(key) ?? 0, total));
  const shares = (unit: string, names: (number | string)[]) =>
    Object.fromEntries(names.map((name) => [name, share(`${unit} ${name}`)]));
  return {
    latency_ns: shares('ns', ends),
    latency_us: shares('us', ends),
    latency_ms: shares('ms', [...ends, lastMillisecondEnd, `>=${lastMillisecondEnd}`]),
  };
}

const beyond = `ms >=${lastMillisecondEnd}`;

function classOf(nanoseconds: number): string {
  for (const [unit, size] of Object.entries(nanosecondsIn)) {
    const end = ends.find((candidate) => nanoseconds < candidate * size);
    if (end !== undefined) return `${unit} ${end}`;
  }
  return nanoseconds < lastMillisecondEnd * nanosecondsIn.ms ? `ms ${lastMillisecondEnd}` : beyond;
}

function shareOf(count: number, total: number): number {
  return count > 0 ? Math.max(leastLatencyShare, (count * 100) / total) : 0;
}
