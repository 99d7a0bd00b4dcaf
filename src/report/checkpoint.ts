// How ranks have saved and loaded: a table a workload with the mounts side by side, its rounds, and what they cost a job.
import { isModelLoad } from '../analyze/model-load-metrics.js';
import type { CheckpointRecord, RunRecord, StepRecord } from '../result/schema.js';
import { checkpointRoundLines } from './checkpoint-rounds.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { lostTimeSentences } from './lost-time.js';
import { formatCount, formatRate, formatSpan, formatSize } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span } from './spans.js';
import { brokenText, indentedLines, ofMetric, rowLabel, type StepRow, stepRows } from './step-rows.js';

export type SavedStep = StepRecord & { checkpoint: CheckpointRecord };

type Row = StepRow<SavedStep>;

const ofRounds =
  'A round ends with the slowest rank and the files that are for all. By rank 0 is as MLPerf Storage prints it: all bytes over ' +
  'the time of rank 0, mean of the rates.';

const columns: readonly RowColumn<Row>[] = [
  { head: '', rank: 0, text: brokenText, left: true, style: () => ['bold', 'red'] },
  { head: 'save', rank: 0, text: ofMetric('saveSeconds', formatSpan) },
  { head: 'save rate', rank: 0, text: ofMetric('saveBytesPerSecond', formatRate) },
  { head: 'by rank 0', rank: 4, text: ofMetric('saveMeanOfRates', formatRate) },
  { head: 'spread', rank: 2, text: ofMetric('saveSpreadSeconds', formatSpan) },
  { head: 'stall', rank: 1, text: stallText },
  { head: 'load', rank: 0, text: ofMetric('loadSeconds', formatSpan) },
  { head: 'load rate', rank: 0, text: ofMetric('loadBytesPerSecond', formatRate) },
  { head: 'by rank 0', rank: 5, text: ofMetric('loadMeanOfRates', formatRate) },
  { head: 'lost GPU-h/d', rank: 3, text: ofMetric('lostGpuHoursPerDay', formatCount) },
];

/** Lines with an empty one after each workload; none for a run without checkpoints. */
export function checkpointLines(record: RunRecord, look: Look): string[] {
  const saved = record.steps.filter((step): step is SavedStep => {
    return step.checkpoint !== undefined && !isModelLoad(step.job);
  });
  return groupBy(saved, ({ workload }) => workload).flatMap(([workload, steps]) => [
    ...titleLines(workload, steps, look),
    ...tableLines(steps, look),
    ...sentences(steps).flatMap((text) => indentedLines(text, look)),
    ...checkpointRoundLines(steps, look),
    ...lostLines(steps, look),
    '',
  ]);
}

/** Without heads where no row has a figure. */
function tableLines(steps: readonly SavedStep[], look: Look): string[] {
  const table = { head: '', labelOf: ({ label }: Row) => label, columns };
  return rowTableLines(stepRows(steps), table, look).filter((line) => line !== '');
}

function titleLines(workload: string, steps: readonly SavedStep[], { width, colour }: Look): string[] {
  const all = (text: (checkpoint: CheckpointRecord) => string) =>
    [...new Set(steps.map(({ checkpoint }) => text(checkpoint)))].join('/');
  const repeats = Math.max(...steps.map(({ repeat }) => repeat));
  const facts = [
    counted(
      all(({ ranks }) => String(ranks)),
      'rank',
    ),
    `${all(({ bytes }) => formatSize(bytes))} in ${counted(
      all(({ files }) => String(files)),
      'file',
    )}`,
    all(({ format }) => format),
    steps.some(hasSaved) ? `fsync ${all(({ sync }) => sync)}` : '',
    steps.some(({ checkpoint }) => checkpoint.background) ? 'saves in the background' : '',
    repeats > 1 ? `median of ${repeats}` : '',
  ];
  const what = `Checkpoints: ${workload}: ${facts.filter((fact) => fact !== '').join(', ')}`;
  return wrap(printable(what), width).map((text) => paint([span(text, 'bold')], colour));
}

/** `1 file`, `16 files`, `8/16 ranks`. */
function counted(count: string, what: string): string {
  return `${count} ${what}${count === '1' ? '' : 's'}`;
}

function hasSaved({ checkpoint }: SavedStep): boolean {
  return checkpoint.rounds.some(({ kind }) => kind === 'save');
}

/** Of saves that are not in the background it is all of the save. */
function stallText({ steps, metrics }: Row): string {
  const { stallSeconds } = metrics;
  const apart = steps.some(({ checkpoint }) => checkpoint.background);
  return apart && stallSeconds !== undefined ? formatSpan(stallSeconds) : '';
}

function sentences(steps: readonly SavedStep[]): string[] {
  const timed = steps.some(({ checkpoint }) => checkpoint.rounds.some(({ complete }) => complete));
  return [...(timed ? [ofRounds] : []), ...verifiedSentences(steps, 'saved'), ...rulesSentences(steps)];
}

/** Nothing of workloads that the rules do not have. */
function rulesSentences(steps: readonly SavedStep[]): string[] {
  const ruled = steps.flatMap(({ checkpoint }) => checkpoint.reasons ?? []);
  const reasons = [...new Set(ruled)];
  if (reasons.length > 0) return [`Not a rules-conforming run of MLPerf Storage: ${reasons.join('; ')}.`];
  const known = steps.every(({ checkpoint }) => checkpoint.reasons !== null);
  return known ? ['Nothing is known against a run that conforms to the rules of MLPerf Storage.'] : [];
}

/** `done`: what was done with the pieces before they were loaded. */
export function verifiedSentences(steps: readonly SavedStep[], done: 'saved' | 'laid out'): string[] {
  const sum = (key: 'verifiedPieces' | 'damagedPieces') =>
    steps.reduce((total, { checkpoint }) => total + checkpoint[key], 0);
  const [verified, damaged] = [sum('verifiedPieces'), sum('damagedPieces')];
  if (verified === 0) return [];
  const found = damaged === 0 ? `all are what was ${done}` : `${damaged} are NOT what was ${done}`;
  return [`Loads compared ${verified} pieces, of a MiB at most, with their checksums inside their time: ${found}.`];
}

/** Of each mount and variant, that of the repeat in the middle: the median of the table, or the worse one beside it. */
function lostLines(steps: readonly SavedStep[], look: Look): string[] {
  const groups = groupBy(steps, rowLabel);
  const rows = groups.flatMap(([label, own]) => {
    const lostTimes = own.flatMap(({ checkpoint: { lostTime } }) => (lostTime === null ? [] : [lostTime]));
    lostTimes.sort((a, b) => a.gpuHoursPerDay - b.gpuHoursPerDay);
    const lostTime = lostTimes[Math.floor(lostTimes.length / 2)];
    return lostTime === undefined ? [] : [{ label: groups.length > 1 ? label : '', lostTime }];
  });
  return lostTimeSentences(rows).flatMap((text) => indentedLines(text, look));
}
