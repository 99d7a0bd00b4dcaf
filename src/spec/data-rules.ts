// What keys forbid each other that say what a block workload writes, and to which files.
import type { Rule } from './rules.js';
import type { BlockWorkload } from './workload.js';

const contentRules: Rule<BlockWorkload>[] = [
  ({ dedupePercent, refill }) =>
    dedupePercent > 0 && !refill
      ? {
          keys: ['dedupePercent', 'refill'],
          what: `is ${dedupePercent}, but "refill: false" writes the same blocks again and again`,
          advice: 'Remove one of them',
        }
      : null,

  ({ dedupePercent, pattern, compressPercent }) =>
    dedupePercent > 0 && pattern !== '' && compressPercent === 0
      ? {
          keys: ['dedupePercent', 'pattern', 'compressPercent'],
          what: `is ${dedupePercent}, but blocks that repeat a "pattern" are all alike`,
          advice: 'Remove one of them, or give "compressPercent", so that the pattern fills a part of each block only',
        }
      : null,
];

const fileRules: Rule<BlockWorkload>[] = [
  ({ prewrite, readPercent }) =>
    !prewrite && readPercent > 0
      ? {
          keys: ['prewrite', 'readPercent'],
          what: `is false, but ${readPercent} percent of the operations are reads, which need data`,
          advice: 'Set "readPercent: 0", or remove it',
        }
      : null,

  ({ prewrite, engine }) =>
    !prewrite && engine === 'null'
      ? {
          keys: ['prewrite', 'engine'],
          what: 'cannot be false with engine "null", which has no files',
          advice: 'Remove it',
        }
      : null,

  ({ fallocate, prewrite }) =>
    prewrite && fallocate !== 'native'
      ? {
          keys: ['fallocate', 'prewrite'],
          what: `is "${fallocate}", but the workload makes no files of its own`,
          advice: 'Set "prewrite: false", or remove it',
        }
      : null,

  ({ fallocate, prewrite, engine }) =>
    !prewrite && engine === 'mmap' && (fallocate === 'none' || fallocate === 'keep')
      ? {
          keys: ['fallocate', 'engine', 'prewrite'],
          what: `is "${fallocate}", which leaves the files empty, and engine "mmap" cannot make them longer`,
          advice: 'Use "native" or "truncate", or another engine',
        }
      : null,
];

export const dataRules: Rule<BlockWorkload>[] = [...contentRules, ...fileRules];
