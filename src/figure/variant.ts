// Keys of a job with their values as people write them: the variants of a sweep, and what two jobs differ in.
import type { StepRecord } from '../result/schema.js';
import { formatBytes, formatDuration } from '../spec/units.js';

/** test/figure/variant.test.ts holds both against the declared keys of workloads. */
const byteKeys = new Set([
  ...['blockSize', 'fileSize', 'size', 'stride', 'offset', 'offsetIncrement', 'ioSize', 'shardSize', 'readSize'],
  ...['bytesPerRank', 'bytesPerToken', 'capacity', 'cpuMemory', 'recordLength', 'recordDeviation'],
]);
const durationKeys = new Set([
  ...[
    'runtime',
    'ramp',
    'interval',
    'thinkTime',
    'startDelay',
    'stonewall',
    'pause',
    'computeTime',
    'computeDeviation',
  ],
  ...['evalTime', 'tokenTime', 'saveEvery', 'mtbf'],
]);

/** The unit of the numbers of a key, as they are in the job. */
export function unitOfKey(key: string): 'bytes' | 'nanoseconds' | 'count' {
  if (byteKeys.has(key)) return 'bytes';
  return durationKeys.has(key) ? 'nanoseconds' : 'count';
}

/** `4KiB`, `30s`, `random`: a value of a job in the words of the workload file; lists and maps as JSON. */
export function jobValueText(key: string, value: unknown): string {
  if (typeof value === 'string' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'number') return value === undefined ? 'none' : JSON.stringify(value);
  const unit = unitOfKey(key);
  if (unit === 'bytes') return formatBytes(value);
  return unit === 'nanoseconds' ? formatDuration(value) : String(value);
}

/** Swept keys with their values: `queueDepth=32 blockSize=4KiB`; not made safe to print. */
export function variantText(variant: StepRecord['variant']): string {
  return Object.entries(variant)
    .map(([key, value]) => `${key}=${jobValueText(key, value)}`)
    .join(' ');
}
