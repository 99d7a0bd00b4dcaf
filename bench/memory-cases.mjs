// The cases on a file system in memory, where what the tools themselves do weighs most: writing, and verifying it.
import { ioUring, requireFio, runFio, runJob } from './fio-side.mjs';
import { batches, resultOf, uringWorkload } from './io-cases.mjs';
import { layOut, measure, requireIoUring } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 * @typedef {import('./ioproof-side.mjs').StepRecord} StepRecord
 */

const size = { ours: '512MiB', theirs: '512m' };
const writes = { readPercent: 0, blockSize: '4KiB', size: size.ours, direct: false, fsync: 'none' };
const queue = { queueDepth: 64, batch: 16 };
const job = { ...ioUring, ...batches, rw: 'randwrite', bs: '4k', iodepth: 64, size: size.theirs, direct: 0 };

/** @type {Case} */
const randomWrites = {
  name: 'tmpfs-randwrite',
  question: '4 KiB random overwrites on tmpfs of data that stays the same, io_uring, queue depth 64, batch 16',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 1.1 },
  tmpfs: true,
  prepare: async (place) => {
    requireIoUring();
    requireFio();
    const workload = { name: 'tmpfs-randwrite', ...uringWorkload, ...writes, ...queue, refill: false };
    const { file } = await layOut(workload, place);
    const ours = async () => resultOf(await measure(workload, place), 'write').perSecond;
    const same = { ...job, scramble_buffers: 0, filename: file };
    return { ours, theirs: async () => (await runFio(same, place)).operationsPerSecond };
  },
};

/**
 * Bytes written a second of the time that writing and reading them back took together.
 * @param {StepRecord} step
 */
function verifiedPerSecond(step) {
  const { bytes } = resultOf(step, 'write');
  if (step.elapsedSeconds === null || step.verification?.bytes !== bytes) {
    throw new Error(`${step.verification?.bytes ?? 0} of ${bytes} bytes were verified`);
  }
  return bytes / (step.elapsedSeconds + step.verification.seconds);
}

/**
 * @param {{ name: string, how: string, ours: Settings, theirs: Record<string, string | number>, check: () => void }} side
 * @returns {Case}
 */
function verified({ name, how, ours, theirs, check }) {
  return {
    name,
    question: `4 KiB random writes of 512 MiB on tmpfs, each block once, then all verified, ${how}; fio: verify=crc32c`,
    unit: 'bytes/s',
    target: { of: 'ratio', atLeast: 1.5 },
    tmpfs: true,
    prepare: async (place) => {
      check();
      requireFio();
      const once = { access: 'permutation', passes: 1, runtime: null, verify: 'after', dropCache: false };
      const workload = { name, ...ours, ...writes, ...once };
      const { file } = await layOut(workload, place);
      const reference = async () => {
        const { read, write } = await runJob({ ...theirs, verify: 'crc32c', do_verify: 1, filename: file }, place);
        if (read.io_bytes !== write.io_bytes) throw new Error('fio did not verify what it wrote');
        return (write.io_bytes * 1000) / (write.runtime + read.runtime);
      };
      return { ours: async () => verifiedPerSecond(await measure(workload, place)), theirs: reference };
    },
  };
}

const verifiedByRing = verified({
  name: 'tmpfs-verify',
  how: 'io_uring, queue depth 64, batch 16',
  ours: { ...uringWorkload, ...queue },
  theirs: job,
  check: requireIoUring,
});

// What only io_uring has is an error to fio's other engines.
const plain = Object.fromEntries(
  Object.entries(ioUring).filter(([key]) => !['fixedbufs', 'registerfiles'].includes(key)),
);
const verifiedByCalls = verified({
  name: 'tmpfs-verify-sync',
  how: 'engine sync (fio: psync)',
  ours: { engine: 'sync', queueDepth: 1 },
  theirs: { ...plain, ioengine: 'psync', rw: 'randwrite', bs: '4k', size: size.theirs, direct: 0 },
  check: () => undefined,
});

export const memoryCases = [randomWrites, verifiedByRing, verifiedByCalls];
