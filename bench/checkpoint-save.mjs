// The cases of saving checkpoints: all ranks at once until their files are durable, against fio with as many files.
import { NotMeasurable } from './case.mjs';
import { requireFio, runJob } from './fio-side.mjs';
import { measure, requireIoUring, runCli } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./fio-side.mjs').Options} Options
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 */

// Ranks and files of llama3-8b; its 104.7 GiB scaled to what a small disk takes in seconds.
const ranks = 8;
const filesPerRank = 2;
const bytesPerFile = 64 * 2 ** 20;

/**
 * Saves once; gives bytes a second until the slowest rank is done, and removes what was written.
 * @param {Settings & { name: string }} workload
 * @param {Place} place
 */
async function savedBytesPerSecond(workload, place) {
  const { metrics } = await measure(workload, place);
  await runCli(['clean', '--mount', `bench=${place.directory}`], place);
  const rate = metrics['saveBytesPerSecond'];
  if (rate === undefined) throw new NotMeasurable('nothing was saved');
  return rate;
}

/**
 * The same by fio: new files, each synced when it is closed.
 * @param {Options} options
 * @param {Place} place
 */
async function writtenBytesPerSecond(options, place) {
  const { write } = await runJob(
    {
      ...{ rw: 'write', numjobs: ranks, nrfiles: filesPerRank, filesize: bytesPerFile, thread: 1, group_reporting: 1 },
      ...{ file_service_type: 'sequential', create_on_open: 1, fallocate: 'none', fsync_on_close: 1, unlink: 1 },
      ...options,
    },
    place,
  );
  return (write.io_bytes / write.runtime) * 1000;
}

/**
 * @param {{ name: string, question: string, ours: Settings, theirs: Options }} what
 * @returns {Case}
 */
const saving = ({ name, question, ours, theirs }) => ({
  name,
  question,
  unit: 'bytes/s',
  target: { of: 'ratio', atLeast: 0.97 },
  prepare: (place) => {
    requireFio();
    if (ours['engine'] === 'io_uring') requireIoUring();
    const workload = {
      ...{ name, kind: 'checkpoint', model: 'custom', ranks, filesPerRank, bytesPerRank: filesPerRank * bytesPerFile },
      ...{ saves: 1, loads: 0, fsync: 'file', rename: false, runtime: null },
      ...ours,
    };
    return Promise.resolve({
      ours: () => savedBytesPerSecond(workload, place),
      theirs: () => writtenBytesPerSecond(theirs, place),
    });
  },
});

/** @type {Case[]} */
export const checkpointSaveCases = [
  saving({
    name: 'save-buffered',
    question: 'Do eight ranks save through the page cache as fast as fio writes as many files?',
    ours: { engine: 'sync', direct: false, blockSize: '32MiB' },
    theirs: { ioengine: 'psync', direct: 0, bs: '32m' },
  }),
  saving({
    name: 'save-direct',
    question: 'Do eight ranks save past the page cache as fast as fio writes as many files?',
    ours: { engine: 'io_uring', direct: true, blockSize: '8MiB', queueDepth: 8 },
    theirs: { ioengine: 'io_uring', direct: 1, bs: '8m', iodepth: 8 },
  }),
];
