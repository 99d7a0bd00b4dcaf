// The case of the harness alone: how many emulated accelerators one thread feeds where storage costs nothing.
import { measure } from './ioproof-side.mjs';

/** @typedef {import('./case.mjs').Case} Case */

/** Of MLPerf Storage: 400 samples of a step of 224 ms, read by 8 readers in 256 KiB. */
const resnet50 = { kind: 'training', model: 'resnet50', accelerator: 'h100' };
/** Samples a second of one of them. */
const samplesOfOne = 400 / 0.224;
const accelerators = 450;
const steps = 20;

/**
 * Engine null has no files, so that their number costs nothing; a reader needs one at least.
 * @type {Case}
 */
const feed = {
  name: 'training-feed',
  question: `samples that one worker gives to ${accelerators} accelerators (h100, resnet50), engine null`,
  unit: 'operations/s',
  target: { of: 'value', atLeast: 400 * samplesOfOne },
  prepare: (place) => {
    const workload = { name: 'training-feed', ...resnet50, accelerators, steps, epochs: 1, files: accelerators * 8 };
    const settings = { ...workload, engine: 'null', workers: 1, runtime: null, memoryCheck: 'warn' };
    const ours = async () => {
      const { metrics } = await measure(settings, place);
      const { samplesPerSecond } = metrics;
      if (typeof samplesPerSecond !== 'number') throw new Error('the training has fed no accelerator');
      return samplesPerSecond;
    };
    return Promise.resolve({ ours, theirs: null });
  },
};

export const trainingFeedCases = [feed];
