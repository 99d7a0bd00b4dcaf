// The cases of the command line itself: how long it takes beyond what it measures, and how much memory.
import { measuredSeconds, peakOf, runArguments, runCli } from './ioproof-side.mjs';

/** @typedef {import('./case.mjs').Case} Case */

const oneSecond = { name: 'one-second', engine: 'null', size: '1GiB', runtime: '1s' };

/** @type {Case} */
const help = {
  name: 'cli-help',
  question: 'wall time of ioproof --help',
  unit: 'ms',
  target: { of: 'value', atMost: 200 },
  prepare: (place) => {
    const ours = async () => (await runCli(['--help'], place)).milliseconds;
    return Promise.resolve({ ours, theirs: null });
  },
};

/** @type {Case} */
const stepOverhead = {
  name: 'step-overhead',
  question: 'wall time that a further step of 1 s adds to a run, less its measured time',
  unit: 'ms',
  target: { of: 'value', atMost: 500 },
  prepare: (place) => {
    const wall = async (/** @type {number} */ steps) => {
      const { stdout, milliseconds } = await runCli(
        [...runArguments(oneSecond, place), '--repeat', String(steps)],
        place,
      );
      return milliseconds - measuredSeconds(stdout) * 1000;
    };
    // What a run costs once, its start and the look at the mounts, is in both.
    const ours = async () => ((await wall(3)) - (await wall(1))) / 2;
    return Promise.resolve({ ours, theirs: null });
  },
};

/** @type {Case} */
const memory = {
  name: 'memory',
  question: 'peak resident memory of the command line over three steps with ten intervals each',
  unit: 'bytes',
  target: { of: 'value', atMost: 150e6 },
  prepare: (place) => {
    const args = [...runArguments({ ...oneSecond, interval: '100ms' }, place), '--repeat', '3'];
    const ours = async () => peakOf(await runCli(args, place, { watchMemory: 'process' }));
    return Promise.resolve({ ours, theirs: null });
  },
};

export const cliCases = [help, stepOverhead, memory];
