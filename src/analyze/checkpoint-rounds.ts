// What follows from the times of the ranks in one save or load. Pure: the figures of a record can be worked out again from it.
import type { CheckpointRankRecord, CheckpointRecord } from '../result/checkpoint-schema.js';
import type { RoundFigures, RoundTimes } from '../result/checkpoint-record.js';
import { medianOf } from '../statistics/median.js';

/** With two ranks nobody can say which of them is the odd one. */
const fewestRanks = 3;
/** Of the time that a rank should take: what it may take before it is called a straggler. */
const toleratedTimes = 1.25;
/** Deviations of the ranks from their median within which it is one of them. */
const toleratedDeviations = 3;
/** Standard deviations of a normal law in a median absolute deviation. */
const normalDeviation = 1.4826;

/** Figures of a round; those of one that was cut off are of what was done until then. */
export function roundFigures({ background }: Pick<CheckpointRecord, 'background'>, round: RoundTimes): RoundFigures {
  const { ranks, seconds, kind } = round;
  const ends = ranks.map((rank) => rank.seconds);
  const starts = ranks.map(({ startSeconds }) => startSeconds);
  const slowestSeconds = Math.max(0, ...ends);
  const bytes = ranks.reduce((sum, rank) => sum + rank.bytes, 0);
  const rank0Seconds = ends[0] ?? 0;
  const stall = stallOf(background, round);
  return {
    bytes,
    bytesPerSecond: rateOf(bytes, seconds),
    slowestRank: Math.max(0, ends.indexOf(slowestSeconds)),
    slowestSeconds,
    spreadSeconds: rangeOf(ends),
    stragglers: stragglersOf(ranks),
    rank0Seconds,
    rank0BytesPerSecond: rateOf(bytes, rank0Seconds),
    releaseSpreadSeconds: rangeOf(starts),
    firstByteSeconds: Math.max(0, ...ranks.map(({ firstByteSeconds }) => firstByteSeconds)),
    flushSeconds: Math.max(0, ...ranks.map((rank) => rank.seconds - rank.transferredSeconds)),
    closingSeconds: Math.max(0, seconds - slowestSeconds),
    stallSeconds: stall,
    drainSeconds: kind === 'save' && background ? Math.max(0, seconds - bytesCopied(ranks)) : null,
  };
}

/**
 * Ranks that were far behind: that took a quarter longer than the median rank, and than the median pace would have needed for
 * their bytes, and are further from the median than the others are (three deviations by their median absolute deviation).
 */
export function stragglersOf(ranks: readonly Pick<CheckpointRankRecord, 'seconds' | 'bytes'>[]): number[] {
  if (ranks.length < fewestRanks) return [];
  const median = medianOf(ranks.map(({ seconds }) => seconds));
  const deviation = normalDeviation * medianOf(ranks.map(({ seconds }) => Math.abs(seconds - median)));
  const secondsPerByte = medianOf(ranks.flatMap(({ seconds, bytes }) => (bytes > 0 ? seconds / bytes : [])));
  return ranks.flatMap(({ seconds, bytes }, rank) => {
    const expected = Math.max(median, bytes * secondsPerByte);
    const isFar = seconds > toleratedTimes * expected && seconds > median + toleratedDeviations * deviation;
    return isFar ? [rank] : [];
  });
}

/** All of a training stands still until the last rank may go on, and for all of a save that is not in the background. */
function stallOf(background: boolean, { kind, seconds, ranks, waitedSeconds }: RoundTimes): number | null {
  if (kind === 'load') return null;
  return waitedSeconds + (background ? bytesCopied(ranks) : seconds);
}

function bytesCopied(ranks: readonly CheckpointRankRecord[]): number {
  return Math.max(0, ...ranks.map(({ stallSeconds }) => stallSeconds));
}

function rangeOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

function rateOf(bytes: number, seconds: number): number {
  return seconds > 0 ? bytes / seconds : 0;
}
