// The cases of what a workload may add: skewed access, many workers, large files; each against ioproof without it.
import { availableParallelism } from 'node:os';
import { readsPerSecond, requireResident, uringWorkload } from './io-cases.mjs';
import { layOut, measure, peakMemory, requireIoUring, warm } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 */

const cached = { blockSize: '4KiB', size: '256MiB', direct: false, dropCache: false };
const crowd = { workers: 64, queueDepth: 64, blockSize: '4KiB' };

/**
 * Reads a second of a file in memory, by two workloads in turn.
 * @param {Settings & { name: string }} one
 * @param {Settings} change What the other has besides.
 * @param {Place} place
 */
async function cachedReads(one, change, place) {
  const { file } = await layOut(one, place);
  const reads = (/** @type {Settings & { name: string }} */ workload) => async () => {
    await warm(file);
    const step = await measure(workload, place);
    requireResident(step);
    return readsPerSecond(step);
  };
  return { ours: reads({ ...one, ...change }), theirs: reads(one) };
}

/** @type {Case} */
const zipf = {
  name: 'zipf',
  question: '4 KiB reads on tmpfs by zipf 1.2, io_uring, queue depth 64, batch 16',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.9 },
  against: 'uniform',
  tmpfs: true,
  prepare: (place) => {
    requireIoUring();
    const uniform = { name: 'zipf', ...uringWorkload, ...cached, queueDepth: 64, batch: 16 };
    return cachedReads(uniform, { access: 'zipf', skew: 1.2 }, place);
  },
};

/** @type {Case} */
const nullZipf = {
  name: 'null-zipf',
  question: 'operations by zipf 1.2 that the harness itself can issue and record: null engine, one thread',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.9 },
  against: 'uniform',
  prepare: (place) => {
    const uniform = { name: 'null-zipf', engine: 'null', size: '1GiB', queueDepth: 64, batch: 16 };
    const rate = (/** @type {Settings} */ change) => async () =>
      readsPerSecond(await measure({ ...uniform, ...change }, place));
    return Promise.resolve({ ours: rate({ access: 'zipf', skew: 1.2 }), theirs: rate({}) });
  },
};

/** @type {Case} */
const workers = {
  name: 'workers',
  question: `4 KiB random reads on tmpfs by 64 workers on ${availableParallelism()} processors, engine sync`,
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.95 },
  against: '2 workers',
  tmpfs: true,
  prepare: (place) => {
    const two = { name: 'workers', engine: 'sync', ...cached, queueDepth: 1, workers: 2, files: 1 };
    return cachedReads(two, { workers: 64 }, place);
  },
};

/** @type {Case} */
const workersMemory = {
  name: 'workers-memory',
  question: 'peak resident memory of all processes: 64 workers, queue depth 64, 4 KiB random reads, io_uring',
  unit: 'bytes',
  target: { of: 'value', atMost: 300e6 },
  prepare: async (place) => {
    requireIoUring();
    const workload = { name: 'workers-memory', ...uringWorkload, ...crowd, direct: false, size: '64MiB', files: 1 };
    await layOut(workload, place);
    return { ours: () => peakMemory(workload, place), theirs: null };
  },
};

/** @type {Case} */
const sizeMemory = {
  name: 'size-memory',
  question: 'peak resident memory with a file of 8 TiB: 64 workers, queue depth 64, zipf 1.2, null engine',
  unit: 'bytes',
  target: { of: 'ratio', atMost: 1.05 },
  against: '64 MiB',
  prepare: (place) => {
    const order = { access: 'zipf', skew: 1.2, files: 1 };
    const peak = (/** @type {string} */ size) => () =>
      peakMemory({ name: 'size-memory', engine: 'null', ...crowd, ...order, size }, place);
    return Promise.resolve({ ours: peak('8TiB'), theirs: peak('64MiB') });
  },
};

export const loadCases = [zipf, nullZipf, workers, workersMemory, sizeMemory];
