// A ratio with its confidence interval as a small drawing: the line in the middle is the baseline. The style sheet draws it.
import type { Estimate } from '../../statistics/sample.js';
import { html, type Markup } from './markup.js';

/** Ratios from 1/8 to 8 have room, by their logarithm; what is beyond is drawn at the edge. */
const span = Math.log(8);

/** Percent of the width, from the left. */
const at = (ratio: number) => 50 * (1 + Math.max(-1, Math.min(1, Math.log(ratio) / span)) * 0.97);

/** Style of what has drawings in it: the margin within which ratios count as the same is a band in all of them. */
export function ratioScale(margin: number): string {
  return `--low:${percent(at(1 - margin))};--high:${percent(at(1 + margin))}`;
}

/** For the eye only: the numbers stand beside it. There are thousands of them in a large page. */
export function ratioPlotHtml({ value, low, high }: Estimate, tone: string): Markup | null {
  if (!(value > 0)) return null;
  if (low === null || high === null || !(low > 0)) {
    return html`<i${tone === 'plain' ? null : html` class="${tone}"`} style="--at:${percent(at(value))}"></i>`;
  }
  const ends = `--from:${percent(at(low))};--to:${percent(at(high))}`;
  return html`<i class="ranged ${tone}" style="--at:${percent(at(value))};${ends}"></i>`;
}

function percent(value: number): string {
  return `${Number(value.toFixed(1))}%`;
}
