// What is said of the place under the pointer: each line with its value, in the unit of the axis.
import type { Axis, Chart } from '../chart.js';
import { unitText } from '../../report/figure-text.js';
import { escapeHtml } from '../../report/html/markup.js';
import type { Part } from './axes.js';
import type { Palette } from './palette.js';

interface Hovered {
  seriesName?: string;
  seriesType?: string;
  marker?: string;
  value?: unknown;
  silent?: boolean;
  lineWidth?: number;
}

/** For lines: all at the same x. */
export function lineTooltip(chart: Chart, palette: Palette): Part {
  return {
    ...style(palette),
    trigger: 'axis',
    formatter: (given: Hovered | Hovered[]) => {
      const hovered = (Array.isArray(given) ? given : [given]).filter(({ seriesType }) => seriesType === 'line');
      const lines = new Map<string, string>();
      // The median of a mount comes after its repeats and has its name.
      for (const { seriesName = '', marker = '', value } of hovered) {
        const [, y] = value as [number, number | null];
        if (y !== null) lines.set(seriesName, `${marker}${escapeHtml(seriesName)} <b>${unitText(chart.y.unit, y)}</b>`);
      }
      const [x] = (hovered[0]?.value ?? [0]) as [number];
      return [escapeHtml(placeText(chart.x, x)), ...lines.values()].join('<br>');
    },
  };
}

/** `12.5s`, `p99.9`, `98.3us`. */
export function placeText(axis: Axis, x: number): string {
  if (axis.scale === 'nines') return `p${Number(((1 - 10 ** -x) * 100).toPrecision(6))}`;
  return `${axis.label} ${unitText(axis.unit, x)}`;
}

export function style(palette: Palette): Part {
  return {
    confine: true,
    backgroundColor: palette.background,
    borderColor: palette.axis,
    textStyle: { color: palette.text, fontSize: 12 },
  };
}
