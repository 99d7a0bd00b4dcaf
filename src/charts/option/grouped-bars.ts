// Standing bars as ECharts takes them: in groups, each with its interval and its value above it.
import type { Chart } from '../chart.js';
import { unitText } from '../../report/figure-text.js';
import { type Part, roomOfBar } from './axes.js';
import type { RenderApi } from './bars.js';
import { type Drawing, marksAndLimit, styleOf } from './lines.js';
import { colourOf, type Palette } from './palette.js';

/** Standing bars, those of a category side by side; hatched too, since they have no names below them. */
export function groupedBars(chart: Chart, drawing: Drawing, width?: number): Part[] {
  const bars = chart.series.map((series) => ({
    type: 'bar',
    name: series.name,
    ...besideOneAnother,
    data: series.points.map(([at, value]) => [at, value]),
    itemStyle: {
      color: colourOf(drawing.palette, drawing.mounts, series.mount),
      decal: decalOf(styleOf(series, drawing.mounts), drawing.palette),
    },
  }));
  const [first, ...others] = bars;
  if (first === undefined) return [];
  const tops = chart.series.map((_, at) => topsOfBars(chart, at, drawing.palette, width));
  return [{ ...first, ...marksAndLimit(chart, drawing.palette) }, ...others, ...tops];
}

const besideOneAnother = { barGap: '8%', barMaxWidth: 64 };
/** Pixels of a letter of a value above a bar. */
const widthOfLetter = 6;

interface GroupApi extends RenderApi {
  /** Of all series that are not hidden by the legend. */
  currentSeriesIndices: () => readonly number[];
  barLayout: (bars: object) => readonly { offsetCenter: number }[];
}

/** Interval and value of each bar of a series. Where bars are nearer to each other than values are wide, they have none. */
function topsOfBars(chart: Chart, own: number, palette: Palette, width?: number): Part {
  const { name = '', points = [], ranges = [] } = chart.series[own] ?? {};
  const textOf = (value: number) => unitText(chart.y.unit, value);
  const values = chart.series.flatMap((series) =>
    series.points.flatMap(([, value]) => (value === null ? [] : [value])),
  );
  const widest = values.reduce((most, value) => Math.max(most, textOf(value).length), 0) * widthOfLetter;
  const fits = Math.min(besideOneAnother.barMaxWidth, roomOfBar(chart, width)) >= widest;
  return {
    type: 'custom',
    name,
    silent: true,
    tooltip: { show: false },
    data: points.flatMap(([at, value], index) =>
      value === null ? [] : [[at, value, ...(ranges[index] ?? [value, value])]],
    ),
    encode: { x: 0, y: [1, 2, 3] },
    z: 10,
    renderItem: (_: unknown, api: GroupApi) => {
      const shown = api.currentSeriesIndices().filter((index) => index < chart.series.length);
      const place = api.barLayout({ ...besideOneAnother, count: shown.length })[shown.indexOf(own)];
      const [at, value, low, high] = [api.value(0), api.value(1), api.value(2), api.value(3)];
      const yOf = (one: number) => api.coord([at, one])[1] ?? 0;
      const x = (api.coord([at, value])[0] ?? 0) + (place?.offsetCenter ?? 0);
      const y = Math.min(yOf(value), yOf(high), ...(chart.limit === undefined ? [] : [yOf(chart.limit.value)])) - 4;
      const style = {
        x,
        y,
        text: textOf(value),
        fill: palette.text,
        fontSize: 11,
        align: 'center',
        verticalAlign: 'bottom',
      };
      return {
        type: 'group',
        children: [
          ...(high > low ? whiskerLines(x, yOf(low), yOf(high), palette) : []),
          ...(fits ? [{ type: 'text', style }] : []),
        ],
      };
    },
  };
}

/** A standing whisker with its two ends. */
function whiskerLines(x: number, low: number, high: number, palette: Palette): Part[] {
  const line = (x1: number, y1: number, x2: number, y2: number) => ({
    type: 'line',
    shape: { x1, y1, x2, y2 },
    style: { stroke: palette.text, lineWidth: 1.4 },
  });
  return [line(x, low, x, high), line(x - 4, low, x + 4, low), line(x - 4, high, x + 4, high)];
}

/** Stripes of another direction or distance for each; the first has none. */
function decalOf(number: number, palette: Palette): Part {
  if (number === 0) return { symbol: 'none' };
  return {
    symbol: 'rect',
    color: palette.stripe,
    dashArrayX: [1, 0],
    dashArrayY: [1.5, 3 + 2 * Math.floor((number - 1) / 4)],
    rotation: ((((number - 1) % 4) - 1.5) * Math.PI) / 4,
  };
}
