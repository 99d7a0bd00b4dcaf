// Lines of a chart as ECharts takes them: medians bold, single repeats pale, ranges as bands, marks and limits across.
import type { Chart, Series } from '../chart.js';
import { unitText } from '../../report/figure-text.js';
import type { Part } from './axes.js';
import { colourOf, dashOf, type Palette, symbolOf } from './palette.js';

export interface Drawing {
  palette: Palette;
  mounts: readonly string[];
}

/** More points than these have no symbols: the line would be hidden behind them. */
const mostSymbols = 24;

/** Series of the kinds lines, steps and percentiles. */
export function lineSeries(chart: Chart, drawing: Drawing): Part[] {
  // Between the values of a swept key nothing was measured: their ranges stand by themselves.
  const drawRange = chart.x.label === 'time' ? band : whiskers;
  const bands = chart.series.flatMap((series) => (series.ranges === undefined ? [] : [drawRange(series, drawing)]));
  // The legend shows the first line of a name: the bold one.
  const boldFirst = [...chart.series].sort((a, b) => Number(a.faint ?? false) - Number(b.faint ?? false));
  const lines = boldFirst.map((series) => line(chart, series, drawing));
  const across = marksAndLimit(chart, drawing.palette);
  const [first, ...others] = lines;
  return [...(first === undefined ? [] : [{ ...first, ...across }]), ...others, ...bands];
}

/** The number of the dash and of the symbol. */
export function styleOf({ style, mount }: Series, mounts: readonly string[]): number {
  return style ?? Math.max(0, mounts.indexOf(mount));
}

function line(chart: Chart, series: Series, { palette, mounts }: Drawing): Part {
  const { faint = false, points, mount } = series;
  const number = styleOf(series, mounts);
  const few = chart.kind !== 'steps' && (points.length <= mostSymbols || chart.kind === 'percentiles');
  return {
    type: 'line',
    // A repeat is shown and hidden together with its median.
    name: faint ? nameOfBold(chart, series) : series.name,
    data: points.map(([x, y]) => [x, y === 0 && chart.y.scale === 'log' ? null : y]),
    showSymbol: few && !faint,
    symbol: symbolOf(number),
    symbolSize: faint ? 0 : chart.kind === 'percentiles' ? 4 : 6,
    connectNulls: false,
    lineStyle: {
      width: faint ? 1 : 2.2,
      opacity: faint ? 0.45 : 1,
      type: faint ? 'solid' : dashOf(number),
    },
    itemStyle: { color: colourOf(palette, mounts, mount), opacity: faint ? 0.45 : 1 },
    emphasis: { disabled: faint },
    silent: faint,
    z: faint ? 2 : 3,
  };
}

function nameOfBold({ series }: Chart, { mount, style }: Series): string {
  const bold = series.find((one) => one.faint !== true && one.mount === mount && one.style === style);
  return bold?.name ?? mount;
}

/** Between the lowest and the highest value of what each point is made of. */
function band(series: Series, { palette, mounts }: Drawing): Part {
  const { name, mount } = series;
  const known = knownRanges(series);
  return {
    type: 'custom',
    name,
    silent: true,
    tooltip: { show: false },
    data: known.length === 0 ? [] : [known[0]],
    itemStyle: { color: colourOf(palette, mounts, mount) },
    renderItem: (_: unknown, api: { coord: (at: number[]) => number[]; visual: (name: string) => string }) => ({
      type: 'polygon',
      shape: {
        points: [
          ...known.map(([x, , high]) => api.coord([x, high])),
          ...known.map(([x, low]) => api.coord([x, low])).reverse(),
        ],
      },
      style: { fill: colourOf(palette, mounts, mount), opacity: 0.16 },
    }),
    z: 1,
  };
}

/** x, low and high of the points that have a range. */
function knownRanges({ points, ranges = [] }: Series): [x: number, low: number, high: number][] {
  return points.flatMap(([x], at): [number, number, number][] => {
    const range = ranges[at];
    return range === null || range === undefined ? [] : [[x, range[0], range[1]]];
  });
}

/** From the lowest to the highest value of each point. */
function whiskers(series: Series, { palette, mounts }: Drawing): Part {
  const { name, mount } = series;
  const colour = colourOf(palette, mounts, mount);
  return {
    type: 'custom',
    name,
    silent: true,
    tooltip: { show: false },
    data: knownRanges(series),
    encode: { x: 0, y: [1, 2] },
    itemStyle: { color: colour },
    renderItem: (_: unknown, api: { coord: (at: number[]) => number[]; value: (dimension: number) => number }) => {
      const [x = 0, top = 0] = api.coord([api.value(0), api.value(2)]);
      const [, bottom = 0] = api.coord([api.value(0), api.value(1)]);
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line',
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1.2 },
      });
      const ends = [line(x - 4, top, x + 4, top), line(x - 4, bottom, x + 4, bottom)];
      return { type: 'group', children: [line(x, bottom, x, top), ...ends] };
    },
    z: 2,
  };
}

/** Names of instants, of stretches, and of a threshold, for the first series of a chart. */
export function marksAndLimit({ kind, marks = [], limit, y }: Chart, palette: Palette): Part {
  const label = { color: palette.mark, fontSize: 10 };
  const instants = marks.filter(({ to }) => to === undefined);
  const stretches = marks.filter(({ to }) => to !== undefined);
  const limits =
    limit === undefined
      ? []
      : [
          {
            yAxis: limit.value,
            label: {
              ...label,
              show: kind !== 'bars',
              formatter: `${limit.label} ${unitText(y.unit, limit.value)}`,
              position: 'insideStartTop',
            },
          },
        ];
  const lines = [
    ...instants.map(({ from, label: name }) => ({
      xAxis: from,
      label: { ...label, formatter: name, position: 'insideEndTop', rotate: 90 },
    })),
    ...limits,
  ];
  return {
    ...(lines.length === 0
      ? {}
      : {
          markLine: {
            silent: true,
            symbol: 'none',
            lineStyle: { color: palette.mark, type: [3, 3], width: 1 },
            data: lines,
          },
        }),
    ...(stretches.length === 0
      ? {}
      : {
          markArea: {
            silent: true,
            itemStyle: { color: palette.mark, opacity: 0.1 },
            label: { ...label, position: 'insideTop' },
            data: stretches.map(({ from, to, label: name }) => [{ xAxis: from, name }, { xAxis: to }]),
          },
        }),
  };
}
