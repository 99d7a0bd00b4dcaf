// What keys of workloads of kind `kv-cache` forbid each other.
import { formatBytes } from './units.js';
import type { Rule } from './rules.js';
import type { Engine, KvCacheWorkload } from './workload.js';

const engines: readonly Engine[] = ['auto', 'null', 'sync', 'io_uring', 'libaio'];
const sector = 4096;

export const kvCacheRules: Rule<KvCacheWorkload>[] = [
  ({ engine, memory }) =>
    engines.includes(engine) && memory === 'host'
      ? null
      : {
          keys: ['engine', 'memory'],
          what: `is "${engine}" with memory ${memory}, and objects go through the memory of the host`,
          advice: `Use one of ${engines.join(', ')}`,
        },

  ({ ramp }) =>
    ramp > 0
      ? {
          keys: ['ramp'],
          what: 'cannot be of a cache, which is empty at the start and whose filling is measured too',
          advice: 'Remove it',
        }
      : null,

  ({ runtime, requests }) =>
    runtime === null && requests === null
      ? {
          keys: ['runtime', 'requests'],
          what: 'is null, and requests too, so that the workload would never end',
          advice: 'Give one of them',
        }
      : null,

  ({ userTypes }) =>
    userTypes.length === 0
      ? { keys: ['userTypes'], what: 'is empty', advice: 'Name at least one, or remove it' }
      : null,

  ({ blockSize }) =>
    blockSize % sector === 0
      ? null
      : {
          keys: ['blockSize'],
          what: `is ${formatBytes(blockSize)}, no multiple of 4KiB`,
          advice: 'Give a multiple of 4KiB, for example 1MiB',
        },

  ({ direct, blockTokens, bytesPerToken }) => {
    const object = bytesPerToken * (blockTokens === 0 ? 1 : blockTokens);
    if (!direct || object % sector === 0) return null;
    const of = blockTokens === 0 ? 'a token' : `${blockTokens} tokens`;
    return {
      keys: ['direct', 'bytesPerToken', 'blockTokens'],
      what: `needs objects of whole 4KiB, and ${of} have ${object} bytes`,
      advice: 'Remove it, or give blockTokens that make whole 4KiB',
    };
  },

  ({ direct, dropCache }) =>
    direct && dropCache
      ? {
          keys: ['dropCache', 'direct'],
          what: 'has no effect with "direct: true", which leaves nothing in the page cache',
          advice: 'Remove it',
        }
      : null,

  ({ nullEngine, engine, workers }) =>
    engine === 'null' && nullEngine.latency > 0 && workers > 1
      ? {
          keys: ['workers', 'nullEngine'],
          what: `must be 1 with a latency of the null engine, whose clock is that of one worker, but is ${workers}`,
          advice: 'Set "workers: 1" and raise queueDepth',
        }
      : null,

  ({ verify, engine }) =>
    verify === 'during' && engine === 'null'
      ? {
          keys: ['verify', 'engine'],
          what: 'cannot be "during" with engine "null", which keeps nothing',
          advice: 'Remove it',
        }
      : null,

  ({ dropSystemCaches, engine }) =>
    dropSystemCaches && engine === 'null'
      ? {
          keys: ['dropSystemCaches', 'engine'],
          what: 'has no effect with engine "null"',
          advice: 'Remove it',
        }
      : null,
];
