// The keys of a workload file that an import writes, in the order in which people read them.

export const words = [
  'name',
  'description',
  'kind',
  'access',
  'skew',
  'zones',
  'stride',
  'readPercent',
  'blockSize',
  'blockSizeRange',
  'blockSizeSplit',
  'files',
  'size',
  'fileSharing',
  'serviceOrder',
  'offset',
  'offsetIncrement',
  'engine',
  'direct',
  'workers',
  'queueDepth',
  'batch',
  'rate',
  'arrival',
  'thinkTime',
  'thinkTimeBlocks',
  'startDelay',
  'ramp',
  'runtime',
  'passes',
  'ioSize',
  'operationLimit',
  'steadyState',
  'fsync',
  'fsyncEvery',
  'fdatasyncEvery',
  'sync',
  'prewrite',
  'fallocate',
  'verify',
  'refill',
  'pattern',
  'compressPercent',
  'dedupePercent',
  'dropCache',
  'interval',
  'seed',
  'registerBuffers',
  'registerFiles',
  'sqPoll',
  'ioPoll',
  'cpus',
] as const;

export type Word = (typeof words)[number];

/** What stands after a key in YAML. */
export type WordValue = string | number | boolean | null | WordValue[] | { [key: string]: WordValue };

/** One workload in the words of a workload file, amounts as text such as `4KiB` and `30s`. */
export type Words = Partial<Record<Word, WordValue>>;
