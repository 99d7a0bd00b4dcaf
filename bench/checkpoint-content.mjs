// The cases of making the bytes of checkpoints: with their checksums on one core, against a copy of as many.
import { join } from 'node:path';
import { root } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { runCommand } from './command.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 */

/** What content is made of; the addon is built with the same optimization. */
const sources = [
  'checkpoint_content',
  'checkpoint_files',
  'crc32c',
  'cufile_codes',
  'data_pattern',
  'io_error',
  'sector_content',
].map((name) => join(root, 'native', 'core', `${name}.cpp`));

/**
 * Compiles the program into the place; gives its path.
 * @param {Place} place
 */
async function buildProgram({ directory, signal }) {
  const program = join(directory, 'checkpoint-content');
  const own = join(root, 'bench', 'checkpoint-content.cpp');
  const options = ['-std=c++20', '-O3', '-I', join(root, 'native'), own, ...sources, '-o', program];
  const { status, stderr } = await runCommand(process.env.CXX ?? 'g++', options, { cwd: directory, signal });
  if (status !== 0) throw new NotMeasurable(`checkpoint-content cannot be built: ${stderr.trim()}`);
  return program;
}

/**
 * @param {string} program
 * @param {'fill' | 'copy'} what
 * @param {number} block
 * @param {Place} place
 */
async function bytesPerSecond(program, what, block, { directory, seconds, signal }) {
  const { status, stdout, stderr } = await runCommand(program, [what, String(block), String(seconds)], {
    cwd: directory,
    signal,
  });
  if (status !== 0) throw new Error(stderr.trim());
  const [bytes = NaN, taken = NaN] = stdout.split(' ').map(Number);
  return bytes / taken;
}

/**
 * @param {string} size
 * @param {number} block
 * @returns {Case}
 */
const generation = (size, block) => ({
  name: `checkpoint-content-${size.replace(' ', '').toLowerCase()}`,
  question: `bytes of a checkpoint and their checksums that one core makes, in blocks of ${size}`,
  unit: 'bytes/s',
  target: { of: 'value', atLeast: 8e9 },
  against: 'memcpy',
  prepare: async (place) => {
    const program = await buildProgram(place);
    return {
      ours: () => bytesPerSecond(program, 'fill', block, place),
      theirs: () => bytesPerSecond(program, 'copy', block, place),
    };
  },
});

/** What torch.save writes in one call, a coalesced write, and the smallest block. */
export const checkpointContentCases = [
  generation('32 MiB', 2 ** 25),
  generation('1 MiB', 2 ** 20),
  generation('4 KiB', 2 ** 12),
];
