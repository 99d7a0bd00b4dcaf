// The cases of many small files: cold epochs, metadata rates against mdtest and fio, creation of data sets.
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { NotMeasurable } from './case.mjs';
import { requireFio, runJob } from './fio-side.mjs';
import { resultOf } from './io-cases.mjs';
import { measure, peakMemory, planArguments, requireIoUring, runCli } from './ioproof-side.mjs';
import { requireMdtest, runMdtest } from './mdtest-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 * @typedef {import('./ioproof-side.mjs').StepRecord} StepRecord
 * @typedef {import('./mdtest-side.mjs').Phase} Phase
 * @typedef {import('../src/result/schema.js').StepRecord['operations']} Operations
 */

const once = { kind: 'files', runtime: null, epochs: 1 };
const epoch = { ...once, operations: ['open', 'read', 'close'] };
const cold = { ...epoch, fileSize: '64KiB', files: 20000, direct: true, dropCache: true, dropSystemCaches: true };
const ring = { engine: 'io_uring', workers: 1, queueDepth: 64 };
const calls = { engine: 'sync', workers: 1 };

/** @param {StepRecord} step */
const chainsPerSecond = (step) => resultOf(step, 'chain').perSecond;

/**
 * Processor microseconds a file.
 * @param {StepRecord} step
 */
function processorTime(step) {
  if (step.cpu === null) throw new Error('the record has no processor time');
  return ((step.cpu.userSeconds + step.cpu.systemSeconds) * 1e6) / resultOf(step, 'chain').count;
}

/** Cold files, or the rate is one of memory. @param {StepRecord} step */
function requireCold(step) {
  if (step.engine.direct !== true) throw new NotMeasurable(`no direct I/O: ${step.engine.directReason}`);
  if (step.systemCaches?.dropped !== true) throw new NotMeasurable(`caches stay: ${step.systemCaches?.reason}`);
}

/**
 * @param {{ name: string, question: string, theirs: Settings, against: string, figure: (step: StepRecord) => number } &
 *   Pick<Case, 'unit' | 'target'>} what
 * @returns {Case}
 */
function coldCase({ name, question, theirs, against, figure, unit, target }) {
  return {
    name,
    question,
    unit,
    target,
    against,
    prepare: async (place) => {
      requireIoUring();
      const side = (/** @type {Settings} */ settings) => async () => {
        const step = await measure({ name, ...cold, ...settings }, place);
        requireCold(step);
        return figure(step);
      };
      // The first one writes the files.
      await side(ring)();
      return { ours: side(ring), theirs: side(theirs) };
    },
  };
}

const coldEpoch = coldCase({
  name: 'cold-epoch',
  question: 'open, read and close 20000 cold files of 64 KiB with O_DIRECT, one thread, io_uring, queue depth 64',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 2.5 },
  theirs: calls,
  against: 'plain calls',
  figure: chainsPerSecond,
});

const coldEpochCpu = coldCase({
  name: 'cold-epoch-cpu',
  question: 'processor time a file of the same epoch; compared with plain calls of 16 threads',
  unit: 'us',
  target: { of: 'ratio', atMost: 0.8 },
  theirs: { ...calls, workers: 16 },
  against: '16 threads',
  figure: processorTime,
});

// In the order of the names, as mdtest and fio go.
const inOrder = { access: 'sequential' };
const small = {
  ...once,
  ...inOrder,
  files: 50000,
  fileSize: '4KiB',
  filesPerDirectory: 50000,
  direct: false,
  dropCache: false,
};

/** Chains of ioproof that do to a file what a phase of mdtest does; the rate is that of whole chains. */
const phases = /** @type {const} */ ([
  { name: 'create', phase: 'File creation', operations: ['create', 'write', 'close'], kind: 'chain' },
  { name: 'stat', phase: 'File stat', operations: ['stat'], kind: 'stat' },
  { name: 'read', phase: 'File read', operations: ['open', 'read', 'close'], kind: 'chain' },
  { name: 'unlink', phase: 'File removal', operations: ['unlink'], kind: 'unlink' },
]);

/**
 * @param {(typeof phases)[number]} one
 * @param {number} workers
 * @returns {Case}
 */
function againstMdtest({ name, phase, operations, kind }, workers) {
  const what = operations.join(', ');
  const processes = workers === 1 ? 'one process' : `${workers} processes`;
  return {
    name: `mdtest-${name}${workers === 1 ? '' : `-${workers}`}`,
    question: `${what} of 50000 files of 4 KiB on tmpfs, engine sync; mdtest: ${phase} by ${processes}`,
    unit: 'operations/s',
    target: { of: 'ratio', atLeast: 1 },
    against: 'mdtest',
    tmpfs: true,
    prepare: (place) => {
      requireMdtest(workers);
      const workload = { name: `mdtest-${name}`, ...small, engine: 'sync', workers, operations: [...operations] };
      return Promise.resolve({
        ours: async () => resultOf(await measure(workload, place), kind).perSecond,
        theirs: async () => (await runMdtest({ processes: workers, files: small.files }, place))[phase],
      });
    },
  };
}

