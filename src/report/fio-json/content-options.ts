// What a workload writes, how durable it makes it and how it checks it, in fio's words.
import type { StepRecord } from '../../result/schema.js';
import { flagOf, given, type Options, positiveOf, textOf } from './option-words.js';

type Job = StepRecord['job'];

/** Our checksum is CRC32C; what else our verification knows, fio has no word for. */
const checksum = 'crc32c';

export function contentOptions(job: Job): Options {
  const sync = job['sync'];
  return {
    sync: sync === 'sync' || sync === 'dsync' ? sync : undefined,
    fsync: given(positiveOf(job['fsyncEvery']), String),
    fdatasync: given(positiveOf(job['fdatasyncEvery']), String),
    end_fsync: job['fsync'] === 'end' ? '1' : undefined,
    fallocate: textOf(job['fallocate']),
    buffer_compress_percentage: given(positiveOf(job['compressPercent']), String),
    dedupe_percentage: given(positiveOf(job['dedupePercent']), String),
    buffer_pattern: patternText(job['pattern']),
    refill_buffers: flagOf(job['refill']),
    ...verifyOptions(job['verify']),
  };
}

// Hexadecimal digits as a number, anything else as a string, which fio wants in quotes.
function patternText(pattern: unknown): string | undefined {
  if (typeof pattern === 'number') return String(pattern);
  if (typeof pattern !== 'string' || pattern === '') return undefined;
  return /^0x[0-9a-f]+$/i.test(pattern) ? pattern : JSON.stringify(pattern);
}

function verifyOptions(verify: unknown): Options {
  switch (verify) {
    case 'after':
      return { verify: checksum, do_verify: '1' };
    case 'during':
      return { verify: checksum, verify_backlog: '1' };
    case 'only':
      return { verify: checksum, verify_only: '1' };
    default:
      return {};
  }
}
