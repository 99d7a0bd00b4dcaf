// Axes of a chart as ECharts takes them: range, ticks and their words from what is drawn.
import type { Axis, Chart } from '../chart.js';
import { keptPercentiles, ninesOf } from '../nines.js';
import { axisText } from '../value-text.js';
import type { Palette } from './palette.js';
import { binaryLogTicks, linearTicks, logTicks, type Ticks, timeTicks } from './ticks.js';

export type Part = Record<string, unknown>;

/** Pixels of a chart where its width is not known. */
const usualWidth = 740;
/** Pixels that axis, margins and legend take of the width of a chart. */
const besideBars = (width: number) => (width < 560 ? 100 : 220);

/** How wide a bar is, more or less, in a chart of this width: in pixels. */
export function roomOfBar({ series, x }: Chart, width = usualWidth): number {
  return (width - besideBars(width)) / Math.max(1, series.length * (x.categories?.length ?? 1));
}

/** The x axis, or that of the categories. `width`: pixels of the chart. */
export function xAxis(chart: Chart, palette: Palette, width = usualWidth): Part {
  const name = { name: chart.x.label, nameLocation: 'middle', nameGap: 28 };
  return { ...styled(palette), ...name, ...scaled(chart.x, xValues(chart), palette, width) };
}

/** The y axis; its name stands above it, so that it is read without turning the head. */
export function yAxis(chart: Chart, palette: Palette): Part {
  const name = { name: chart.y.label, nameLocation: 'end', nameGap: 10 };
  const style = styled(palette);
  return {
    ...style,
    ...name,
    nameTextStyle: { color: palette.faded, fontSize: 11, align: 'left', padding: [0, 0, 0, -8] },
    axisLine: { show: false },
    ...scaled(chart.y, yValues(chart), palette),
    // Bars of ratios grow up or down from what they are compared with.
    ...(chart.kind === 'bars' && chart.limit !== undefined ? { startValue: chart.limit.value } : {}),
  };
}

/** The value axis of lying bars, below them. */
export function valueAxis(chart: Chart, palette: Palette): Part {
  const name = { name: chart.y.label, nameLocation: 'middle', nameGap: 24 };
  const ticks = linearTicks(chart.y.unit, Math.max(0, ...yValues(chart)), true);
  return { ...styled(palette), ...name, axisLine: { show: false }, ...ticked('value', chart.y, ticks, palette) };
}

/** The names of lying bars, the first on top; the chart leaves all of the width of a label, so that it is no wider than they. */
export function categoryBars(chart: Chart, palette: Palette): Part {
  const names = chart.x.categories ?? [];
  const longest = names.reduce((most, { length }) => Math.max(most, length), 0);
  const { axisLabel, ...axis } = categoryAxis(names, palette, usualWidth);
  const width = Math.min(widestName, longest * widthOfLetter);
  return { ...styled(palette), ...axis, axisLabel: { ...axisLabel, width }, inverse: true, splitLine: { show: false } };
}

/** Type, range and ticks of an axis; of time it ends with the data. */
export function scaled(axis: Axis, values: readonly number[], palette: Palette, width = usualWidth): Part {
  if (axis.scale === 'category') return categoryAxis(axis.categories ?? [], palette, width);
  if (axis.scale === 'nines') return ninesAxis(values, palette);
  const positive = values.filter((value) => value > 0);
  if (axis.scale === 'log') {
    const ticksOf = axis.unit.startsWith('bytes') ? binaryLogTicks : logTicks;
    return ticked('log', axis, ticksOf(Math.min(...positive), Math.max(...positive)), palette);
  }
  if (axis.scale === 'log2') {
    const own = [...new Set(positive)].sort((a, b) => a - b);
    const [min, max] = [own[0] ?? 1, own.at(-1) ?? 1];
    const values = apart(own);
    return { ...ticked('log', axis, { min: min / 1.15, max: max * 1.15, values }, palette), logBase: 2 };
  }
  const highest = Math.max(0, ...values);
  if (axis.label === 'time') return ticked('value', axis, timeTicks(highest), palette);
  return ticked(
    'value',
    axis,
    axis.unit === 'fraction' && highest <= 1 ? shares : linearTicks(axis.unit, highest),
    palette,
  );
}

