// The summary of a run of several workloads: a row a headline figure, a column a mount.
import { medianOf } from '../statistics/median.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { printable } from './display-text.js';
import { type Headline, headlinesOf } from './headlines.js';
import type { Look } from './look.js';
import { type MatrixRow, matrixLines } from './mount-matrix.js';
import { combineRepeats } from './repeats.js';
import { span, type Span } from './spans.js';
import { variantText } from './step-text.js';

/** No line where the run has a single workload: its table says it all. Mounts that do not fit stand in a table below. */
export function summaryLines(record: RunRecord, look: Look): string[] {
  if (new Set(record.steps.map((step) => step.workload)).size < 2) return [];
  const mounts = record.mounts.map(({ name }) => name);
  const rows = summaryRows(record.steps, mounts, look);
  if (rows.length === 0) return [];
  return matrixLines({ title: 'Summary', columns: mounts, rows }, look);
}

function summaryRows(steps: readonly StepRecord[], mounts: readonly string[], look: Look): MatrixRow[] {
  return groupBy(steps, ({ workload, variant }) => `${printable(workload)} ${variantText(variant)}`.trim()).flatMap(
    ([workload, members]) =>
      headlinesOf(members[0]?.job ?? {}).map((headline) => ({
        workload,
        figure: headline.label,
        cells: mounts.map((mount) => {
          const own = members.filter((step) => step.mount === mount);
          return cellOf(own, headline, look);
        }),
      })),
  );
}

// A median would hide that a repeat has failed. One that was stopped is no fault of the mount.
function cellOf(steps: readonly StepRecord[], headline: Headline, { glyphs }: Look): Span {
  const has = (status: StepRecord['status']) => steps.some((step) => step.status === status);
  const complete = steps.filter(({ status }) => status === 'complete');
  const broken = steps.some(({ status, error }) => status === 'failed' && error?.code !== 'STOPPED');
  if (broken || (has('failed') && complete.length === 0)) return span('FAILED', ['bold', 'red']);
  if (has('skipped') && complete.length === 0) return span('SKIPPED', ['bold', 'yellow']);
  return span(headlineText(complete, headline) ?? glyphs.none);
}

/** Null where no step has the figure. */
function headlineText(steps: readonly StepRecord[], headline: Headline): string | null {
  if ('metric' in headline) {
    const values = steps.flatMap(({ metrics }) => metrics[headline.metric] ?? []);
    return values.length === 0 ? null : headline.text(medianOf(values));
  }
  const done = steps.flatMap(({ operations }) => operations[headline.kind] ?? []);
  return done.length === 0 ? null : headline.text(combineRepeats(done));
}
