// The cases that move data, or pretend to: io_uring against fio's, the null engine, and the fill of write buffers.
import { NotMeasurable } from './case.mjs';
import { hasFio, ioUring, requireFio, runFio } from './fio-side.mjs';
import { layOut, measure, requireIoUring, warm } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').StepRecord} StepRecord
 */

export const uringWorkload = { engine: 'io_uring', dropCache: false, registerBuffers: true, registerFiles: true };
const nullWorkload = { engine: 'null', size: '1GiB' };
/** 16 submitted at once, and 16 awaited at once when 64 are in flight. */
export const batches = { iodepth_batch_submit: 16, iodepth_batch_complete_min: 16, iodepth_batch_complete_max: 64 };
/** Share of the file that must be in the page cache, so that reads of storage do not count. */
const leastResident = 0.999;

/** @param {StepRecord} step */
export function requireResident({ cache: { before } }) {
  const share = before === null ? 0 : before.residentBytes / before.totalBytes;
  if (share < leastResident) {
    throw new NotMeasurable(`the page cache holds only ${(100 * share).toFixed(1)} % of the file`);
  }
}

/** @param {StepRecord} step */
export function requireDirect({ engine }) {
  if (engine.direct !== true) throw new NotMeasurable(`no O_DIRECT on this file system: ${engine.directReason}`);
}

/**
 * Result of one kind of operation. Nothing done, or done in another way than fio does it, is no result.
 * @param {StepRecord} step
 * @param {keyof StepRecord['operations']} kind
 */
export function resultOf({ operations, engine }, kind) {
  const [refusal] = engine.refused;
  if (refusal !== undefined) throw new NotMeasurable(`${refusal.what} is refused: ${refusal.reason}`);
  const result = operations[kind];
  if (result === undefined || result.count === 0) throw new Error(`no ${kind} completed`);
  return result;
}

/** @param {StepRecord} step */
export const readsPerSecond = (step) => resultOf(step, 'read').perSecond;

/** @param {StepRecord} step */
const writtenPerSecond = (step) => resultOf(step, 'write').bytesPerSecond;

/** @type {Case} */
const cachedReads = {
  name: 'cached-randread',
  question: '4 KiB random reads from the page cache, io_uring, queue depth 64, batch 16',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 1.15 },
  prepare: async (place) => {
    requireIoUring();
    requireFio();
    const queue = { blockSize: '4KiB', queueDepth: 64, batch: 16 };
    const workload = { name: 'cached-randread', ...uringWorkload, ...queue, size: '256MiB', direct: false };
    const { file } = await layOut(workload, place);
    const job = { rw: 'randread', bs: '4k', iodepth: 64, size: '256m', direct: 0, filename: file };
    // Before every sample: a kernel that reclaims idle pages early takes some back meanwhile.
    return {
      ours: async () => {
        await warm(file);
        const step = await measure(workload, place);
        requireResident(step);
        return readsPerSecond(step);
      },
      theirs: async () => {
        await warm(file);
        return (await runFio({ ...ioUring, ...batches, ...job }, place)).operationsPerSecond;
      },
    };
  },
};

/** @type {Case} */
const directReads = {
  name: 'direct-randread',
  question: '4 KiB random reads with O_DIRECT, io_uring, queue depth 32, default batches',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.99 },
  prepare: async (place) => {
    requireIoUring();
    requireFio();
    const queue = { blockSize: '4KiB', queueDepth: 32 };
    const workload = { name: 'direct-randread', ...uringWorkload, ...queue, size: '1GiB', direct: true };
    const { file, step } = await layOut(workload, place);
    requireDirect(step);
    const job = { rw: 'randread', bs: '4k', iodepth: 32, size: '1g', direct: 1, filename: file };
    return {
      ours: async () => readsPerSecond(await measure(workload, place)),
      theirs: async () => (await runFio({ ...ioUring, ...job }, place)).operationsPerSecond,
    };
  },
};

/** @type {Case} */
const directWrites = {
  name: 'direct-seqwrite',
  question: '1 MiB sequential overwrites with O_DIRECT and fresh data, io_uring, queue depth 8, no fsync',
  unit: 'bytes/s',
  target: { of: 'ratio', atLeast: 0.98 },
  prepare: async (place) => {
    requireIoUring();
    requireFio();
    const order = { access: 'sequential', readPercent: 0, blockSize: '1MiB', queueDepth: 8, fsync: 'none' };
    const workload = { name: 'direct-seqwrite', ...uringWorkload, ...order, size: '1GiB', direct: true };
    const { file, step } = await layOut(workload, place);
    requireDirect(step);
    const job = { rw: 'write', bs: '1m', iodepth: 8, size: '1g', direct: 1, refill_buffers: 1, filename: file };
    return {
      ours: async () => writtenPerSecond(await measure(workload, place)),
      theirs: async () => (await runFio({ ...ioUring, ...job }, place)).bytesPerSecond,
    };
  },
};

/** @type {Case} */
const nullReads = {
  name: 'null',
  question: 'operations that the harness itself can issue and record: null engine, one thread, histogram on',
  unit: 'operations/s',
  target: { of: 'value', atLeast: 20e6 },
  prepare: (place) => {
    const workload = { name: 'null', ...nullWorkload, queueDepth: 64, batch: 16 };
    const job = { ioengine: 'null', rw: 'randread', bs: '4k', iodepth: 64, size: '1g', randrepeat: 0 };
    return Promise.resolve({
      ours: async () => readsPerSecond(await measure(workload, place)),
      theirs: hasFio() ? async () => (await runFio({ ...batches, ...job }, place)).operationsPerSecond : null,
    });
  },
};

/** @type {Case} */
const fill = {
  name: 'fill',
  question: 'incompressible data that one core makes: null engine, 1 MiB writes',
  unit: 'bytes/s',
  target: { of: 'value', atLeast: 8e9 },
  prepare: (place) => {
    const order = { access: 'sequential', readPercent: 0, blockSize: '1MiB', queueDepth: 8, fsync: 'none' };
    const workload = { name: 'fill', ...nullWorkload, ...order };
    return Promise.resolve({ ours: async () => writtenPerSecond(await measure(workload, place)), theirs: null });
  },
};

export const ioCases = [cachedReads, directReads, directWrites, nullReads, fill];