/** Those of the ascending values that have room on a logarithmic axis; the first and the last always. */
function apart(values: readonly number[]): number[] {
  const [first = 1, last = 1] = [values[0], values.at(-1)];
  const least = Math.log(last / first) / 14;
  const kept: number[] = [];
  for (const value of values) {
    const before = kept.at(-1);
    const far = before === undefined || Math.log(value / before) >= least;
    if (value === last || (far && Math.log(last / value) >= least)) kept.push(value);
  }
  return kept;
}

const shares: Ticks = { min: 0, max: 1, values: [0, 0.25, 0.5, 0.75, 1] };

function ticked(type: 'value' | 'log', axis: Axis, { min, max, values }: Ticks, palette: Palette): Part {
  return {
    type,
    min,
    max,
    // Far apart, each tick has a unit of its own.
    ...customTicks(values, (value) => axisText(axis.unit, value, axis.scale === 'linear' ? max : value), palette),
  };
}

function ninesAxis(values: readonly number[], palette: Palette): Part {
  const last = Math.max(...values);
  const shown = keptPercentiles.filter(({ share }) => ninesOf(share) <= last + 0.1);
  const names = new Map(shown.map(({ share, name }) => [ninesOf(share).toFixed(2), name]));
  const ticks = shown.map(({ share }) => ninesOf(share));
  return {
    type: 'value',
    min: ninesOf(0.5),
    max: Math.max(last, 1) + 0.02,
    ...customTicks(ticks, (value) => names.get(value.toFixed(2)) ?? '', palette),
  };
}

/** Pixels of a name; longer ones are broken. */
const widestName = 150;
/** Pixels of a letter of 11 pixels, wide ones among them. */
const widthOfLetter = 7;

/** Pixels of a name below its place. */
function labelWidth({ length }: readonly string[], width: number): number {
  return Math.max(36, Math.min(widestName, (width - besideBars(width)) / Math.max(1, length) - 8));
}

function categoryAxis(categories: readonly string[], palette: Palette, width: number): Part & { axisLabel: Part } {
  return {
    type: 'category',
    data: [...categories],
    axisTick: { show: false },
    axisLabel: {
      color: palette.faded,
      fontSize: 11,
      lineHeight: 14,
      interval: 0,
      hideOverlap: false,
      width: labelWidth(categories, width),
      overflow: 'break',
    },
  };
}

function customTicks(values: readonly number[], text: (value: number) => string, palette: Palette): Part {
  const customValues = [...values];
  return {
    axisTick: { customValues, lineStyle: { color: palette.axis } },
    axisLabel: { customValues, formatter: text, color: palette.faded, fontSize: 11, hideOverlap: true },
    splitLine: { show: true, lineStyle: { color: palette.grid } },
  };
}

function styled(palette: Palette): Part {
  return {
    nameTextStyle: { color: palette.faded, fontSize: 11 },
    axisLine: { show: true, onZero: false, lineStyle: { color: palette.axis } },
  };
}

function xValues({ series, heatmap, marks = [] }: Chart): number[] {
  return [
    ...series.flatMap(({ points }) => points.map(([x]) => x)),
    ...(heatmap?.x ?? []),
    ...marks.map(({ from, to }) => to ?? from),
  ];
}

/** A standing bar has its value above it. */
const aboveBars = 1.08;

function yValues({ kind, small, series, heatmap, limit }: Chart): number[] {
  const points = series.flatMap((one) => one.points.flatMap(([, y]) => (y === null ? [] : [y])));
  const ranges = series.flatMap((one) => (one.ranges ?? []).flatMap((range) => range ?? []));
  const values = [...points, ...ranges, ...(heatmap?.y ?? []), ...(limit === undefined ? [] : [limit.value])];
  return kind === 'bars' && small !== true ? [...values, Math.max(...values) * aboveBars] : values;
}
