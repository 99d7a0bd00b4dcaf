// The cases on memory of a GPU, which the stand-ins of CUDA and cuFile play: what the harness adds to the calls, not what a
// GPU does.
import { join } from 'node:path';
import { buildStandins, libraries } from '../scripts/gpu-standin.mjs';
import { root } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { runCommand } from './command.mjs';
import { requireDirect, resultOf } from './io-cases.mjs';
import { layOut, measure, requireIoUring } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 */

const standins = ['--cuda-lib', libraries.cuda, '--cufile-lib', libraries.cufile];
const reads = { memory: 'gpu', readPercent: 100, direct: true, dropCache: false };

function requireStandins() {
  if (!buildStandins()) throw new NotMeasurable('the stand-ins of CUDA and cuFile cannot be built here');
}

/**
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 */
async function readBytesPerSecond(settings, place) {
  return resultOf(await measure(settings, place, standins), 'read').bytesPerSecond;
}

/**
 * @param {{ name: string, how: string, ours: Settings }} settings
 * @returns {Case}
 */
const copies = ({ name, how, ours }) => ({
  name,
  question: `${how} by O_DIRECT and io_uring, then to the (stand-in) GPU: gpu-copy against the slower of its halves`,
  unit: 'bytes/s',
  target: { of: 'ratio', atLeast: 0.95 },
  against: 'slower half',
  prepare: async (place) => {
    requireStandins();
    requireIoUring();
    const workload = { name, engine: 'gpu-copy', size: '512MiB', ...reads, ...ours };
    const { step } = await layOut(workload, place, standins);
    requireDirect(step);
    const half = (/** @type {string} */ copyMode) => readBytesPerSecond({ ...workload, copyMode }, place);
    return {
      ours: () => readBytesPerSecond(workload, place),
      theirs: async () => Math.min(await half('host-only'), await half('copy-only')),
    };
  },
});

const largeCopies = copies({
  name: 'gpu-copy',
  how: '1 MiB sequential reads, queue depth 8,',
  ours: { access: 'sequential', blockSize: '1MiB', queueDepth: 8 },
});

const smallCopies = copies({
  name: 'gpu-copy-small',
  how: '4 KiB random reads, queue depth 32,',
  ours: { access: 'random', blockSize: '4KiB', queueDepth: 32 },
});

/**
 * Compiles the loop into the place; gives its path.
 * @param {Place} place
 */
async function buildLoop({ directory, signal }) {
  const program = join(directory, 'cufile-loop');
  const source = join(root, 'bench', 'cufile-loop.cpp');
  const options = ['-std=c++20', '-O2', '-pthread', `-I${join(root, 'native')}`, source, '-o', program, '-ldl'];
  const { status, stderr } = await runCommand(process.env.CXX ?? 'g++', options, { cwd: directory, signal });
  if (status !== 0) throw new NotMeasurable(`cufile-loop cannot be built: ${stderr.trim()}`);
  return program;
}

/**
 * Random reads of 4 KiB by the loop, a second.
 * @param {string} program
 * @param {{ file: string, threads: number, way: 'direct' | 'buffered' }} reading
 * @param {Place} place
 */
async function loop(program, { file, threads, way }, { directory, seconds, signal }) {
  const args = [libraries.cuda, libraries.cufile, file, '4096', String(threads), String(seconds), way];
  const { status, stdout, stderr } = await runCommand(program, args, { cwd: directory, signal });
  if (status !== 0) throw new Error(stderr.trim());
  const [count = NaN, elapsed = NaN] = stdout.trim().split(' ').map(Number);
  return count / elapsed;
}

const calls = {
  engine: 'cufile',
  registerBuffers: true,
  access: 'random',
  blockSize: '4KiB',
  size: '512MiB',
  ...reads,
};

/** @type {Case} */
const directCalls = {
  name: 'cufile-sync',
  question: '4 KiB random reads by O_DIRECT and (stand-in) cuFileRead, 4 threads, against a plain loop of these calls',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.98 },
  against: 'loop',
  prepare: async (place) => {
    requireStandins();
    const workload = { name: 'cufile-sync', ...calls, workers: 4 };
    const { file, step } = await layOut(workload, place, standins);
    requireDirect(step);
    const program = await buildLoop(place);
    return {
      ours: async () => resultOf(await measure(workload, place, standins), 'read').perSecond,
      theirs: () => loop(program, { file, threads: 4, way: 'direct' }, place),
    };
  },
};

/** @type {Case} */
const shortCalls = {
  name: 'cufile-sync-memory',
  question: 'what is added to a (stand-in) cuFileRead of 1 us: 4 KiB random reads on tmpfs, 1 thread, against the loop',
  unit: 'operations/s',
  target: { of: 'ratio', atLeast: 0.8 },
  against: 'loop',
  tmpfs: true,
  prepare: async (place) => {
    requireStandins();
    // There is no direct path to tmpfs.
    const workload = { name: 'cufile-sync-memory', ...calls, cufileCompat: 'allow' };
    const { file } = await layOut(workload, place, standins);
    const program = await buildLoop(place);
    return {
      ours: async () => resultOf(await measure(workload, place, standins), 'read').perSecond,
      theirs: () => loop(program, { file, threads: 1, way: 'buffered' }, place),
    };
  },
};

export const gpuCases = [largeCopies, smallCopies, directCalls, shortCalls];