// The more files a job of fio has, the slower it finds the next one: the rate is that of few.
const fioFiles = 5000;

/**
 * @param {{ name: string, ioengine: string, direction: 'read' | 'write', operations: string[],
 *   kind: keyof Operations, job: import('./fio-side.mjs').Options }} what
 * @returns {Case}
 */
function againstFio({ name, ioengine, direction, operations, kind, job }) {
  return {
    name,
    question: `${operations.join(', ')} of 50000 files on tmpfs, engine sync; fio: ${ioengine} of ${fioFiles} files`,
    unit: 'operations/s',
    target: { of: 'ratio', atLeast: 1.15 },
    tmpfs: true,
    prepare: (place) => {
      requireFio();
      const workload = { name, ...small, engine: 'sync', workers: 1, operations };
      const files = { ioengine, rw: direction, bs: '4k', filesize: '4k', nrfiles: fioFiles, openfiles: 1, ...job };
      const theirs = async () => {
        const own = { ...place, directory: mkdtempSync(join(place.directory, 'fio-')) };
        const done = (await runJob(files, own))[direction];
        rmSync(own.directory, { recursive: true, force: true });
        return (done.total_ios * 1000) / done.runtime;
      };
      return Promise.resolve({ ours: async () => resultOf(await measure(workload, place), kind).perSecond, theirs });
    },
  };
}

const fioStat = againstFio({
  name: 'fio-stat',
  ioengine: 'filestat',
  direction: 'read',
  operations: ['stat'],
  kind: 'stat',
  job: {},
});

const fioCreate = againstFio({
  name: 'fio-create',
  ioengine: 'filecreate',
  direction: 'write',
  operations: ['create', 'close'],
  kind: 'chain',
  job: { create_on_open: 1, fallocate: 'none' },
});

/**
 * Files a second that are created and written: as a data set, or by a chain with the given settings.
 * @param {Settings | null} settings Null: as a data set.
 * @param {Place} place
 */
async function createdPerSecond(settings, place) {
  const chain = { operations: ['create', 'write', 'close'], fsync: 'end', ...settings };
  const workload = { name: 'creation', ...small, ...(settings === null ? { operations: ['stat'] } : chain) };
  const step = await measure(workload, place);
  await runCli(['clean', '--mount', `bench=${place.directory}`], place);
  if (settings !== null) return small.files / (step.elapsedSeconds ?? NaN);
  if (step.dataset === null || step.dataset.reused) throw new Error('the data set was not written');
  return small.files / step.dataset.layoutSeconds;
}

/**
 * @param {{ name: string, against: string, atLeast: number, theirs: Settings }} what
 * @returns {Case}
 */
function creation({ name, against, atLeast, theirs }) {
  return {
    name,
    question: 'creation of a data set of 50000 files of 4 KiB, until it is on the disk',
    unit: 'operations/s',
    target: { of: 'ratio', atLeast },
    against,
    prepare: (place) =>
      Promise.resolve({ ours: () => createdPerSecond(null, place), theirs: () => createdPerSecond(theirs, place) }),
  };
}

const oneWriter = creation({
  name: 'creation',
  against: 'one thread',
  atLeast: 1.5,
  theirs: { engine: 'sync', workers: 1 },
});

const bestWriters = creation({
  name: 'creation-best',
  against: `sync, ${2 * availableParallelism()} threads`,
  atLeast: 0.95,
  theirs: { engine: 'sync', workers: 2 * availableParallelism() },
});

const huge = { name: 'huge-epoch', ...epoch, engine: 'null', files: 1e8, fileSize: '110KiB', workers: 2 };

/** @type {Case} */
const hugeMemory = {
  name: 'huge-epoch',
  question: 'peak resident memory of all processes of an epoch over 10^8 files, null engine',
  unit: 'bytes',
  target: { of: 'value', atMost: 300e6 },
  prepare: (place) => Promise.resolve({ ours: () => peakMemory(huge, place), theirs: null }),
};

/** @type {Case} */
const hugePlan = {
  name: 'huge-plan',
  question: 'wall time of ioproof plan of an epoch over 10^8 files',
  unit: 'ms',
  target: { of: 'value', atMost: 1000 },
  prepare: (place) => {
    const args = ['plan', ...planArguments(huge, place)];
    return Promise.resolve({ ours: async () => (await runCli(args, place)).milliseconds, theirs: null });
  },
};

export const filesCases = [
  coldEpoch,
  coldEpochCpu,
  ...phases.map((phase) => againstMdtest(phase, 1)),
  ...phases.map((phase) => againstMdtest(phase, 2)),
  fioStat,
  fioCreate,
  oneWriter,
  bestWriters,
  hugeMemory,
  hugePlan,
];
