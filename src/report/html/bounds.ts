// The part on what bounded each step: the word, the sentence with its values, what counters and layout say.
import { groupBy } from '../comparison.js';
import { layoutText, wireTexts } from '../observed.js';
import { variantText } from '../step-text.js';
import type { Diagnosis, StepRecord } from '../../result/schema.js';
import { html, type Markup } from './markup.js';
import { foldedHtml, tableHtml } from './tables.js';

type Diagnosed = StepRecord & { diagnosis: Diagnosis };

/** Rows from which on the table of a workload is folded. */
const manyRows = 12;

/** A table a workload, with a row for the repeats of a variant on a mount; null where no step has a diagnosis. */
export function boundsHtml(steps: readonly StepRecord[]): Markup | null {
  const diagnosed = steps.filter((step): step is Diagnosed => step.diagnosis !== undefined);
  if (diagnosed.length === 0) return null;
  return html`${groupBy(diagnosed, ({ workload }) => workload).map(([workload, own]) => workloadHtml(workload, own))}`;
}

function workloadHtml(workload: string, steps: readonly Diagnosed[]): Markup {
  const swept = steps.some(({ variant }) => Object.keys(variant).length > 0);
  const groups = groupBy(steps, ({ variant, mount }) => `${variantText(variant)}\n${mount}`);
  const table = tableHtml({
    caption: `What bounded ${workload}`,
    heads: [...(swept ? ['Variant'] : []), 'Mount', 'Bound by', 'Evidence'],
    body: html`<tbody>
      ${groups.map(([, repeats]) => rowOf(repeats, swept))}
    </tbody>`,
    kind: 'wide-text',
  });
  const title = html`<h4>${workload}</h4>`;
  return groups.length < manyRows
    ? html`${title}${table}`
    : html`${foldedHtml(`${workload}: ${groups.length} rows`, table, { printed: true })}`;
}

// The sentence is that of a step of the commonest bound.
function rowOf(repeats: readonly Diagnosed[], swept: boolean): Markup {
  const byBound = groupBy(repeats, ({ diagnosis }) => diagnosis.bound).sort(([, a], [, b]) => b.length - a.length);
  const [shown] = byBound[0]?.[1] ?? [];
  if (shown === undefined) return html``;
  const bounds = byBound.map(([bound, own]) => (byBound.length === 1 ? bound : `${bound} ×${own.length}`)).join(', ');
  const { diagnosis, mount, variant } = shown;
  const told = [diagnosis.sentence, ...wireTexts(shown), movesData(shown) ? layoutText(shown) : ''];
  return html`<tr>
    ${swept ? html`<th scope="row">${variantText(variant)}</th>` : null}
    <th scope="row">${mount}</th>
    <td><b>${bounds}</b></td>
    <td class="reason">
      ${told.filter((text) => text !== '').join(' ')}${diagnosis.advice === '' ? null : html`<small>${diagnosis.advice}</small>`}
    </td>
  </tr>`;
}

/** Where files lie says nothing of calls on names. */
function movesData({ operations }: StepRecord): boolean {
  return operations.read !== undefined || operations.write !== undefined;
}
