// Native jobs of kind checkpoint for tests: parts of a few ranks, and running them through the real addon.
import type {
  NativeCheckpoint,
  NativeCheckpointPart,
  NativeCheckpointResult,
  NativeJobResult,
  NativeJobSpec,
} from '../../src/native/contract.js';
import { plainBlocks } from '../../src/plan/block-job.js';
import { runJob } from './jobs.js';

export const mebibyte = 2 ** 20;

/** A file of each of so many ranks. */
export function partsOf(ranks: number, bytes: number): NativeCheckpointPart[] {
  return Array.from({ length: ranks }, (_, rank) => ({ name: `rank${rank}.bin`, rank, offset: 0, bytes, header: '' }));
}

/** One save of two ranks with a file of 3 MiB each, which stays. */
export function checkpointOf(changes: Partial<NativeCheckpoint>): NativeCheckpoint {
  const ranks = changes.ranks ?? 2;
  return {
    ranks,
    parts: partsOf(ranks, 3 * mebibyte),
    closing: [],
    directoryPrefix: 'step',
    firstNumber: 1,
    present: [],
    saves: 1,
    loads: 0,
    keep: 1,
    pauseNs: 0,
    sync: 'file',
    rename: true,
    background: false,
    loadShift: 0,
    loadAll: false,
    verifyLoads: false,
    ...changes,
  };
}

export function jobOf(checkpoint: NativeCheckpoint, changes: Partial<NativeJobSpec> = {}): Partial<NativeJobSpec> {
  return { kind: 'checkpoint', workers: checkpoint.ranks, checkpoint, ...plainBlocks(mebibyte), ...changes };
}

export type CheckpointRun = NativeJobResult & { checkpoint: NativeCheckpointResult };

/** Runs a job in blocks of 1 MiB. */
export async function runCheckpoint(
  checkpoint: Partial<NativeCheckpoint>,
  changes: Partial<NativeJobSpec> = {},
): Promise<CheckpointRun> {
  const result = await runJob(jobOf(checkpointOf(checkpoint), changes));
  if (result.checkpoint === null) throw new Error('a job of kind checkpoint has told nothing of checkpoints');
  return { ...result, checkpoint: result.checkpoint };
}
