// Schema of how ranks have saved and loaded checkpoints: part of the record of a step.
import { z } from 'zod';
import { bytes, count, fraction, orNull, rate, seconds, text } from './fields.js';

const ofSaves = 'the round is a load';

const rankSchema = z.object({
  startSeconds: seconds('When it began with its first call.'),
  firstByteSeconds: seconds('End of its first write or read.'),
  stallSeconds: seconds('When its training can go on.'),
  transferredSeconds: seconds('End of its last write or read.'),
  seconds: seconds('Its files are closed and, as far as that was asked for, durable under their names.'),
  bytes: bytes('Bytes that it has written or read.'),
});

const residencySchema = z.object({
  residentBytes: bytes('Bytes of the files in the page cache.'),
  totalBytes: bytes('Bytes of the files that were looked at.'),
  method: text('How it was found: cachestat, mincore or none.'),
});

const roundSchema = z.object({
  kind: z.enum(['save', 'load']).describe('What all ranks did at once.'),
  number: count('Number of the checkpoint.'),
  startSeconds: seconds('When the ranks were released, within the measured time. Other times count from here.'),
  seconds: seconds('Until the checkpoint is complete: the slowest rank, then the files that are for all ranks.'),
  complete: z.boolean().describe('False: a stop or an error has cut it off, and no metric counts it.'),
  bytes: bytes('Bytes that all ranks have written or read.'),
  bytesPerSecond: rate('bytes / seconds.', 'bytes'),
  slowestRank: count('Rank that was done last.'),
  slowestSeconds: seconds('When it was.'),
  spreadSeconds: seconds('From the first rank that was done to the last.'),
  stragglers: z.array(count('Rank.')).describe('Ranks far behind the others; the rule is in docs/measuring.md.'),
  rank0Seconds: seconds('When rank 0 was done: the duration that MLPerf Storage prints.'),
  rank0BytesPerSecond: rate('bytes / rank0Seconds: the throughput that MLPerf Storage prints.', 'bytes'),
  releaseSpreadSeconds: seconds('From the first call of the first rank to that of the last.'),
  firstByteSeconds: seconds('Until every rank has done its first write or read.'),
  flushSeconds: seconds('From the last write or read of a rank to its end, of the rank where that took longest.'),
  closingSeconds: seconds('From the end of the slowest rank to that of the round: index, metadata, their directory.'),
  stallSeconds: orNull(
    seconds(
      'How long the training stood still: for all of the save, or until the bytes were copied; with waitedSeconds.',
    ),
    ofSaves,
  ),
  waitedSeconds: seconds('How long a save in the background had to wait for the one before.'),
  drainSeconds: orNull(
    seconds('From the end of the stall until the checkpoint is complete.'),
    'the round is no save in the background',
  ),
  removeSeconds: seconds('Removal of checkpoints that are not kept, after the round.'),
  removedFiles: count('Files that were removed.'),
  sealSeconds: seconds('Writing of the checksums, after the round.'),
  cacheBefore: orNull(
    residencySchema.describe('What the page cache held of the files before it.'),
    'the round is a save',
  ),
  systemCachesRefusal: text(
    'Why the caches of the machine were not dropped before; empty: they were, or were not to be.',
  ),
  ranks: z.array(rankSchema.describe('One rank.')).describe('Ranks in their order.'),
});

const profileSchema = z.object({
  kind: z.enum(['save', 'load']).describe('Rounds that it is of.'),
  rounds: count('Complete rounds that it is the mean of.'),
  binSeconds: seconds('Length of a bin; the first one begins at the release of the ranks.'),
  bytesPerSecond: z
    .array(rate('Bytes of the writes or reads that ended in the bin, over its length.', 'bytes'))
    .describe('The bins, 200 at most.'),
});

const lostTimeSchema = z.object({
  gpus: count('GPUs of the job.'),
  mtbfSeconds: seconds('Mean time between two failures of the job.'),
  stallSeconds: seconds('What a save holds the job up: median of those measured, of the full size.'),
  drainSeconds: seconds('What a save in the background takes beyond that, of the full size; else 0.'),
  restartSeconds: seconds('What a load takes: median of those measured, of the full size; 0 without any.'),
  scale: fraction('Scale of the checkpoint that was measured; the times above are the measured ones divided by it.'),
  youngSeconds: seconds('Work between two saves that costs least, by the formula of Young.'),
  optimumSeconds: seconds('The same by the formula of Daly, but no less than a save in the background takes.'),
  optimumLostFraction: fraction('Share of the time of the job that is lost at that interval.'),
  optimumGpuHoursPerDay: z.number().nonnegative().describe('24 * gpus * optimumLostFraction. Unit: GPU-hours a day.'),
  everySeconds: orNull(
    seconds('Work between two saves that the workload asks about.'),
    'it asks about none but the optimum',
  ),
  lostFraction: fraction('Share of the time of the job that is lost at that interval; without one, at the optimum.'),
  gpuHoursPerDay: z.number().nonnegative().describe('24 * gpus * lostFraction. Unit: GPU-hours a day.'),
});

const damagedSchema = z.object({
  path: text('File that it is in.'),
  offset: bytes('Offset in it.'),
  length: bytes('Length of the piece.'),
  expected: count('CRC32C when it was saved.'),
  found: count('CRC32C of what was loaded.'),
});

export const checkpointSchema = z.object({
  model: text('Model whose state it is; custom: sizes that were given.'),
  format: text('Files and their names: deepspeed, dcp, safetensors or shared; empty of a model load.'),
  mode: text('full: all ranks of the job. subset: the first of them, as one client has them.'),
  ranks: count('Ranks of this machine.'),
  bytes: bytes('Size of a checkpoint, without the files that are for all ranks.'),
  files: count('Files of a checkpoint, with those that are for all ranks.'),
  scale: fraction('Factor on the sizes of the model.'),
  sync: z.enum(['none', 'file', 'rank']).describe('When what is written is made durable.'),
  background: z.boolean().describe('True: saves were copied to memory and written while the training went on.'),
  loadShift: count('Each rank loads what the rank so many later has saved.'),
  loadAll: z.boolean().describe('True: each rank loads all of it.'),
  reasons: orNull(
    z.array(text('One reason.')).describe('For what the rules of MLPerf Storage would not let the run count.'),
    'the rules have no such workload',
  ),
  rounds: z.array(roundSchema.describe('One round.')).describe('Saves and loads in their order.'),
  profiles: z
    .array(profileSchema.describe('One profile.'))
    .describe('Bandwidth over the time of a round, mean over the complete rounds of a kind.'),
  verifiedPieces: count('Pieces, of a MiB at most, that loads have compared with their checksums.'),
  damagedPieces: count('Those of them that differ.'),
  damaged: z.array(damagedSchema.describe('One piece.')).describe('The first of these.'),
  lostTime: orNull(
    lostTimeSchema.describe('What saves and failures cost a job that saves as fast as was measured.'),
    'no save was complete, or none went to storage',
  ),
});

export type CheckpointRecord = z.infer<typeof checkpointSchema>;
export type CheckpointRoundRecord = CheckpointRecord['rounds'][number];
/** One rank in one round. */
export type CheckpointRankRecord = CheckpointRoundRecord['ranks'][number];
export type BurstProfile = CheckpointRecord['profiles'][number];
export type LostTime = NonNullable<CheckpointRecord['lostTime']>;
