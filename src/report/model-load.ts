// How models were loaded: a table a workload with variants and mounts side by side, each load of few steps, and what its
// processes have shared.
import { isModelLoad } from '../analyze/model-load-metrics.js';
import type { CheckpointRoundRecord, RunRecord } from '../result/schema.js';
import { type SavedStep, verifiedSentences } from './checkpoint.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { modelLoadText } from './model-load-words.js';
import { formatPercent, formatRate, formatSpan, formatSize } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span } from './spans.js';
import { brokenText, indentedLines, ofMetric, type StepRow, stepRows } from './step-rows.js';

type Row = StepRow<SavedStep>;

/** Of more steps, the loads would hide the comparison that they stand below. */
const mostSteps = 2;
const mostLoads = 8;

/** Of one process these say what another column says. */
const ofSeveral = (key: string, text: (value: number) => string) => (row: Row) =>
  row.steps.some(({ checkpoint }) => checkpoint.ranks > 1) ? ofMetric(key, text)(row) : '';

const columns: readonly RowColumn<Row>[] = [
  { head: '', rank: 0, text: brokenText, left: true, style: () => ['bold', 'red'] },
  { head: '1st byte', rank: 0, text: ofMetric('firstByteSeconds', formatSpan) },
  { head: 'slowest', rank: 0, text: ofMetric('loadSeconds', formatSpan) },
  { head: 'median', rank: 1, text: ofSeveral('processSeconds', formatSpan) },
  { head: 'each', rank: 0, text: ofMetric('processBytesPerSecond', formatRate) },
  { head: 'together', rank: 0, text: ofSeveral('loadBytesPerSecond', formatRate) },
  { head: 'model', rank: 2, text: ofSeveral('modelBytesPerSecond', formatRate) },
  { head: 'in memory', rank: 3, text: ofMetric('cachedBeforeFraction', formatPercent) },
];

const ofComplete: readonly RowColumn<CheckpointRoundRecord>[] = [
  { head: '1st byte', rank: 0, text: ({ firstByteSeconds }) => formatSpan(firstByteSeconds) },
  { head: 'slowest', rank: 0, text: ({ seconds }) => formatSpan(seconds) },
  {
    head: 'spread',
    rank: 1,
    text: ({ ranks, spreadSeconds }) => (ranks.length > 1 ? formatSpan(spreadSeconds) : ''),
  },
  { head: 'together', rank: 0, text: ({ bytesPerSecond }) => formatRate(bytesPerSecond) },
  { head: 'in memory', rank: 0, text: ({ cacheBefore }) => residentText(cacheBefore) },
];

/** What a stop or an error has cut off has no figures that could be compared. */
const loadColumns = ofComplete.map((column) => ({
  ...column,
  text: (load: CheckpointRoundRecord) => (load.complete ? column.text(load) : ''),
}));

/** Lines with an empty one after each workload; none for a run without such loads. */
export function modelLoadLines(record: RunRecord, look: Look): string[] {
  const loaded = record.steps.filter((step): step is SavedStep => {
    return step.checkpoint !== undefined && isModelLoad(step.job);
  });
  return groupBy(loaded, ({ workload }) => workload).flatMap(([workload, steps]) => [
    ...titleLines(workload, steps, look),
    ...rowTableLines(stepRows(steps), { head: '', labelOf: ({ label }) => label, columns }, look),
    ...sentences(steps).flatMap((text) => indentedLines(text, look)),
    ...(steps.length > mostSteps ? [] : steps.flatMap((step) => loadLines(step, look))),
    '',
  ]);
}

function titleLines(workload: string, steps: readonly SavedStep[], { width, colour }: Look): string[] {
  const [first] = steps;
  const swept = [...new Set(steps.flatMap(({ variant }) => Object.keys(variant)))];
  const value = (key: string) => (swept.includes(key) ? undefined : first?.job[key]);
  const files = [
    ...new Set(steps.map(({ checkpoint: { bytes, files: count } }) => `${formatSize(bytes)} in ${count} files`)),
  ];
  const repeats = Math.max(...steps.map(({ repeat }) => repeat));
  const facts = [modelLoadText(value), files.join('/'), repeats > 1 ? `median of ${repeats}` : ''];
  const what = `Model loads: ${workload}: ${facts.filter((fact) => fact !== '').join(', ')}`;
  return wrap(printable(what), width).map((text) => paint([span(text, 'bold')], colour));
}

function sentences(steps: readonly SavedStep[]): string[] {
  return [
    'Times are from the release of all processes: until the median one has its first bytes, and until the slowest one has ' +
      'its last; medians of the loads.',
    ...sharedSentences(steps),
    ...verifiedSentences(steps, 'laid out'),
  ];
}

/** Several processes of one machine have one page cache. */
function sharedSentences(steps: readonly SavedStep[]): string[] {
  const several = steps.filter(({ checkpoint }) => checkpoint.ranks > 1);
  if (!several.some(({ engine }) => engine.direct === false && engine.used !== 'null')) return [];
  return [
    'Processes that read through the page cache share it: what one of them has read the others find in memory. What the ' +
      'storage has to give is the model once, in the time of the slowest.',
  ];
}

function loadLines({ id, checkpoint: { rounds } }: SavedStep, look: Look): string[] {
  const more = rounds.length - mostLoads;
  const labelOf = (load: CheckpointRoundRecord) => `load ${rounds.indexOf(load) + 1}${load.complete ? '' : ' (cut)'}`;
  if (rounds.length < 2) return [];
  return [
    ` ${printable(id)}`,
    ...rowTableLines(rounds.slice(0, mostLoads), { head: '', labelOf, columns: loadColumns }, look),
    ...(more > 0 ? [` and ${more} more`] : []),
  ];
}

function residentText(cache: CheckpointRoundRecord['cacheBefore']): string {
  if (cache === null || cache.totalBytes === 0) return 'unknown';
  return formatPercent(cache.residentBytes / cache.totalBytes);
}
