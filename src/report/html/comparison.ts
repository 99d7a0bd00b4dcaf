// The part on the comparison: each figure of each side against the baseline, with interval and verdict.
import type { Comparison, Difference, DriftFinding } from '../../compare/comparison.js';
import { figureLabel } from '../figure-text.js';
import { comparisonTable, placeOf, pText } from './comparison-table.js';
import { html, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { badgeHtml } from './tables.js';

/** Null without a comparison. */
export function comparisonPart(comparison: Comparison | null): Part | null {
  if (comparison === null || comparison.rows.length + comparison.unmeasured.length === 0) return null;
  const { rows, baseline, confidence, margin, seed, resamples } = comparison;
  const percent = Number((confidence * 100).toPrecision(4));
  return {
    id: 'comparison',
    title: `Comparison with ${baseline}`,
    short: 'Comparison',
    body: html`${differencesHtml(comparison.differences)}${rows.length === 0 ? null : comparisonTable(comparison)}
      <p class="legend">
        Ratios are to ${baseline}; medians over the repeats, intervals of ${percent} % by bootstrap (${resamples}
        resamples, seed ${seed}), p by the Mann-Whitney test. Ratios within ${Number((margin * 100).toPrecision(3))} %
        of 1 count as the same: the band in the drawings, whose axis goes from 1/8 to 8 by the logarithm.
      </p>
      ${unmeasuredHtml(comparison.unmeasured)}${driftHtml(comparison.drift)}`,
  };
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
      ${where}, ${figureLabel(figure)}: ${amount} from the first to the last of ${repeats} repeats (p ${pText(p)}).
    </li>`;
  });
  return html`<div class="note" role="note">
    <p>${badgeHtml('Drift', 'doubt')} What was measured later differs from what was measured first:</p>
    <ul>
      ${items}
    </ul>
  </div>`;
}
