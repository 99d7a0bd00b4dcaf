// The cases of reading by the emulated loaders: what a training without compute gets of a mount, against a plain reader.
import { join } from 'node:path';
import { root } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { runCommand } from './command.mjs';
import { resultOf } from './io-cases.mjs';
import { measure } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 */

const readers = 4;
const block = 2 ** 18;

/** So little compute that a step takes as long as its data. */
const hungry = {
  kind: 'training',
  runtime: null,
  model: 'custom',
  accelerators: 1,
  readThreads: readers,
  computeTime: '1us',
  epochs: 1,
  engine: 'sync',
  direct: false,
  dropCache: true,
  readSize: block,
};

/**
 * Compiles the reader into the place; gives its path.
 * @param {Place} place
 */
async function buildReader({ directory, signal }) {
  const program = join(directory, 'plain-reader');
  const source = join(root, 'bench', 'plain-reader.cpp');
  const options = ['-std=c++20', '-O2', '-pthread', source, '-o', program];
  const { status, stderr } = await runCommand(process.env.CXX ?? 'g++', options, { cwd: directory, signal });
  if (status !== 0) throw new NotMeasurable(`plain-reader cannot be built: ${stderr.trim()}`);
  return program;
}

/**
 * @param {string} program
 * @param {Place} place
 */
async function plainBytesPerSecond(program, { directory, signal }) {
  const data = join(directory, 'ioproof-data');
  const args = [data, String(readers), String(block)];
  const { status, stdout, stderr } = await runCommand(program, args, { cwd: directory, signal });
  if (status !== 0) throw new Error(stderr.trim());
  const [bytes = NaN, seconds = NaN] = stdout.split(' ').map(Number);
  return bytes / seconds;
}

/**
 * @param {{ name: string, question: string, workload: Settings }} what
 * @returns {Case}
 */
const reading = ({ name, question, workload }) => ({
  name,
  question: `${question}; a plain loop of ${readers} threads over the same files`,
  unit: 'bytes/s',
  target: { of: 'ratio', atLeast: 0.9 },
  against: 'plain reader',
  prepare: async (place) => {
    const program = await buildReader(place);
    const ours = async () => resultOf(await measure({ name, ...hungry, ...workload }, place), 'read').bytesPerSecond;
    // The first one writes the files.
    await ours();
    return { ours, theirs: () => plainBytesPerSecond(program, place) };
  },
});

/** @type {Case[]} */
export const trainingReaderCases = [
  reading({
    name: 'training-torch',
    question: 'a DataLoader of 4 readers over 64 cold files of 16 MB, no compute',
    workload: {
      files: 64,
      format: 'npz',
      recordLength: 16e6,
      loader: 'torch',
      rules: 'v2',
      batchSize: 1,
    },
  }),
  reading({
    name: 'training-tf',
    question: 'tf.data of 4 readers over 8 cold files like those of resnet50, no compute',
    workload: {
      files: 8,
      format: 'tfrecord',
      samplesPerFile: 1251,
      recordLength: 114660.07,
      loader: 'tf',
      rules: 'v2',
      batchSize: 400,
    },
  }),
];
