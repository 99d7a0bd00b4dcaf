// Charts in less space, as pages carry them: columns of numbers in the place of points, since numbers of one kind pack better.
import type { Chart, Heatmap, Series } from './chart.js';

type Value = number | null;

interface CompactSeries extends Omit<Series, 'points' | 'ranges'> {
  x: number[];
  y: Value[];
  /** Of the ranges; null where a point has none. Both absent: the series has none. */
  low?: Value[];
  high?: Value[];
}

interface CompactHeatmap extends Omit<Heatmap, 'cells'> {
  /** Of each column the first row that holds something, and the counts from it on; empty where none does. */
  columns: number[][];
}

/** What `compacted` makes of a chart: plain JSON that `expanded` makes the same chart of. */
export interface CompactChart extends Omit<Chart, 'series' | 'heatmap'> {
  series: CompactSeries[];
  heatmap?: CompactHeatmap;
}

/** Pure. The cells of a heatmap must be in the order of their columns and rows, and each must hold something. */
export function compacted({ series, heatmap, ...chart }: Chart): CompactChart {
  return {
    ...chart,
    series: series.map(compactedSeries),
    ...(heatmap === undefined ? {} : { heatmap: compactedHeatmap(heatmap) }),
  };
}

/** The chart that was compacted. */
export function expanded({ series, heatmap, ...chart }: CompactChart): Chart {
  return {
    ...chart,
    series: series.map(expandedSeries),
    ...(heatmap === undefined ? {} : { heatmap: expandedHeatmap(heatmap) }),
  };
}

function compactedSeries({ points, ranges, ...series }: Series): CompactSeries {
  return {
    ...series,
    x: points.map(([x]) => x),
    y: points.map(([, y]) => y),
    ...(ranges === undefined
      ? {}
      : { low: ranges.map((range) => range?.[0] ?? null), high: ranges.map((range) => range?.[1] ?? null) }),
  };
}

function expandedSeries({ x, y, low, high, ...series }: CompactSeries): Series {
  return {
    ...series,
    points: x.map((at, index) => [at, y[index] ?? null] as const),
    ...(low === undefined ? {} : { ranges: low.map((from, index) => rangeOf(from, high?.[index] ?? null)) }),
  };
}

function rangeOf(low: Value, high: Value): readonly [number, number] | null {
  return low === null || high === null ? null : [low, high];
}

function compactedHeatmap({ cells, ...heatmap }: Heatmap): CompactHeatmap {
  const columns: number[][] = Array.from({ length: Math.max(0, heatmap.x.length - 1) }, () => []);
  for (const [column, row, count] of cells) {
    const own = columns[column];
    if (own === undefined) continue;
    if (own.length === 0) own.push(row);
    while (own.length < row - (own[0] ?? 0) + 1) own.push(0);
    own.push(count);
  }
  return { ...heatmap, columns };
}

function expandedHeatmap({ columns, ...heatmap }: CompactHeatmap): Heatmap {
  const cells = columns.flatMap(([first = 0, ...counts], column) =>
    counts.flatMap((count, at): Heatmap['cells'] => (count === 0 ? [] : [[column, first + at, count]])),
  );
  return { ...heatmap, cells };
}
