// A ratio with its confidence interval as a small drawing: the line in the middle is the baseline.
import type { Estimate } from '../../statistics/sample.js';
import { html, type Markup } from './markup.js';

const width = 132;
const height = 18;
/** Ratios from 1/8 to 8 have room, by their logarithm; what is beyond is drawn at the edge. */
const span = Math.log(8);

const at = (ratio: number) => (width / 2) * (1 + Math.max(-1, Math.min(1, Math.log(ratio) / span)) * 0.97);

/** What is the same in all drawings of a page, which only refer to it: the margin as a band, and the baseline. */
export function ratioScaleHtml(margin: number): Markup {
  const [low, high] = [at(1 - margin), at(1 + margin)];
  return html`<svg class="shared" width="0" height="0" aria-hidden="true">
    <defs>
      <g id="ratio-scale">
        <rect class="band" x="${fixed(low)}" width="${fixed(high - low)}" y="0" height="${height}" />
        <line class="one" x1="${width / 2}" x2="${width / 2}" y1="0" y2="${height}" />
      </g>
    </defs>
  </svg>`;
}

/** For the eye only: the numbers stand beside it. There are thousands of them in a large page. Needs `ratioScaleHtml` in the page. */
export function ratioPlotHtml({ value, low, high }: Estimate, tone: string): Markup | null {
  if (!(value > 0)) return null;
  const bar =
    low === null || high === null || !(low > 0)
      ? null
      : html`<line
          class="interval"
          x1="${fixed(at(low))}"
          x2="${fixed(Math.max(at(high), at(low) + 1))}"
          y1="9"
          y2="9"
        />`;
  return html`<svg class="ratio ${tone}" viewBox="0 0 ${width} ${height}" aria-hidden="true">
    <use href="#ratio-scale" />
    ${bar}
    <circle cx="${fixed(at(value))}" cy="9" r="4" />
  </svg>`;
}

function fixed(value: number): string {
  return value.toFixed(1);
}
