// What the counters around a step cost: the same reads while they are read and while they are not.
import { availableParallelism } from 'node:os';
import { pausedRatio } from './counter-pauses.mjs';
import { layOut, measure, requireIoUring } from './ioproof-side.mjs';
import { requireDirect, uringWorkload } from './io-cases.mjs';

/** @typedef {import('./case.mjs').Case} Case */

/** @satisfies {Pick<Case, 'unit' | 'target'>} */
const shared = { unit: 'ratio', target: { of: /** @type {const} */ ('value'), atLeast: 0.995 } };

/** @type {Case} */
const directReads = {
  name: 'counters-direct',
  question:
    '4 KiB random reads with O_DIRECT, queue depth 32: rate while counters are read / rate while they are not, in one run ' +
    'of 16 times --seconds',
  ...shared,
  prepare: async (place) => {
    requireIoUring();
    const queue = { blockSize: '4KiB', queueDepth: 32, size: '1GiB', direct: true };
    const workload = { name: 'counters-direct', ...uringWorkload, ...queue, interval: '1s' };
    requireDirect((await layOut(workload, place)).step);
    return { ours: () => pausedRatio(workload, place), theirs: null };
  },
};

/** @type {Case} The processors have no time to spare here, so that the other process takes from the reads what it needs. */
const cachedReads = {
  name: 'counters-cached',
  question: 'the same of 4 KiB random reads from the page cache, a worker for each processor',
  ...shared,
  prepare: async (place) => {
    requireIoUring();
    const queue = { blockSize: '4KiB', queueDepth: 64, size: '256MiB', workers: availableParallelism(), direct: false };
    const workload = { name: 'counters-cached', ...uringWorkload, ...queue, interval: '1s' };
    await layOut(workload, place);
    return { ours: () => pausedRatio(workload, place), theirs: null };
  },
};

/**
 * Microseconds of processor time in a second of the step. Of a machine whose processors are all busy with reads, that
 * part of them is lost, by the number of processors; so it bounds what no series of pairs on a shared machine shows.
 * @param {import('./ioproof-side.mjs').StepRecord} step
 */
function costOf({ counters }) {
  const { processorSeconds = null, seconds = 0 } = counters ?? {};
  if (processorSeconds === null || seconds === 0) throw new Error('the counters do not tell what they cost');
  return (processorSeconds / seconds) * 1e6;
}

/** @type {Case} */
const processorTime = {
  name: 'counters-processor',
  question: 'processor time a second that reading the counters takes: 0.5 % of one processor is 5000 us',
  unit: 'us',
  target: { of: 'value', atMost: 5000 },
  prepare: async (place) => {
    requireIoUring();
    const queue = { blockSize: '4KiB', queueDepth: 32, size: '256MiB', direct: true };
    const workload = { name: 'counters-processor', ...uringWorkload, ...queue, interval: '1s' };
    await layOut(workload, place);
    return { ours: async () => costOf(await measure(workload, place)), theirs: null };
  },
};

export const countersCases = [directReads, cachedReads, processorTime];
