// Comparing a thousand saved runs: how long it takes, and how much memory.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseJson } from './command.mjs';
import { peakOf, runArguments, runCli } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('../src/result/schema.js').RunRecord} RunRecord
 */

const count = 1000;
const workload = { name: 'compared', engine: 'null', size: '1GiB', runtime: '200ms', queueDepth: 8 };

/**
 * A real run of four steps on two mounts, a thousand times: each with an id of its own and other rates, as months of
 * nightly runs would be. Gives their folders.
 * @param {Place} place
 */
async function layOutRuns(place) {
  const other = join(place.directory, 'other');
  mkdirSync(other);
  const args = [...runArguments(workload, place), '--mount', `other=${other}`, '--repeat', '2'];
  const { stdout } = await runCli(args, place);
  const record = /** @type {RunRecord} */ (parseJson(stdout));
  return Array.from({ length: count }, (_, index) => writeRun(record, index, place));
}

/**
 * @param {RunRecord} record
 * @param {number} index
 * @param {Place} place
 */
function writeRun(record, index, { directory }) {
  const id = `20260101-${String(index).padStart(6, '0')}-beef`;
  // Any order of factors will do that is neither a trend nor constant.
  const factor = 1 + ((index * 7919) % 100) / 1000;
  const steps = record.steps.map((step) => {
    const { read } = step.operations;
    if (read === undefined) throw new Error('the run has no reads');
    return { ...step, operations: { read: { ...read, perSecond: read.perSecond * factor } } };
  });
  const folder = join(directory, 'saved', id);
  mkdirSync(folder, { recursive: true });
  const run = { ...record.run, id };
  writeFileSync(join(folder, 'run.json'), `${JSON.stringify({ ...record, run, steps }, null, 2)}\n`);
  return folder;
}

/**
 * @param {'mount' | 'run'} by
 * @returns {Case}
 */
function timeBy(by) {
  return {
    name: `compare-by-${by}`,
    question: `wall time of ioproof compare of ${count} runs of four steps, by ${by}`,
    unit: 'ms',
    target: { of: 'value', atMost: 3000 },
    prepare: async (place) => {
      const args = ['compare', ...(await layOutRuns(place)), '--by', by];
      return { ours: async () => (await runCli(args, place)).milliseconds, theirs: null };
    },
  };
}

/** @type {Case} */
const memory = {
  name: 'compare-memory',
  question: `peak resident memory of ioproof compare of ${count} runs of four steps, by run`,
  unit: 'bytes',
  target: { of: 'value', atMost: 500e6 },
  prepare: async (place) => {
    const args = ['compare', ...(await layOutRuns(place)), '--by', 'run'];
    return { ours: async () => peakOf(await runCli(args, place, { watchMemory: 'process' })), theirs: null };
  },
};

export const compareCases = [timeBy('mount'), timeBy('run'), memory];
