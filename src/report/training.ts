// What emulated accelerators have seen: a table a workload with the mounts side by side, and how far it may be believed.
import { publishedRanges, publishedSources } from '../analyze/published-ranges.js';
import type { RunRecord, StepRecord, TrainingRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatRate, formatSeconds, formatTenths } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span, type Style } from './spans.js';
import { indentedLines, ofMetric, type StepRow, stepRows } from './step-rows.js';
import { trainingEpochLines } from './training-epochs.js';

type TrainedStep = StepRecord & { training: TrainingRecord };

type Row = StepRow<TrainedStep>;

const columns: readonly RowColumn<Row>[] = [
  { head: 'fed', rank: 0, text: fedText },
  { head: 'AU', rank: 0, text: ofMetric('auPercent', formatTenths) },
  { head: '', rank: 0, text: verdictText, left: true, style: verdictStyle },
  { head: 'wall AU', rank: 2, text: ofMetric('wallAuPercent', formatTenths) },
  { head: 'GPU idle', rank: 0, text: ofMetric('gpuIdlePercent', formatTenths) },
  { head: 'samples/s', rank: 1, text: ofMetric('samplesPerSecond', formatCount) },
  { head: 'nominal', rank: 5, text: ofMetric('nominalBytesPerSecond', formatRate) },
  { head: 'read', rank: 1, text: ofMetric('readBytesPerSecond', formatRate) },
  { head: '1st batch', rank: 3, text: ofMetric('firstBatchSeconds', formatSeconds) },
  { head: 'CPU s/GiB', rank: 6, text: ofMetric('cpuSecondsPerGiB', formatCount) },
];

/** Lines with an empty one after each workload; none for a run without trainings. */
export function trainingLines(record: RunRecord, look: Look): string[] {
  const trained = record.steps.filter((step): step is TrainedStep => step.training !== undefined);
  return groupBy(trained, ({ workload }) => workload).flatMap(([workload, steps]) => [
    ...titleLines(workload, steps, look),
    ...rowTableLines(stepRows(steps), { head: '', labelOf: ({ label }) => label, columns }, look),
    ...sentences(record, steps).flatMap((text) => indentedLines(text, look)),
    ...trainingEpochLines(steps, look),
    '',
  ]);
}

function titleLines(workload: string, steps: readonly TrainedStep[], { width, colour }: Look): string[] {
  const repeats = Math.max(...steps.map(({ repeat }) => repeat));
  const thresholds = distinct(steps.map(({ training }) => `${training.auThresholdPercent}%`));
  const facts = [`AU by rules ${rulesOf(steps)}, ${thresholds} to reach`, repeats > 1 ? `median of ${repeats}` : ''];
  const what = `Training: ${workload}: ${facts.filter((fact) => fact !== '').join(', ')}`;
  return wrap(printable(what), width).map((text) => paint([span(text, 'bold')], colour));
}

/** `v2`, or `v1/v2` where they are swept. */
function rulesOf(steps: readonly TrainedStep[]): string {
  return distinct(steps.map(({ training }) => training.rules));
}

function distinct(texts: readonly string[]): string {
  return [...new Set(texts)].join('/');
}

/** `7.41/8`: of the accelerators that there were. */
function fedText({ steps, metrics }: Row): string {
  const { acceleratorsFed: fed } = metrics;
  if (fed === undefined) return '';
  return `${fed.toFixed(fed < 99.95 ? 2 : 1)}/${distinct(steps.map(({ training }) => String(training.accelerators)))}`;
}

/** `reached`, `MISSED`; of repeats that differ `reached 3/5`; the status of a step that is not complete. */
function verdictText({ steps }: Row): string {
  const complete = steps.filter(({ status }) => status === 'complete');
  if (complete.length === 0) return steps.some(({ error }) => error?.code === 'STOPPED') ? 'stopped' : 'FAILED';
  const verdicts = complete.flatMap(({ metrics }) => metrics['auReached'] ?? []);
  const reached = verdicts.filter((verdict) => verdict === 1).length;
  if (verdicts.length === 0) return '';
  if (reached === 0) return 'MISSED';
  return reached === verdicts.length ? 'reached' : `reached ${reached}/${verdicts.length}`;
}

function verdictStyle(row: Row): Style {
  const text = verdictText(row);
  if (text === 'reached') return 'green';
  return text === 'MISSED' || text === 'FAILED' ? ['bold', 'red'] : 'yellow';
}

function sentences(record: RunRecord, steps: readonly TrainedStep[]): string[] {
  return [
    'AU leaves out the first step of each epoch, and so what is loaded before it ends; wall AU and "fed" do not: fed are ' +
      'as many accelerators that never wait.',
    ...rulesSentences(steps),
    ...publishedSentences(record, steps),
  ];
}

function rulesSentences(steps: readonly TrainedStep[]): string[] {
  const rules = rulesOf(steps);
  const reasons = [...new Set(steps.flatMap(({ training }) => training.reasons))];
  const known = steps.every(({ training }) => training.conforming);
  if (known) return [`Nothing is known against a run that conforms to the rules of MLPerf Storage ${rules}.`];
  const why = reasons.length === 0 ? '' : `: ${reasons.join('; ')}`;
  return [`Not a rules-conforming run of MLPerf Storage ${rules}${why}.`];
}

/** Of the file systems of the mounts; beside the figures, so that nobody takes them for some. */
function publishedSentences({ mounts }: RunRecord, steps: readonly TrainedStep[]): string[] {
  const used = mounts.filter(({ name }) => steps.some(({ mount }) => mount === name));
  const said = [...new Set(used.map(({ fileSystem }) => fileSystem.type))].flatMap(publishedRanges);
  const texts = [
    ...new Set(said.map(({ storage, fromPercent, toPercent }) => `${storage} ${fromPercent}-${toPercent}%`)),
  ];
  if (texts.length === 0) return [];
  return [`Said of such storage, and not measured: it keeps GPUs busy for ${texts.join(', ')} (${publishedSources}).`];
}
