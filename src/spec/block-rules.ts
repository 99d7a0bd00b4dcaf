// What keys of a block workload forbid each other: its end, its writes, its pace. Sizes, places and content have files of their own.
import { blockKeys, meanBlock } from './block-sizes.js';
import { accessRules } from './access-rules.js';
import { dataRules } from './data-rules.js';
import { goalRules } from './goal-rules.js';
import { gpuBlockRules } from './gpu-rules.js';
import { endsBySelf } from './load-fields.js';
import { blockPhaseRules } from './phase-rules.js';
import type { Rule } from './rules.js';
import { sizeRules } from './size-rules.js';
import { verifyRules } from './verify-rules.js';
import { formatDuration } from './units.js';
import type { BlockWorkload } from './workload.js';

const endRules: Rule<BlockWorkload>[] = [
  (workload) =>
    workload.runtime === null && !endsBySelf(workload)
      ? {
          keys: ['runtime', 'passes', 'ioSize', 'operationLimit'],
          what: 'is null, and so are "passes", "ioSize" and "operationLimit", so that the workload never ends',
          advice: 'Give "runtime: 30s" or "passes: 1"',
        }
      : null,
];

const writeRules: Rule<BlockWorkload>[] = [
  ({ fsync, readPercent }) =>
    fsync === 'end' && readPercent === 100
      ? {
          keys: ['fsync', 'readPercent'],
          what: 'is "end", but the workload writes nothing',
          advice: 'Set "fsync: none", or lower "readPercent"',
        }
      : null,

  ({ sync, readPercent }) =>
    sync !== 'none' && readPercent === 100
      ? {
          keys: ['sync', 'readPercent'],
          what: `is "${sync}", but the workload writes nothing`,
          advice: 'Set "sync: none", or lower "readPercent"',
        }
      : null,

  ({ sync, engine }) =>
    sync !== 'none' && engine === 'mmap'
      ? {
          keys: ['sync', 'engine'],
          what: `is "${sync}", which does nothing with engine "mmap": its writes go to memory`,
          advice: 'Use "fsyncEvery", or another engine',
        }
      : null,

  needsWrites('fsyncEvery'),
  needsWrites('fdatasyncEvery'),

  ({ fsyncEvery, fdatasyncEvery }) =>
    fsyncEvery > 0 && fdatasyncEvery > 0
      ? {
          keys: ['fdatasyncEvery', 'fsyncEvery'],
          what: `is ${fdatasyncEvery}, but "fsyncEvery" is ${fsyncEvery}, and only one of them can be`,
          advice: 'Remove one of them',
        }
      : null,
];

/** An operation a nanosecond: the clock knows nothing shorter. */
const mostPerSecond = 1e9;

const paceRules: Rule<BlockWorkload>[] = [
  (workload) => {
    const { rate, runtime } = workload;
    if (rate === null) return null;
    const perSecond = 'operations' in rate ? rate.operations : rate.bytes / meanBlock(workload);
    if (perSecond > mostPerSecond) {
      const what = `is ${Math.round(perSecond)} operations a second for each worker, more than one a nanosecond`;
      return { keys: ['rate', ...blockKeys], what, advice: 'Lower it, or set "rate: null"' };
    }
    if (runtime === null || (perSecond * runtime) / 1e9 >= 1) return null;
    const every = formatDuration(Math.round(1e9 / perSecond));
    const what = `is one operation of each worker every ${every}, but the runtime is ${formatDuration(runtime)}`;
    return { keys: ['rate', 'runtime', ...blockKeys], what, advice: 'Raise the rate, or the runtime' };
  },

  ({ arrival, rate, latencyTarget }) =>
    arrival !== 'closed' && rate === null && latencyTarget === null
      ? {
          keys: ['arrival', 'rate'],
          what: `is "${arrival}", which needs a rate`,
          advice: 'Add "rate: {operations: 1000}", or set "arrival: closed"',
        }
      : null,

  ({ thinkTime, thinkTimeBlocks }) =>
    thinkTime === 0 && thinkTimeBlocks > 1
      ? {
          keys: ['thinkTimeBlocks', 'thinkTime'],
          what: `is ${thinkTimeBlocks}, but there is no "thinkTime"`,
          advice: 'Give "thinkTime: 1ms", or remove it',
        }
      : null,
];

export const blockRules: Rule<BlockWorkload>[] = [
  ...endRules,
  ...writeRules,
  ...paceRules,
  ...dataRules,
  ...verifyRules,
  ...goalRules,
  ...accessRules,
  ...sizeRules,
  ...blockPhaseRules,
  ...gpuBlockRules,
];

function needsWrites(key: 'fsyncEvery' | 'fdatasyncEvery'): Rule<BlockWorkload> {
  return (workload) =>
    workload[key] > 0 && workload.readPercent === 100
      ? {
          keys: [key, 'readPercent'],
          what: `is ${workload[key]}, but the workload writes nothing`,
          advice: 'Remove it, or lower "readPercent"',
        }
      : null;
}
