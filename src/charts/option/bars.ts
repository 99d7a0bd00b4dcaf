// Lying bars as ECharts takes them, one a mount, with their values beside them; and what all bars tell under the pointer.
import type { Chart, Series } from '../chart.js';
import { unitText } from '../../report/figure-text.js';
import { escapeHtml } from '../../report/html/markup.js';
import type { Part } from './axes.js';
import type { Drawing } from './lines.js';
import { colourOf, type Palette } from './palette.js';
import { style } from './tooltip.js';

export interface RenderApi {
  value: (dimension: number) => number;
  coord: (at: readonly number[]) => number[];
}

/** Lying bars: with the value, and the interval where there is one. */
export function smallBars(chart: Chart, drawing: Drawing): Part[] {
  const bars = chart.series.map((series) => ({
    type: 'bar',
    name: series.name,
    stack: 'mounts',
    barWidth: '58%',
    barMaxWidth: 22,
    data: series.points.map(([at, value]) => [value, at]),
    itemStyle: { color: colourOf(drawing.palette, drawing.mounts, series.mount), borderRadius: [0, 2, 2, 0] },
  }));
  return [...bars, whiskers(chart, drawing.palette)];
}

/** Value, category, low, high; without an interval low and high are the value. */
function whiskers(chart: Chart, palette: Palette): Part {
  const data = chart.series.flatMap(({ points, ranges = [] }) =>
    points.flatMap(([at, value], index) => {
      if (value === null) return [];
      const [low, high] = ranges[index] ?? [value, value];
      return [[value, at, low, high]];
    }),
  );
  return {
    type: 'custom',
    silent: true,
    tooltip: { show: false },
    data,
    encode: { x: [0, 2, 3], y: 1 },
    z: 10,
    renderItem: (_: unknown, api: RenderApi) => {
      const [value, at, low, high] = [api.value(0), api.value(1), api.value(2), api.value(3)];
      const [from = 0, y = 0] = api.coord([low, at]);
      const [to = 0] = api.coord([high, at]);
      const text = {
        x: to + 7,
        y,
        text: unitText(chart.y.unit, value),
        fill: palette.text,
        fontSize: 12,
        verticalAlign: 'middle',
      };
      const stroke = { stroke: palette.text, lineWidth: 1.4 };
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: stroke,
      });
      const interval =
        high > low ? [line(from, y, to, y), line(from, y - 4, from, y + 4), line(to, y - 4, to, y + 4)] : [];
      return { type: 'group', children: [...interval, { type: 'text', style: text }] };
    },
  };
}

export function barTooltip(chart: Chart, palette: Palette): Part {
  const { categories = [] } = chart.x;
  return {
    ...style(palette),
    trigger: 'item',
    formatter: ({
      seriesName = '',
      marker = '',
      value = [],
    }: {
      seriesName?: string;
      marker?: string;
      value?: number[];
    }) => {
      const [at, y] = chart.small === true ? [value[1], value[0]] : [value[0], value[1]];
      const place = categories[at ?? 0] ?? '';
      const heads = place === seriesName ? [] : [escapeHtml(place)];
      const series = chart.series.find(({ name }) => name === seriesName);
      const point = series?.points.findIndex(([x]) => x === at) ?? -1;
      const text = `${marker}${escapeHtml(seriesName)} <b>${unitText(chart.y.unit, y ?? 0)}</b>`;
      return [...heads, text, ...intervalText(chart, series, point)].join('<br>');
    },
  };
}

function intervalText({ y }: Chart, series: Series | undefined, point: number): string[] {
  const range = series?.ranges?.[point];
  if (range === null || range === undefined) return [];
  return [`${series?.rangeWords ?? 'between'} ${unitText(y.unit, range[0])} and ${unitText(y.unit, range[1])}`];
}
