// Kinds of operation, and the names of the engines that do them.

export const engineNames = ['null', 'sync', 'io_uring', 'libaio', 'mmap', 'cufile', 'gpu-copy'] as const;
export type EngineName = (typeof engineNames)[number];

export const operationKinds = [
  'read',
  'write',
  'open',
  'create',
  'close',
  'stat',
  'unlink',
  'fsync',
  'mkdir',
  'rmdir',
  'rename',
  'readdir',
  'setattr',
  'setxattr',
  'getxattr',
  'link',
  'symlink',
  'statx',
  'list',
  'statMissing',
  'openMissing',
  'fsyncDirectory',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** Times of an item of several operations: `chain` of all of it, open to close; `firstByte` to the end of its first read. */
export const chainTimes = ['chain', 'firstByte'] as const;
export type RecordedKind = OperationKind | (typeof chainTimes)[number];

/** True for what is made of the times of operations and is none itself. */
export function isChainTime(kind: RecordedKind): boolean {
  return (chainTimes as readonly string[]).includes(kind);
}
