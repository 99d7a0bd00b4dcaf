// The state of a run in sentences, and how far it is. Pure.
import { formatSeconds } from '../report/numbers.js';
import type { WatchedStep, WatchState } from './messages.js';

/** Without a word of the run for so many seconds the page says so. */
const quietFrom = 10;

/** `Running`, `Complete, not accepted`, `Waiting for the run`. */
export function headlineOf({ run, acceptance }: WatchState): string {
  if (run.status === 'waiting') return 'Waiting for the run';
  const word = run.status.charAt(0).toUpperCase() + run.status.slice(1);
  if (run.status === 'running' || acceptance.length === 0) return word;
  if (acceptance.some(({ verdict }) => verdict === 'fail')) return `${word}, not accepted`;
  return `${word}, ${acceptance.some(({ verdict }) => verdict === 'marginal') ? 'marginal' : 'accepted'}`;
}

/** `3 of 12 steps are over, for 1:20 now, about 4:10 to go by the plan.` */
export function leadOf(state: WatchState, nowMs: number): string {
  const { run, steps } = state;
  if (run.status === 'waiting')
    return 'The run has written nothing yet; this page goes on by itself as soon as it does.';
  const over = steps.filter(isOver).length;
  const failed = steps.filter(({ status }) => status === 'failed').length;
  const parts = [
    `${over} of ${steps.length} ${steps.length === 1 ? 'step' : 'steps'} over${failed > 0 ? `, ${failed} failed` : ''}`,
    timeText(run, nowMs),
    run.status === 'running' ? remainingText(state) : '',
  ];
  const sentence = `${parts.filter((text) => text !== '').join(', ')}.`;
  return [sentence, ...run.reasons.slice(0, 3).map((reason) => `${reason}.`)].join(' ');
}

function timeText({ startedAt, endedAt }: WatchState['run'], nowMs: number): string {
  if (startedAt === null) return '';
  const end = endedAt === null ? nowMs : Date.parse(endedAt);
  const seconds = formatSeconds(Math.max(0, (end - Date.parse(startedAt)) / 1000));
  return endedAt === null ? `for ${seconds} now` : `in ${seconds}`;
}

/** Data sets that are to be written first are not in the plan's times. */
function remainingText({ steps, intervals }: WatchState): string {
  const left = steps.filter((step) => !isOver(step));
  if (left.length === 0 || left.some(({ estimatedSeconds }) => estimatedSeconds === null)) return '';
  const seconds = left.reduce(
    (sum, step) => sum + Math.max(0, (step.estimatedSeconds ?? 0) - measuredSeconds(step, intervals)),
    0,
  );
  return `at least ${formatSeconds(seconds)} to go by the plan`;
}

/** Share of the steps that are over, with what is measured of those that run; 0 to 1. */
export function progressOf({ run, steps, intervals }: WatchState): number {
  if (steps.length === 0) return 0;
  if (run.endedAt !== null) return 1;
  const shares = steps.map((step) => {
    if (isOver(step)) return 1;
    if (step.status === 'planned' || step.estimatedSeconds === null) return 0;
    return Math.min(1, measuredSeconds(step, intervals) / Math.max(1e-9, step.estimatedSeconds));
  });
  return shares.reduce((sum, share) => sum + share, 0) / steps.length;
}

/** The steps that run, with how far each is; of a search its last try. */
export function runningText({ run, steps, intervals }: WatchState): string {
  const running = steps.filter(({ status }) => status === 'running');
  if (running.length === 0) {
    const last = Object.keys(intervals).join(', ');
    if (run.endedAt !== null) return last === '' ? 'The run is over.' : `The run is over. The last step was ${last}.`;
    return run.status === 'running' ? 'Between two steps.' : 'No step runs.';
  }
  return running.map((step) => `${stepText(step, intervals)}.`).join(' ');
}

function stepText(step: WatchedStep, intervals: WatchState['intervals']): string {
  const { id, estimatedSeconds, note } = step;
  const measured = measuredSeconds(step, intervals);
  const of = estimatedSeconds === null ? '' : ` of ${formatSeconds(estimatedSeconds)}`;
  const far =
    measured > 0
      ? `measured for ${formatSeconds(measured)}${of}`
      : 'is made ready: no interval yet, its data set may have to be written first';
  return [`${id} ${far}`, note].filter((text) => text !== '').join('; ');
}

/** Empty while the run writes as it should. */
export function quietText(seconds: number): string {
  if (seconds < quietFrom) return '';
  return (
    `Nothing was written for ${formatSeconds(seconds)}: a data set is written, storage does not answer, or the run has ` +
    'ended without a last word.'
  );
}

function measuredSeconds({ id }: WatchedStep, intervals: WatchState['intervals']): number {
  const last = intervals[id]?.at(-1);
  return last === undefined ? 0 : last.startSeconds + last.seconds;
}

function isOver({ status }: WatchedStep): boolean {
  return status !== 'planned' && status !== 'running';
}
