// The saves and loads of a step, a row each, and below them how their bandwidth went over time.
import type { BurstProfile, CheckpointRecord, CheckpointRoundRecord, StepRecord } from '../result/schema.js';
import { sparkline } from './bars.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatRate, formatSpan, formatSize } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span } from './spans.js';

type Saved = Pick<StepRecord, 'id' | 'engine'> & { checkpoint: CheckpointRecord };

/** Of more steps, the rounds would hide the comparison that they stand below. */
const mostSteps = 4;
const mostRounds = 12;
/** With fewer bins, a profile has no shape. */
const fewestBins = 4;

const orNone = (seconds: number | null) => (seconds === null ? '' : formatSpan(seconds));
const ifAny = (seconds: number) => (seconds > 0 ? formatSpan(seconds) : '');

const time: RowColumn<CheckpointRoundRecord> = {
  head: 'time',
  rank: 0,
  text: ({ seconds, complete }) => (complete || seconds > 0 ? formatSpan(seconds) : ''),
};

const ofComplete: readonly RowColumn<CheckpointRoundRecord>[] = [
  { head: 'rate', rank: 0, text: ({ bytesPerSecond }) => formatRate(bytesPerSecond) },
  { head: 'slowest', rank: 1, text: ({ slowestRank, ranks }) => (ranks.length > 1 ? `rank ${slowestRank}` : '') },
  { head: 'rank 0', rank: 2, text: ({ rank0Seconds, ranks }) => (ranks.length > 1 ? formatSpan(rank0Seconds) : '') },
  {
    head: 'spread',
    rank: 0,
    text: ({ spreadSeconds, ranks }) => (ranks.length > 1 ? formatSpan(spreadSeconds) : ''),
  },
  {
    head: 'stall',
    rank: 0,
    text: ({ stallSeconds, drainSeconds }) => (drainSeconds === null ? '' : orNone(stallSeconds)),
  },
  { head: 'waited', rank: 1, text: ({ waitedSeconds }) => ifAny(waitedSeconds) },
  {
    head: 'released',
    rank: 3,
    text: ({ releaseSpreadSeconds, ranks }) => (ranks.length > 1 ? formatSpan(releaseSpreadSeconds) : ''),
  },
  { head: '1st byte', rank: 4, text: ({ firstByteSeconds }) => formatSpan(firstByteSeconds) },
  { head: 'flush', rank: 5, text: ({ kind, flushSeconds }) => (kind === 'save' ? formatSpan(flushSeconds) : '') },
  { head: 'remove', rank: 6, text: ({ removeSeconds }) => ifAny(removeSeconds) },
  { head: 'in memory', rank: 3, text: ({ cacheBefore }) => residentText(cacheBefore) },
  { head: 'behind', rank: 2, text: ({ stragglers }) => stragglers.join(' '), left: true, style: () => 'yellow' },
];

/** What a stop or an error has cut off has no figures that could be compared. */
const columns: readonly RowColumn<CheckpointRoundRecord>[] = [
  time,
  ...ofComplete.map((column) => ({
    ...column,
    text: (round: CheckpointRoundRecord) => (round.complete ? column.text(round) : ''),
  })),
];

/** A table and the profiles of each step; none where there are too many steps to look at each. */
export function checkpointRoundLines(steps: readonly Saved[], look: Look): string[] {
  return steps.length > mostSteps ? [] : steps.flatMap((step) => stepLines(step, look));
}

/** `save 2`, `load 1 (cut)`: counted among those of its kind. */
function roundName(rounds: readonly CheckpointRoundRecord[], at: number): string {
  const round = rounds[at];
  if (round === undefined) return '';
  const number = rounds.slice(0, at + 1).filter(({ kind }) => kind === round.kind).length;
  return `${round.kind} ${number}${round.complete ? '' : ' (cut)'}`;
}

function stepLines({ id, engine, checkpoint }: Saved, look: Look): string[] {
  const { rounds, profiles } = checkpoint;
  if (rounds.length === 0) return [];
  const more = rounds.length - mostRounds;
  const labelOf = (round: CheckpointRoundRecord) => roundName(rounds, rounds.indexOf(round));
  const buffered = engine.direct === false && engine.used !== 'null';
  return [
    ` ${printable(id)}`,
    ...rowTableLines(rounds.slice(0, mostRounds), { head: 'round', labelOf, columns }, look),
    ...(more > 0 ? [` and ${more} more`] : []),
    ...profiles.flatMap((profile) => profileLines(profile, buffered, look)),
  ];
}

/** What it is of, then the bars: from the release of the ranks to the end of the slowest round. */
function profileLines(
  { kind, rounds, binSeconds, bytesPerSecond }: BurstProfile,
  buffered: boolean,
  look: Look,
): string[] {
  if (bytesPerSecond.length < fewestBins) return [];
  const whole = binSeconds * bytesPerSecond.length;
  const peak = Math.max(...bytesPerSecond);
  const mean = bytesPerSecond.reduce((sum, rate) => sum + rate, 0) / bytesPerSecond.length;
  const of = rounds > 1 ? `, mean of ${rounds}` : '';
  const taken = kind === 'save' && buffered ? '; a write ends when memory has taken its bytes' : '';
  const text =
    `Bandwidth of ${kind === 'save' ? 'saves' : 'loads'} from release to end, ${formatSpan(whole)}${of}: ` +
    `peak ${formatRate(peak)}, mean ${formatRate(mean)}${taken}.`;
  const width = look.width - 1;
  const bars = sparkline(resampled(bytesPerSecond, width), width, look.glyphs);
  return [...wrap(text, width).map((line) => ` ${line}`), paint([span(' '), span(bars, 'cyan')], look.colour)];
}

/** The values in at most so many columns, each the mean of its part. */
export function resampled(values: readonly number[], columns: number): number[] {
  const count = Math.min(values.length, Math.max(1, columns));
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = [(at * values.length) / count, ((at + 1) * values.length) / count];
    let sum = 0;
    for (let index = Math.floor(from); index < to; index++) {
      const share = Math.min(to, index + 1) - Math.max(from, index);
      sum += (values[index] ?? 0) * share;
    }
    return sum / (to - from);
  });
}

function residentText(cache: CheckpointRoundRecord['cacheBefore']): string {
  if (cache === null) return '';
  return cache.totalBytes === 0 ? 'unknown' : formatSize(cache.residentBytes);
}
