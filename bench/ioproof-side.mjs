// ioproof's side of a comparison: a workload file and `ioproof run --json`, as a user would repeat it.
import { createReadStream, readdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { root } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { parseJson, runCommand } from './command.mjs';

/**
 * Where and how long a case measures.
 * @typedef {{ directory: string, seconds: number, signal: AbortSignal }} Place
 * @typedef {import('../src/result/schema.js').RunRecord} RunRecord
 * @typedef {import('../src/result/schema.js').StepRecord} StepRecord
 * @typedef {Record<string, string | number | boolean | null | string[]>} Settings Keys of a workload file.
 */

export const cli = join(root, 'dist', 'cli', 'main.js');
export const addon = join(root, 'build', 'Release', 'ioproof.node');

/** Throws NotMeasurable with the reason where this kernel refuses io_uring. */
export function requireIoUring() {
  const load = /** @type {(path: string) => unknown} */ (createRequire(import.meta.url));
  const binding = /** @type {import('../src/native/contract.js').NativeBinding} */ (load(addon));
  const probed = binding.probe().find(({ name }) => name === 'io_uring');
  if (probed?.available !== true) throw new NotMeasurable(probed?.reason ?? 'the addon has no io_uring engine');
}

/**
 * Runs the command line with the binary of node, so that nothing else is in its time and memory.
 * @param {string[]} args
 * @param {Place} place
 * @param {{ watchMemory?: 'process' | 'tree' }} [options]
 */
export async function runCli(args, { directory, signal }, options = {}) {
  const outcome = await runCommand(process.execPath, [cli, ...args], { cwd: directory, signal, ...options });
  if (outcome.status !== 0) {
    throw new Error(`ioproof ${args.join(' ')} ended with ${outcome.status}: ${outcome.stderr.trim()}`);
  }
  return outcome;
}

/**
 * Writes the workload file into the place and gives its path. JSON is YAML.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 */
function writeWorkload(settings, { directory }) {
  const path = join(directory, `${settings.name}.yaml`);
  writeFileSync(path, `${JSON.stringify({ kind: 'block', ...settings }, null, 2)}\n`);
  return path;
}

/**
 * Arguments of `ioproof run` for one workload in the place.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 * @param {string[]} [options] Further options of the command line.
 */
export function runArguments(settings, place, options = []) {
  const output = ['--out', join(place.directory, 'results'), '--quiet', '--json'];
  return ['run', ...planArguments(settings, place), ...options, ...output];
}

/**
 * What `ioproof plan` needs of them.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 */
export function planArguments(settings, place) {
  return [writeWorkload(settings, place), '--mount', `bench=${place.directory}`];
}

/**
 * Runs one workload of one step.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 * @param {string[]} [options] Further options of the command line.
 * @returns {Promise<StepRecord>}
 */
export async function measure(settings, place, options = []) {
  const withTime = { runtime: `${Math.round(place.seconds * 1000)}ms`, ...settings };
  const { stdout } = await runCli(runArguments(withTime, place, options), place);
  return onlyStep(stdout);
}

/**
 * Peak memory of a run, the process of the job included.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 */
export async function peakMemory(settings, place) {
  const withTime = { runtime: `${Math.round(place.seconds * 1000)}ms`, ...settings };
  return peakOf(await runCli(runArguments(withTime, place), place, { watchMemory: 'tree' }));
}

/** @param {{ peakBytes: number }} outcome */
export function peakOf({ peakBytes }) {
  if (peakBytes === 0) throw new NotMeasurable('VmHWM in /proc/PID/status cannot be read');
  return peakBytes;
}

/**
 * @param {string} stdout
 * @returns {StepRecord}
 */
function onlyStep(stdout) {
  const [step] = stepsOf(stdout);
  if (step === undefined) throw new Error('the record has no step');
  return step;
}

/**
 * Sum of the measured time of all steps.
 * @param {string} stdout
 */
export function measuredSeconds(stdout) {
  return stepsOf(stdout).reduce((sum, { elapsedSeconds }) => sum + (elapsedSeconds ?? 0), 0);
}

/** @param {string} stdout */
function stepsOf(stdout) {
  return /** @type {RunRecord} */ (parseJson(stdout)).steps;
}

/**
 * Writes the data of a workload by a short run of it; gives that step and the path of its only data file.
 * @param {Settings & { name: string }} settings
 * @param {Place} place
 * @param {string[]} [options] Further options of the command line.
 */
export async function layOut(settings, place, options = []) {
  const step = await measure({ ...settings, runtime: '10ms' }, place, options);
  const data = join(place.directory, 'ioproof-data', step.dataset?.directory ?? '');
  const file = readdirSync(data, { recursive: true, withFileTypes: true }).find(({ name }) => /^f\d+$/.test(name));
  if (file === undefined) throw new Error(`no data file below ${data}`);
  return { step, file: join(file.parentPath, file.name) };
}

/**
 * Reads a file to its end, after which the page cache has it where memory allows.
 * @param {string} path
 */
export async function warm(path) {
  const stream = createReadStream(path, { highWaterMark: 2 ** 20 });
  stream.resume();
  await finished(stream);
}
