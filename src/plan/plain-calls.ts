// Fields of a native job whose calls follow from what it emulates, and not from a chain or a share of reads.
import type { NativeJobSpec } from '../native/contract.js';

type CallFields =
  | 'access'
  | 'readPercent'
  | 'operations'
  | 'fsync'
  | 'verify'
  | 'stampDataset'
  | 'stampGeneration'
  | 'stampOldest'
  | 'createFiles'
  | 'fallocate'
  | 'requireWritten';

/** Nothing is asked of single calls, nothing is stamped, and no file is made or looked at before the start. */
export function plainCalls(): Pick<NativeJobSpec, CallFields> {
  return {
    access: 'sequential',
    readPercent: 0,
    operations: [],
    fsync: 'none',
    verify: 'none',
    stampDataset: 0,
    stampGeneration: 0,
    stampOldest: 0,
    createFiles: false,
    fallocate: 'native',
    requireWritten: false,
  };
}
