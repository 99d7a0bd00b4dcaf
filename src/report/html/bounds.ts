// The part on what bounded each step: the word, the sentence with its values, what counters and layout say.
import { groupBy } from '../comparison.js';
import { layoutText, wireTexts } from '../observed.js';
import type { Diagnosis, StepRecord } from '../../result/schema.js';
import { html, type Markup } from './markup.js';
import { rangesText } from './ranges-text.js';
import { foldedHtml, tableHtml } from './tables.js';
import { variantLabel } from './variant-label.js';

type Diagnosed = StepRecord & { diagnosis: Diagnosis };

/** Rows from which on the table of a workload is folded. */
const manyRows = 12;

/** A table a workload; null where no step has a diagnosis. */
export function boundsHtml(steps: readonly StepRecord[]): Markup | null {
  const diagnosed = steps.filter((step): step is Diagnosed => step.diagnosis !== undefined);
  if (diagnosed.length === 0) return null;
  return html`${groupBy(diagnosed, ({ workload }) => workload).map(([workload, own]) => workloadHtml(workload, own))}`;
}

function workloadHtml(workload: string, steps: readonly Diagnosed[]): Markup {
  const variants = [...new Set(steps.map(variantLabel))];
  const mounts = [...new Set(steps.map(({ mount }) => mount))];
  const swept = variants.length > 1;
  const rows = rowsOf(steps);
  const table = tableHtml({
    caption: `What bounded ${workload}`,
    heads: [...(swept ? ['Variant'] : []), 'Mount', 'Bound by', 'Evidence'],
    body: html`<tbody>
      ${rows.map((row) => rowHtml(row, { variants, mounts }))}
    </tbody>`,
    kind: 'wide-text',
  });
  const title = html`<h4>${workload}</h4>`;
  return rows.length < manyRows
    ? html`${title}${table}`
    : html`${foldedHtml(`${workload}: ${rows.length} rows`, table, { printed: true })}`;
}

/** What is said of the repeats of some variants on some mounts, all in the same words. */
interface Row {
  variants: string[];
  mounts: string[];
  bounds: string;
  told: string;
  advice: string;
}

/** Mounts of a variant that have the same words are one row, then variants whose rows are of the same mounts. */
function rowsOf(steps: readonly Diagnosed[]): Row[] {
  const each = groupBy(steps, (step) => `${variantLabel(step)}\n${step.mount}`).flatMap(([, own]) => rowOf(own));
  const words = ({ bounds, told, advice }: Row) => [bounds, told, advice];
  const byVariant = groupBy(each, (row) => [...row.variants, ...words(row)].join('\n')).map(([, own]) => joined(own));
  return groupBy(byVariant, (row) => [...row.mounts, '', ...words(row)].join('\n')).map(([, own]) => joined(own));
}

function joined(rows: readonly Row[]): Row {
  const [first] = rows as [Row];
  return {
    ...first,
    variants: [...new Set(rows.flatMap(({ variants }) => variants))],
    mounts: [...new Set(rows.flatMap(({ mounts }) => mounts))],
  };
}

// The sentence is that of a step of the commonest bound.
function rowOf(repeats: readonly Diagnosed[]): Row[] {
  const byBound = groupBy(repeats, ({ diagnosis }) => diagnosis.bound).sort(([, a], [, b]) => b.length - a.length);
  const [shown] = byBound[0]?.[1] ?? [];
  if (shown === undefined) return [];
  const bounds = byBound.map(([bound, own]) => (byBound.length === 1 ? bound : `${bound} ×${own.length}`)).join(', ');
  const { diagnosis, mount } = shown;
  const told = [diagnosis.sentence, ...wireTexts(shown), movesData(shown) ? layoutText(shown) : ''];
  return [
    {
      ...{ variants: [variantLabel(shown)], mounts: [mount], bounds },
      ...{ told: told.filter((text) => text !== '').join(' '), advice: diagnosis.advice },
    },
  ];
}

function rowHtml(row: Row, all: Pick<Row, 'variants' | 'mounts'>): Markup {
  return html`<tr>
    ${all.variants.length > 1 ? html`<th scope="row">${rangesText(row.variants, all.variants, 'variants')}</th>` : null}
    <th scope="row">${rangesText(row.mounts, all.mounts, 'mounts')}</th>
    <td><b>${row.bounds}</b></td>
    <td class="reason">${row.told}${row.advice === '' ? null : html`<small>${row.advice}</small>`}</td>
  </tr>`;
}

/** Where files lie says nothing of calls on names. */
function movesData({ operations }: StepRecord): boolean {
  return operations.read !== undefined || operations.write !== undefined;
}
