// The epochs of a training, a row each, and below them the distributions of its times.
import type { StepRecord, TrainingEpoch, TrainingRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatSeconds, formatTenths } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';

type Trained = Pick<StepRecord, 'id'> & { training: TrainingRecord };

/** Of more steps, the epochs would hide the comparison that they stand below. */
const mostSteps = 4;
const mostEpochs = 12;

const orNone = (value: number | null, text: (value: number) => string) => (value === null ? '' : text(value));

const columns: readonly RowColumn<TrainingEpoch>[] = [
  { head: 'steps', rank: 1, text: ({ steps }) => String(steps) },
  { head: 'time', rank: 0, text: ({ seconds }) => formatSeconds(seconds) },
  { head: 'AU', rank: 0, text: ({ auPercent }) => orNone(auPercent, formatTenths) },
  { head: 'wall AU', rank: 0, text: ({ wallAuPercent }) => orNone(wallAuPercent, formatTenths) },
  { head: 'samples/s', rank: 0, text: ({ samplesPerSecond }) => orNone(samplesPerSecond, formatCount) },
  { head: '1st batch', rank: 1, text: ({ firstBatchSeconds }) => formatSeconds(firstBatchSeconds) },
  { head: 'data wait', rank: 0, text: ({ dataWaitSeconds }) => formatSeconds(dataWaitSeconds) },
  { head: 'barriers', rank: 2, text: ({ barrierSeconds }) => formatSeconds(barrierSeconds) },
  { head: 'spread', rank: 3, text: ({ rankSpread }) => orNone(rankSpread, (spread) => formatTenths(100 * spread)) },
];

/** A table a step; none where there are too many steps to look at each. */
export function trainingEpochLines(steps: readonly Trained[], look: Look): string[] {
  return steps.length > mostSteps ? [] : steps.flatMap((step) => stepLines(step, look));
}

function stepLines({ id, training }: Trained, look: Look): string[] {
  const { epochs } = training;
  if (epochs.length === 0) return [];
  const more = epochs.length - mostEpochs;
  return [
    ` ${printable(id)}`,
    ...rowTableLines(epochs.slice(0, mostEpochs), { head: 'epoch', labelOf: trainingEpochName, columns }, look),
    ...(more > 0 ? [` and ${more} more`] : []),
    ...wrap(timesText(training), look.width - 1).map((line) => ` ${line}`),
  ];
}

/** `2`, `eval 2`, `2 (cut)`. */
export function trainingEpochName({ kind, number, complete }: TrainingEpoch): string {
  return `${kind === 'eval' ? 'eval ' : ''}${number}${complete ? '' : ' (cut)'}`;
}

/** `Times p50/p99/max: step …; wait for data …; item …; readers told late …`. */
function timesText({ stepNs, dataWaitNs, itemNs, latenessNs }: TrainingRecord): string {
  const text = ({ p50, p99, max }: TrainingRecord['stepNs']) => [p50, p99, max].map(formatLatency).join('/');
  const parts = [
    `step ${text(stepNs)}`,
    `wait for data ${text(dataWaitNs)}`,
    `item ${text(itemNs)}`,
    `readers told late by ${text(latenessNs)}`,
  ];
  return `Times, p50/p99/max: ${parts.join('; ')}.`;
}
