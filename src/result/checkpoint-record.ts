// How ranks have saved and loaded → its part of the record, with the figures that were worked out from it.
import type { NativeCheckpoint, NativeCheckpointRound, NativeJobSpec } from '../native/contract.js';
import type { CheckpointRankRecord, CheckpointRecord, CheckpointRoundRecord } from './checkpoint-schema.js';
import type { StepRecord } from './schema.js';
import type { StepResult } from './step-result.js';

/** Of a round, what was measured. */
export type RoundTimes = Pick<
  CheckpointRoundRecord,
  | 'kind'
  | 'number'
  | 'startSeconds'
  | 'seconds'
  | 'complete'
  | 'waitedSeconds'
  | 'removeSeconds'
  | 'removedFiles'
  | 'sealSeconds'
  | 'cacheBefore'
  | 'systemCachesRefusal'
  | 'ranks'
>;

/** Of a round, what follows from its times. */
export type RoundFigures = Omit<CheckpointRoundRecord, keyof RoundTimes>;

/** Figures of a step: those of each round in its order, and of all of them. */
export interface CheckpointFigures extends Pick<CheckpointRecord, 'profiles' | 'lostTime'> {
  rounds: RoundFigures[];
}

/** What the record takes over from a planned step. */
export interface CheckpointToRecord {
  job: StepRecord['job'];
  spec: Partial<Pick<NativeJobSpec, 'checkpoint'>>;
  /** What the rules of MLPerf Storage have against it; absent where they have no such workload. */
  checkpoint?: { reasons: string[] };
}

/** The times of a round in the units of the record. */
export function roundTimes(round: NativeCheckpointRound): RoundTimes {
  const { kind, number, complete, removedFiles, systemCachesRefusal, cacheBefore, ranks } = round;
  return {
    kind,
    number,
    startSeconds: round.startNs / 1e9,
    seconds: round.endNs / 1e9,
    complete,
    waitedSeconds: round.waitedNs / 1e9,
    removeSeconds: round.removeNs / 1e9,
    removedFiles,
    sealSeconds: round.sealNs / 1e9,
    cacheBefore: kind === 'load' ? { ...cacheBefore } : null,
    systemCachesRefusal,
    ranks: ranks.map(rankRecord),
  };
}

/** Nothing of other kinds. */
export function checkpointRecord(
  { job, spec, checkpoint: plan }: CheckpointToRecord,
  { checkpoint: result }: StepResult,
  figures: CheckpointFigures | null,
): Pick<StepRecord, 'checkpoint'> | null {
  const asked = spec.checkpoint ?? null;
  if (result === null || asked === null || figures === null) return null;
  const { ranks, sync, background, loadShift, loadAll } = asked;
  const { verifiedPieces, damagedPieces, damaged } = result;
  const { profiles, lostTime } = figures;
  const checkpoint: CheckpointRecord = {
    model: textOf(job['model'], 'custom'),
    format: textOf(job['format'], ''),
    mode: textOf(job['mode'], 'full'),
    ranks,
    bytes: checkpointBytes(asked),
    files: checkpointFiles(asked),
    scale: typeof job['scale'] === 'number' ? job['scale'] : 1,
    sync,
    background,
    loadShift,
    loadAll,
    reasons: plan?.reasons ?? null,
    rounds: result.rounds.flatMap((round, at) => {
      const own = figures.rounds[at];
      return own === undefined ? [] : [{ ...roundTimes(round), ...own }];
    }),
    profiles,
    verifiedPieces,
    damagedPieces,
    damaged: damaged.map((piece) => ({ ...piece })),
    lostTime,
  };
  return { checkpoint };
}

/** The result without rounds that a stop or an error has kept from being released: nothing is known of them. */
export function withBegunRounds<Result extends Pick<StepResult, 'checkpoint'>>(result: Result): Result {
  const { checkpoint } = result;
  if (checkpoint === null) return result;
  return { ...result, checkpoint: { ...checkpoint, rounds: checkpoint.rounds.filter(hasBegun) } };
}

function hasBegun({ complete, startNs, endNs, ranks }: NativeCheckpointRound): boolean {
  const started = ranks.some((rank) => rank.startNs > 0 || rank.endNs > 0 || rank.bytes > 0);
  return complete || startNs > 0 || endNs > 0 || started;
}

/** Bytes of a checkpoint, without the files that are for all ranks. */
export function checkpointBytes({ parts }: Pick<NativeCheckpoint, 'parts'>): number {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** Files of a checkpoint; several parts may be in one. */
function checkpointFiles({ parts, closing }: NativeCheckpoint): number {
  return new Set([...parts, ...closing].map(({ name }) => name)).size;
}

function rankRecord(rank: NativeCheckpointRound['ranks'][number]): CheckpointRankRecord {
  return {
    startSeconds: rank.startNs / 1e9,
    firstByteSeconds: rank.firstByteNs / 1e9,
    stallSeconds: rank.stallNs / 1e9,
    transferredSeconds: rank.transferredNs / 1e9,
    seconds: rank.endNs / 1e9,
    bytes: rank.bytes,
  };
}

function textOf(value: unknown, otherwise: string): string {
  return typeof value === 'string' ? value : otherwise;
}
