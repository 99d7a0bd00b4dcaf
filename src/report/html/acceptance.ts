// The part on the acceptance expressions: each with its value, interval, limit and judgement.
import type { ReportDocument } from '../document.js';
import type { AcceptanceRecord } from '../../result/schema.js';
import { acceptedValueText, intervalText, judgingText } from './acceptance-words.js';
import { html, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { badgeHtml, tableHtml, type Tone } from './tables.js';

const tones: Record<AcceptanceRecord['verdict'], Tone> = { pass: 'good', fail: 'bad', marginal: 'doubt' };
const order: AcceptanceRecord['verdict'][] = ['fail', 'marginal', 'pass'];

/** What failed stands first. Null where nothing was asked for. */
export function acceptancePart({ acceptance, runs }: ReportDocument): Part | null {
  const all = acceptance.flatMap(({ run, judged }) => judged.map((one) => ({ run, one })));
  if (all.length === 0) return null;
  const several = runs.length > 1;
  const sorted = order.flatMap((verdict) => all.filter(({ one }) => one.verdict === verdict));
  const heads = ['', ...(several ? ['Run'] : []), 'Expression', 'Where', 'Measured', 'Interval', 'Limit', 'Repeats'];
  const rows = sorted.map(({ run, one }) => rowOf(several ? run : null, one));
  const failed = all.filter(({ one }) => one.verdict === 'fail').length;
  return {
    id: 'acceptance',
    title: 'Acceptance',
    badge: failed > 0 ? badgeHtml(`${failed} failed`, 'bad') : null,
    body: html`${tableHtml({
        caption: 'Acceptance expressions with what was measured, its confidence interval and the limit',
        heads,
        body: html`<tbody>
          ${rows}
        </tbody>`,
        kind: 'acceptance',
      })}
      <p class="legend">
        pass: the whole interval keeps the limit. fail: none of it does, or nothing was measured. marginal: the limit is
        in the interval, so that a repetition could say otherwise.
        ${[...new Set(runs.map(({ record }) => judgingText(record.judging)))].filter((text) => text !== '').join(' ')}
      </p>`,
  };
}

function rowOf(run: string | null, one: AcceptanceRecord): Markup {
  const { verdict, expression, left, right, samples, reason, source } = one;
  return html`<tr>
    <td>${badgeHtml(verdict, tones[verdict])}</td>
    ${run === null ? null : html`<td>${run}</td>`}
    <th scope="row"><code>${expression}</code><small>${reason}</small></th>
    <td class="place">${placeHtml(one)}<small>of the ${source}</small></td>
    <td class="number">${acceptedValueText(left)}</td>
    <td class="number">${intervalText(left)}<small>${basisText(one)}</small></td>
    <td class="number">${acceptedValueText(right)}</td>
    <td class="number">${samples}</td>
  </tr>`;
}

/** Each part on a line of its own, so that no name is broken. */
function placeHtml({ workload, variant, mount }: AcceptanceRecord): Markup[] {
  const parts = [workload ?? 'all workloads', variant, mount === null ? '' : `on ${mount}`];
  return parts.filter((text) => text !== '').map((text) => html`<span>${text}</span>`);
}

const bases: Record<AcceptanceRecord['basis'], string> = {
  none: 'nothing measured',
  exact: 'a count, exact',
  repeats: 'over repeats',
  intervals: 'within one repeat',
  point: 'a single value',
};

function basisText({ basis }: AcceptanceRecord): string {
  return bases[basis];
}
