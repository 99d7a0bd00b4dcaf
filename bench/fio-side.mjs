// fio's side of a comparison: the same settings in fio's words, on the file that ioproof wrote.
import { capture, isInstalled } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { parseJson, runCommand } from './command.mjs';

/**
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {{ total_ios: number, io_bytes: number, runtime: number }} Direction Runtime in milliseconds.
 * @typedef {Record<string, string | number>} Options Name and value of each option; what is not named has fio's default.
 * @typedef {{ jobs: { error: number, read: Direction, write: Direction }[] }} FioOutput
 */

export const hasFio = () => isInstalled('fio');

/** Version of the installed fio; null: there is none. */
export const fioVersion = () => (hasFio() ? capture('fio', ['--version']).output.trim() : null);

/** Throws NotMeasurable without fio, before any data is written for it. */
export function requireFio() {
  if (!hasFio()) throw new NotMeasurable('fio is not installed (Debian: fio)');
}

/**
 * Runs one fio job for the time of the place; gives what completed a second.
 * @param {Options} options
 * @param {Place} place
 * @returns {Promise<{ operationsPerSecond: number, bytesPerSecond: number }>}
 */
export async function runFio(options, place) {
  const timed = { ...options, runtime: `${Math.round(place.seconds * 1000)}ms`, time_based: 1, norandommap: 1 };
  const { read, write } = await runJob(timed, place);
  const done = read.total_ios > 0 ? read : write;
  const perSecond = 1000 / done.runtime;
  return { operationsPerSecond: done.total_ios * perSecond, bytesPerSecond: done.io_bytes * perSecond };
}

/**
 * Runs one fio job to its own end.
 * @param {Options} options
 * @param {Place} place
 * @returns {Promise<FioOutput['jobs'][number]>}
 */
export async function runJob(options, { directory, signal }) {
  const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`);
  const output = ['--output-format=json', '--eta=never'];
  const outcome = await runCommand('fio', ['--name=bench', ...args, ...output], { cwd: directory, signal });
  if (outcome.status !== 0) {
    throw new Error(`fio ${args.join(' ')} ended with ${outcome.status}: ${outcome.stderr.trim()}`);
  }
  // Notes can stand before the document.
  const json = outcome.stdout.slice(outcome.stdout.indexOf('{'));
  const [job] = /** @type {FioOutput} */ (parseJson(json)).jobs;
  if (job === undefined || job.error !== 0) throw new Error(`fio ${args.join(' ')} had error ${job?.error}`);
  return job;
}

/** What both sides do alike with io_uring on an existing file: no preallocation, the cache left alone, new random numbers. */
export const ioUring = {
  ioengine: 'io_uring',
  fixedbufs: 1,
  registerfiles: 1,
  invalidate: 0,
  randrepeat: 0,
  fallocate: 'none',
  end_fsync: 0,
};
