// The part on the comparison: each figure of each side against the baseline, with interval and verdict.
import type { Comparison, ComparisonRow, Difference, DriftFinding, Verdict } from '../../compare/comparison.js';
import type { Estimate } from '../../statistics/sample.js';
import { groupBy } from '../comparison.js';
import { figureText } from '../figure-text.js';
import { figureNameHtml } from './figure-table.js';
import { html, type Content, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { ratioPlotHtml, ratioScaleHtml } from './ratio-plot.js';
import { badgeHtml, tableHtml, type Tone } from './tables.js';

const tones: Record<Verdict, Tone> = { faster: 'good', slower: 'bad', same: 'plain', undecided: 'doubt' };

/** Null without a comparison. */
export function comparisonPart(comparison: Comparison | null): Part | null {
  if (comparison === null || comparison.rows.length + comparison.unmeasured.length === 0) return null;
  const { rows, baseline, confidence, margin, seed, resamples } = comparison;
  const percent = Number((confidence * 100).toPrecision(4));
  const groups = groupBy(rows, placeOf);
  const heads = [
    'Figure',
    comparison.by === 'mount' ? 'Mount' : 'Run',
    'Median',
    'Ratio',
    `${percent} % interval`,
    '',
    'Verdict',
    'p',
    'More repeats',
  ];
  return {
    id: 'comparison',
    title: `Comparison with ${baseline}`,
    short: 'Comparison',
    body: html`${ratioScaleHtml(margin)}${differencesHtml(comparison.differences)}
      ${tableHtml({
        caption: `Figures of each ${comparison.by} with their ratio to ${baseline}`,
        heads,
        body: groups.map(([name, own]) => groupHtml(name, own, heads.length)),
        kind: 'comparison',
      })}
      <p class="legend">
        Ratios are to ${baseline}; medians over the repeats, intervals of ${percent} % by bootstrap (${resamples}
        resamples, seed ${seed}), p by the Mann-Whitney test. Ratios within ${Number((margin * 100).toPrecision(3))} %
        of 1 count as the same: the band in the drawings, whose axis goes from 1/8 to 8 by the logarithm.
      </p>
      ${unmeasuredHtml(comparison.unmeasured)}${driftHtml(comparison.drift)}`,
  };
}

/** Workload, variant, and the mount where the sides are runs. */
function placeOf({ workload, variant, mount }: Pick<ComparisonRow, 'workload' | 'variant' | 'mount'>): string {
  return [workload, variant, mount === '' ? '' : `on ${mount}`].filter((text) => text !== '').join(' ');
}

function groupHtml(name: string, rows: readonly ComparisonRow[], columns: number): Markup {
  const figures = groupBy(rows, ({ figure }) => figure);
  return html`<tbody>
    <tr class="group">
      <th scope="rowgroup" colspan="${columns}">${name}</th>
    </tr>
    ${figures.map(([, own]) => own.map((row, at) => rowOf(row, at === 0 ? own.length : 0)))}
  </tbody>`;
}

function rowOf(row: ComparisonRow, spanned: number): Markup {
  const { figure, side, level, ratio, verdict, p, moreRepeats, note, isBaseline, failure } = row;
  const head = spanned === 0 ? null : html`<th scope="row" rowspan="${spanned}">${figureNameHtml(figure)}</th>`;
  const tone = verdict === null ? 'plain' : tones[verdict];
  return html`<tr${isBaseline ? html` class="baseline"` : null}>
    ${head}
    <td>${side}</td>
    <td class="number">${level === null ? '–' : figureText(figure, level.value)}${levelRange(figure, level)}</td>
    <td class="number">${isBaseline ? '1' : ratio === null ? '–' : ratioText(ratio.value)}</td>
    ${numberHtml(ratio === null ? null : rangeText(ratio))}
    <td class="drawn">${ratio === null ? null : ratioPlotHtml(ratio, tone)}</td>
    <td>
      ${verdictHtml(row)}${failure === '' ? null : html`<small>${failure}</small>`}${note === '' || isBaseline ? null : html`<small>${note}</small>`}
    </td>
    ${numberHtml(p === null || verdict === null ? null : pText(p))}${numberHtml(moreRepeats)}
  </tr>`;
}

/** Most are empty where there is one repeat: p says nothing then. */
function numberHtml(content: string | number | null): Markup {
  return content === null || content === '' ? html`<td></td>` : html`<td class="number">${content}</td>`;
}

function levelRange(figure: string, level: Estimate | null): Markup | null {
  if (level === null || level.low === null || level.high === null) return null;
  return html`<small>${figureText(figure, level.low)} – ${figureText(figure, level.high)}</small>`;
}

function verdictHtml({ verdict, isBaseline }: ComparisonRow): Content {
  if (isBaseline) return html`<span class="quiet">baseline</span>`;
  return verdict === null ? null : badgeHtml(verdict, tones[verdict]);
}

function ratioText(value: number): string {
  return `${value < 0.1 ? value.toPrecision(2) : value.toFixed(value < 10 ? 2 : 1)}×`;
}

function rangeText({ low, high }: Estimate): string {
  return low === null || high === null ? '' : `${ratioText(low)} – ${ratioText(high)}`;
}

function pText(p: number): string {
  return p < 0.001 ? '<0.001' : p.toFixed(3);
}

function differencesHtml(differences: readonly Difference[]): Markup | null {
  if (differences.length === 0) return null;
  const items = differences.map(({ workload, what, values }) => {
    const texts = Object.entries(values).map(([side, value]) => `${side}: ${value}`);
    return html`<li><b>${workload === '' ? what : `${workload}: ${what}`}</b> ${texts.join('; ')}</li>`;
  });
  return html`<div class="note" role="note">
    <p>${badgeHtml('Mind', 'doubt')} The sides differ in more than mount and date:</p>
    <ul>
      ${items}
    </ul>
  </div>`;
}

function unmeasuredHtml(unmeasured: Comparison['unmeasured']): Markup | null {
  if (unmeasured.length === 0) return null;
  const items = unmeasured.map((one) => html`<li>${placeOf(one)}, ${one.side}: ${one.failure}</li>`);
  return html`<div class="note" role="note">
    <p>${badgeHtml('Mind', 'doubt')} No side has a value of:</p>
    <ul>
      ${items}
    </ul>
  </div>`;
}

function driftHtml(drift: readonly DriftFinding[]): Markup | null {
  if (drift.length === 0) return null;
  const items = drift.map(({ workload, variant, mount, figure, side, change, p, repeats }) => {
    const where = [placeOf({ workload, variant, mount }), side === '' ? 'all sides' : side]
      .filter((text) => text !== '')
      .join(' ');
    const amount = `${change > 0 ? '+' : ''}${(change * 100).toFixed(1)} %`;
    return html`<li>
      ${where}, ${figureNameHtml(figure)}: ${amount} from the first to the last of ${repeats} repeats (p ${pText(p)}).
    </li>`;
  });
  return html`<div class="note" role="note">
    <p>${badgeHtml('Drift', 'doubt')} What was measured later differs from what was measured first:</p>
    <ul>
      ${items}
    </ul>
  </div>`;
}
