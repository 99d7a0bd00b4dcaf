// What keys of workloads of kind `model-load` forbid each other.
import { isWholeBlock, readerTraits } from './model-load-readers.js';
import type { Rule } from './rules.js';
import { noEffect } from './sample-rules.js';
import { formatBytes } from './units.js';
import type { ModelLoadWorkload } from './workload.js';

const listedKeys = ['bytesPerParameter', 'shardSize'] as const;
const customKeys = ['size', 'files'] as const;
const page = 4096;

export const modelLoadRules: Rule<ModelLoadWorkload>[] = [
  ({ reader, engine }) => {
    const { engines } = readerTraits[reader];
    if (engine === 'null' || engines.includes(engine)) return null;
    return {
      keys: ['engine', 'reader'],
      what: `is "${engine}", and reader "${reader}" is done by ${engines.map((name) => `"${name}"`).join(' or ')}`,
      advice: 'Remove it, or choose another reader',
    };
  },

  ({ reader, direct, engine }) => {
    if (engine === 'null' || direct === readerTraits[reader].direct) return null;
    const what = direct
      ? 'is true, and this reader goes through the page cache'
      : 'is false, and this reader passes by it';
    return { keys: ['direct', 'reader'], what, advice: 'Remove it, or choose another reader' };
  },

  ({ workers, processes }) =>
    workers === processes
      ? null
      : {
          keys: ['workers', 'processes'],
          what: `must be processes, ${processes}, but is ${workers}`,
          advice: 'Remove it',
        },

  ({ queueDepth, reader, engine }) =>
    readerTraits[reader].queueDepth === 1 && queueDepth > 1 && engine === 'null'
      ? {
          keys: ['queueDepth', 'reader'],
          what: `must be 1 with reader "${reader}" but is ${queueDepth}`,
          advice: 'Remove it, or use "reader: parallel"',
        }
      : null,

  ({ blockSize }) =>
    isWholeBlock(blockSize)
      ? null
      : {
          keys: ['blockSize'],
          what: `must be whole MiB, or a power of two from 4KiB on that divides one, but is ${formatBytes(blockSize)}`,
          advice: 'Use 1MiB, for example',
        },

  ...listedKeys.map(
    (key): Rule<ModelLoadWorkload> =>
      (workload) =>
        (workload.model === 'custom') === (workload[key] === null)
          ? null
          : givenFor(key, workload.model === 'custom', 'with "model: custom", whose bytes are given by "size"'),
  ),
  ...customKeys.map(
    (key): Rule<ModelLoadWorkload> =>
      (workload) =>
        (workload.model === 'custom') === (workload[key] !== null)
          ? null
          : givenFor(key, workload.model !== 'custom', `with model "${workload.model}", whose tensors say them`),
  ),

  ({ size, files }) =>
    size === null || files === null || size >= files * page
      ? null
      : {
          keys: ['size', 'files'],
          what: `is ${formatBytes(size)}, less than ${formatBytes(page)} for each of ${files} files`,
          advice: 'Give more bytes or fewer files',
        },

  ({ runtime }) => (runtime === null ? null : noEffect('runtime', [], 'on loads, which are counted', 'give "loads"')),

  ({ ramp }) => (ramp > 0 ? noEffect('ramp', [], 'on loads, each of which is told') : null),

  ({ ioPoll }) =>
    ioPoll ? { keys: ['ioPoll'], what: 'cannot be with files that are opened in between', advice: 'Remove it' } : null,

  ({ memory }) =>
    memory === 'gpu'
      ? { keys: ['memory'], what: 'is "gpu", and models are loaded into the memory of the host', advice: 'Remove it' }
      : null,

  ({ verify, engine }) =>
    verify !== 'none' && engine === 'null'
      ? {
          keys: ['verify', 'engine'],
          what: `is "${verify}", and engine "null" reads nothing that could be compared`,
          advice: 'Remove it',
        }
      : null,
];

/** A key that is there and should not be, or that is null and must have a value. */
function givenFor(key: string, superfluous: boolean, why: string): ReturnType<Rule<ModelLoadWorkload>> {
  if (superfluous) return noEffect(key, ['model'], why);
  return { keys: [key, 'model'], what: 'is null, and this model needs a value', advice: 'Remove it, or give one' };
}
