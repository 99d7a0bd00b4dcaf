// What a native job of kind checkpoint is told, and what it tells: mirror of native/core/checkpoint_spec.h and
// checkpoint_result.h.

/** File in the directory of a checkpoint that is written last; native/core/checkpoint_files.h has the same name. */
export const checkpointSealName = 'ioproof.seal';
/** Behind the name of a file that is being written; the same there. */
export const checkpointTemporarySuffix = '.partial';

/** A part of a checkpoint that one rank writes: a file, or a range of a file that several ranks share. */
export interface NativeCheckpointPart {
  /** Below the directory of the checkpoint; may name directories in it. */
  name: string;
  rank: number;
  /** Bytes; above 0 only in a file that is shared. */
  offset: number;
  bytes: number;
  /** Hex digits of what the file begins with instead of pseudo-random bytes; empty: nothing. */
  header: string;
}

export interface NativeCheckpoint {
  /** One worker each. */
  ranks: number;
  /** Those of a rank in the order in which it writes and reads them. */
  parts: NativeCheckpointPart[];
  /** What rank 0 writes once all ranks are done; `content` in hex digits. */
  closing: { name: string; content: string }[];
  /** A checkpoint is in `<root>/<directoryPrefix><number>`. */
  directoryPrefix: string;
  /** Number of the first save; each further one has the next. */
  firstNumber: number;
  /** Complete checkpoints of earlier jobs, oldest first. */
  present: number[];
  saves: number;
  /** After the saves; each loads another checkpoint of those that are kept, the newest first and in turn. */
  loads: number;
  /** Checkpoints that are kept; older ones are removed after each save. */
  keep: number;
  /** Between the end of a save and the release of the next; of saves in the background, from the end of the stall. */
  pauseNs: number;
  /** When what was written is made durable: not, each file after its last byte, all files of a rank at its end. */
  sync: 'none' | 'file' | 'rank';
  /** Files are written under a temporary name, renamed, and the directory is made durable where `sync` is not `none`. */
  rename: boolean;
  /** A save copies its bytes to memory first, all of them; they are written while the training goes on. */
  background: boolean;
  /** Each rank loads what the rank so many later has saved. */
  loadShift: number;
  /** Each rank loads all parts. */
  loadAll: boolean;
  /** Loads compare each MiB with its checksum. */
  verifyLoads: boolean;
}

/** One rank in one round, in nanoseconds since the release of the ranks. */
export interface NativeCheckpointRank {
  startNs: number;
  firstByteNs: number;
  /** When its training can go on. */
  stallNs: number;
  transferredNs: number;
  /** Its files are closed and, as far as that was asked for, durable under their names. */
  endNs: number;
  bytes: number;
}

export interface NativeCheckpointRound {
  kind: 'save' | 'load';
  /** Of the checkpoint. */
  number: number;
  /** Release of the ranks, within the measured time. */
  startNs: number;
  /** Since then, until the checkpoint is complete: the slowest rank, the closing files, the directory. */
  endNs: number;
  /** False where a stop or an error has cut it off. */
  complete: boolean;
  /** Of a save in the background: how long it had to wait for the one before. */
  waitedNs: number;
  /** Of a save, after its end: removal of checkpoints that are not kept, and writing of the checksums. */
  removeNs: number;
  removedFiles: number;
  sealNs: number;
  /** Of a load: what the page cache held of its files before it began. */
  cacheBefore: { residentBytes: number; totalBytes: number; method: string };
  /** Why the caches of the machine were not dropped before a load; empty: they were, or were not to be. */
  systemCachesRefusal: string;
  ranks: NativeCheckpointRank[];
}

export interface NativeCheckpointResult {
  rounds: NativeCheckpointRound[];
  /** MiB that loads have compared, those that differ, and the first of these. */
  verifiedPieces: number;
  damagedPieces: number;
  damaged: { path: string; offset: number; length: number; expected: number; found: number }[];
}

/** Where a job of kind checkpoint is. */
export interface NativeCheckpointSnapshot {
  kind: 'save' | 'load';
  number: number;
  roundsDone: number;
  rounds: number;
  /** Of this round. */
  bytesDone: number;
  bytes: number;
}
