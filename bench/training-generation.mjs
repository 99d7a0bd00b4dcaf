// The cases of writing training data sets: until all is on the disk, against a plain writer of as many bytes.
import { join } from 'node:path';
import { root } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { runCommand } from './command.mjs';
import { measure, runCli } from './ioproof-side.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('./ioproof-side.mjs').Settings} Settings
 */

const writers = 4; // as many as write a data set
const block = 2 ** 20;

/** Reads next to nothing of what was written. */
const barely = {
  kind: 'training',
  model: 'custom',
  accelerators: 1,
  readThreads: 1,
  batchSize: 1,
  steps: 1,
  epochs: 1,
  computeTime: '1us',
  engine: 'sync',
  direct: false,
  rules: 'v2',
};

/**
 * Compiles the writer into the place; gives its path.
 * @param {Place} place
 */
async function buildWriter({ directory, signal }) {
  const program = join(directory, 'plain-writer');
  const source = join(root, 'bench', 'plain-writer.cpp');
  const options = ['-std=c++20', '-O2', '-pthread', source, '-o', program];
  const { status, stderr } = await runCommand(process.env.CXX ?? 'g++', options, { cwd: directory, signal });
  if (status !== 0) throw new NotMeasurable(`plain-writer cannot be built: ${stderr.trim()}`);
  return program;
}

/**
 * @param {string} program
 * @param {number} bytes
 * @param {Place} place
 */
async function plainBytesPerSecond(program, bytes, { directory, signal }) {
  const args = [directory, String(writers), String(bytes), String(block)];
  const { status, stdout, stderr } = await runCommand(program, args, { cwd: directory, signal });
  if (status !== 0) throw new Error(stderr.trim());
  const [written = NaN, seconds = NaN] = stdout.split(' ').map(Number);
  return written / seconds;
}

/**
 * @param {Settings & { name: string }} workload
 * @param {number} bytes
 * @param {Place} place
 */
async function generatedBytesPerSecond(workload, bytes, place) {
  const { dataset } = await measure(workload, place);
  await runCli(['clean', '--mount', `bench=${place.directory}`], place);
  if (dataset === null || dataset.reused) throw new Error('the data set was not written');
  return bytes / dataset.layoutSeconds;
}

/**
 * @param {{ name: string, question: string, atLeast: number, workload: Settings & { files: number, recordLength: number } }} what
 * @returns {Case}
 */
const generation = ({ name, question, atLeast, workload }) => ({
  name,
  question,
  unit: 'bytes/s',
  target: { of: 'ratio', atLeast },
  against: `plain writer, ${writers} threads`,
  prepare: async (place) => {
    const program = await buildWriter(place);
    const bytes = workload.files * Math.trunc(Math.sqrt(workload.recordLength)) ** 2;
    const ours = () => generatedBytesPerSecond({ name, ...barely, ...workload }, bytes, place);
    return { ours, theirs: () => plainBytesPerSecond(program, bytes, place) };
  },
});

/** @type {Case[]} */
export const trainingGenerationCases = [
  generation({
    name: 'generate-unet3d',
    question: 'writing 12 npz files of 140 MiB, those of unet3d on average, until they are on the disk',
    atLeast: 0.9,
    workload: { files: 12, format: 'npz', recordLength: 146600628, loader: 'torch' },
  }),
  generation({
    name: 'generate-cosmoflow',
    question: 'writing 600 TFRecord files of 2.7 MiB, like those of cosmoflow, until they are on the disk',
    atLeast: 0.8,
    workload: { files: 600, format: 'tfrecord', recordLength: 2828486, loader: 'tf' },
  }),
];
