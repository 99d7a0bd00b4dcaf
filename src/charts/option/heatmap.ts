// A heatmap as ECharts takes it: rectangles at their place on a logarithmic axis, coloured by the logarithm of their count.
import type { Chart, Heatmap } from '../chart.js';
import { formatCount } from '../../report/numbers.js';
import { unitText } from '../../report/figure-text.js';
import type { Part } from './axes.js';
import type { Palette } from './palette.js';
import { style } from './tooltip.js';

/** Shades: neighbours of the same one are one rectangle where `merged` is asked for. */
const shades = 24;

/** First column, one after the last, row, count (the highest of merged ones), and the shade, a logarithm. */
type Cell = readonly [from: number, to: number, row: number, count: number, shade: number];

interface RenderApi {
  value: (dimension: number) => number;
  coord: (at: readonly number[]) => number[];
  visual: (name: 'color') => string;
}

export function heatmapSeries({ heatmap }: Chart, merged: boolean): Part[] {
  if (heatmap === undefined) return [];
  const { x, y } = heatmap;
  return [
    {
      type: 'custom',
      name: heatmap.mount,
      data: cellsOf(heatmap, merged).map((cell) => [...cell]),
      encode: { x: [], y: [] },
      dimensions: ['from', 'to', 'row', 'count', 'shade'],
      renderItem: (_: unknown, api: RenderApi) => {
        const row = api.value(2);
        const [left = 0, top = 0] = api.coord([x[api.value(0)] ?? 0, y[row + 1] ?? 1]);
        const [right = 0, bottom = 0] = api.coord([x[api.value(1)] ?? 0, y[row] ?? 1]);
        // Half a pixel more, so that no background shines between neighbours.
        const shape = {
          x: tenth(left),
          y: tenth(top),
          width: tenth(right - left + 0.5),
          height: tenth(bottom - top + 0.5),
        };
        return { type: 'rect', shape, style: { fill: api.visual('color') } };
      },
    },
  ];
}

/** The scale of the counts, to the right. */
export function heatmapScale({ heatmap }: Chart, palette: Palette): Part {
  const most = Math.log10(Math.max(1, ...(heatmap?.cells ?? []).map(([, , count]) => count)));
  return {
    type: 'continuous',
    min: 0,
    max: Math.max(most, 0.3),
    dimension: 4,
    seriesIndex: 0,
    calculable: false,
    inRange: { color: [...palette.ramp] },
    orient: 'vertical',
    right: 10,
    top: 'middle',
    itemWidth: 12,
    itemHeight: 150,
    text: [formatCount(Math.round(10 ** most)), '1'],
    textStyle: { color: palette.faded, fontSize: 11 },
    hoverLink: false,
  };
}

export function heatmapTooltip({ heatmap }: Chart, palette: Palette): Part {
  return {
    ...style(palette),
    trigger: 'item',
    formatter: ({ value }: { value: Cell }) => {
      if (heatmap === undefined) return '';
      const [from, to, row, count] = value;
      const times = [from, to].map((at) => unitText('seconds', heatmap.x[at] ?? 0)).join(' to ');
      const latencies = [row, row + 1].map((at) => unitText('nanoseconds', heatmap.y[at] ?? 0)).join(' to ');
      return `time ${times}<br>latency ${latencies}<br><b>${formatCount(count)}</b> operations`;
    },
  };
}

function cellsOf({ cells }: Heatmap, merged: boolean): Cell[] {
  const all = cells.map(([column, row, count]): Cell => [column, column + 1, row, count, Math.log10(count)]);
  return merged ? mergedCells(all) : all;
}

/** Neighbours in a row with the same shade as one. */
function mergedCells(cells: readonly Cell[]): Cell[] {
  const most = Math.max(1e-9, ...cells.map((cell) => cell[4]));
  const stepped = cells.map(([from, to, row, count, shade]): Cell => {
    return [from, to, row, count, (Math.round((shade / most) * shades) / shades) * most];
  });
  const byRow = stepped.sort((a, b) => a[2] - b[2] || a[0] - b[0]);
  const runs: Cell[] = [];
  for (const cell of byRow) {
    const last = runs.at(-1);
    if (last?.[2] === cell[2] && last[1] === cell[0] && last[4] === cell[4]) {
      runs[runs.length - 1] = [last[0], cell[1], cell[2], Math.max(last[3], cell[3]), cell[4]];
    } else runs.push(cell);
  }
  return runs;
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
