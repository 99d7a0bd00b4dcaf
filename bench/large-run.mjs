// A record as large as reports must bear, made of a real one: its steps for more mounts and variants, each with latencies of
// its own. What is made up is the latencies; nothing in it is measured anew.
import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { build, encodeIntoCompressedBase64 } from 'hdr-histogram-js';

/**
 * @typedef {import('../src/result/schema.js').RunRecord} RunRecord
 * @typedef {import('../src/result/schema.js').StepRecord} StepRecord
 * @typedef {import('../src/result/schema.js').OperationRecord} OperationRecord
 * @typedef {import('hdr-histogram-js').Histogram} Histogram
 * @typedef {{ mounts: number, steps: number, intervals: number }} Extent Steps of each mount, intervals of each step.
 * @typedef {{ histogram: Histogram, count: number, sum: number, squares: number }} Latencies
 */

const intervalSeconds = 1;
/** Latencies drawn for an interval; each stands for as many operations as its rate needs. */
const drawsAnInterval = 1500;

/**
 * Writes run.json and events.ndjson into a new folder. Steps are those of the workloads of the record, in turn.
 * @param {RunRecord} record
 * @param {Extent} extent
 * @param {string} folder
 */
export function writeLargeRun(record, { mounts: mountCount, steps: stepCount, intervals }, folder) {
  mkdirSync(folder, { recursive: true });
  const [mount] = record.mounts;
  const complete = record.steps.filter((step) => step.status === 'complete' && step.mount === mount?.name);
  // One of each workload, so that no two steps have one id.
  const models = [...new Map(complete.map((step) => [step.workload, step])).values()];
  if (mount === undefined || models.length === 0) throw new Error('the record has no complete step to multiply');
  const mounts = Array.from({ length: mountCount }, (_, at) => ({ ...mount, name: `mount-${at + 1}` }));
  const random = generator(1);
  const events = openSync(join(folder, 'events.ndjson'), 'w');
  const steps = mounts.flatMap(({ name }) =>
    Array.from({ length: stepCount }, (_, at) => {
      const model = /** @type {StepRecord} */ (models[at % models.length]);
      const queueDepth = Math.floor(at / models.length) + 1;
      const id = `${model.workload}@queueDepth=${queueDepth}/${name}/1`;
      const { operations, lines } = drawnStep(model, id, intervals, random);
      writeSync(events, lines);
      return { ...model, id, mount: name, repeat: 1, variant: { queueDepth }, elapsedSeconds: intervals, operations };
    }),
  );
  closeSync(events);
  writeFileSync(join(folder, 'run.json'), `${JSON.stringify({ ...record, mounts, steps }, null, 2)}\n`);
}

/**
 * @param {StepRecord} model
 * @param {string} step
 * @param {number} intervals
 * @param {() => number} random
 */
function drawnStep(model, step, intervals, random) {
  const [entry] = Object.entries(model.operations);
  if (entry === undefined) throw new Error(`${model.id} has no operations`);
  const [kind, operation] = entry;
  // Each step has a level, a tail and a drift of its own, as devices under another load would.
  const level = operation.latencyNs.p50 * (0.3 + 3 * random());
  const [width, tail, drift] = [0.05 + 0.4 * random(), 0.002 + 0.03 * random(), 0.4 * (random() - 0.5)];
  const [own, whole] = [emptyLatencies(), emptyLatencies()];
  const lines = Array.from({ length: intervals }, (_, index) => {
    clear(own);
    const weight = 1 + Math.floor(8 * random());
    const now = level * (1 + drift * (index / intervals) + 0.1 * random());
    for (let drawn = 0; drawn < drawsAnInterval; drawn++) {
      const slow = random() < tail ? 4 + 30 * random() : 1;
      addLatency([own, whole], Math.max(1, Math.round(now * slow * Math.exp(width * normal(random)))), weight);
    }
    const { count } = own;
    const latencyNs = percentilesOf(own);
    const bytes = Math.round((operation.bytes / operation.count) * count);
    const counts = { [kind]: { count, bytes, errors: 0, latencyNs } };
    const place = { step, index, startSeconds: index * intervalSeconds, seconds: intervalSeconds };
    return `${JSON.stringify({ type: 'interval', ...place, operations: counts })}\n`;
  }).join('');
  return { lines, operations: { [kind]: operationOf(operation, whole, intervals * intervalSeconds) } };
}

/**
 * @param {OperationRecord} model
 * @param {Latencies} latencies
 * @param {number} seconds
 * @returns {OperationRecord}
 */
function operationOf(model, latencies, seconds) {
  const { count, sum, squares } = latencies;
  const bytes = Math.round((model.bytes / model.count) * count);
  const mean = sum / count;
  const spread = { mean, stddev: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
  const latencyNs = { ...model.latencyNs, ...spread, ...percentilesOf(latencies) };
  return { ...model, count, bytes, perSecond: count / seconds, bytesPerSecond: bytes / seconds, latencyNs };
}

/** @returns {Latencies} */
function emptyLatencies() {
  const histogram = build({
    bitBucketSize: 64,
    lowestDiscernibleValue: 1,
    highestTrackableValue: 3_600_000_000_000,
    numberOfSignificantValueDigits: 3,
  });
  return { histogram, count: 0, sum: 0, squares: 0 };
}

/** @param {Latencies} latencies */
function clear(latencies) {
  latencies.histogram.reset();
  Object.assign(latencies, { count: 0, sum: 0, squares: 0 });
}

/**
 * @param {Latencies[]} all
 * @param {number} ns
 * @param {number} weight
 */
function addLatency(all, ns, weight) {
  for (const one of all) {
    one.histogram.recordValueWithCount(ns, weight);
    one.count += weight;
    one.sum += weight * ns;
    one.squares += weight * ns * ns;
  }
}

/** @param {Latencies} latencies */
function percentilesOf({ histogram }) {
  const at = (/** @type {number} */ percentile) =>
    Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue);
  return {
    ...{ min: histogram.minNonZeroValue, max: histogram.maxValue },
    ...{ p50: at(50), p90: at(90), p99: at(99), p999: at(99.9), p9999: at(99.99) },
    histogram: encodeIntoCompressedBase64(histogram),
  };
}

/**
 * Numbers from 0 below 1, the same each time: the linear congruence of Numerical Recipes does for what is only looked at.
 * @param {number} seed
 * @returns {() => number}
 */
function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/**
 * By the method of Box and Muller.
 * @param {() => number} random
 */
function normal(random) {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
