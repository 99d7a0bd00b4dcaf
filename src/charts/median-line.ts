// The line in the middle of several repeats: at each instant the median of what they had then.

import { medianOf } from '../statistics/median.js';
import type { Point } from './points.js';

/** One repeat over time: points in the middle of intervals that are `width` long. */
export interface MediansOf {
  width: number;
  points: readonly Point[];
  /** Lowest and highest of what a point is made of, by its index; null: it is of one interval. */
  ranges: (readonly [low: number, high: number] | null)[];
}

/** Median in the middle of each stretch as long as an interval; repeats that had ended by then are left out. */
export function medianLine(lines: readonly MediansOf[]): Point[] {
  const width = medianOf(lines.map((line) => line.width));
  const end = Math.max(...lines.flatMap(({ points }) => points.map(([x]) => x)));
  if (!(width > 0)) return [];
  const count = Math.floor(end / width) + 1;
  return Array.from({ length: count }, (_, at) => (at + 0.5) * width).flatMap((x): Point[] => {
    const values = lines.flatMap((line) => valueAt(line, x) ?? []);
    return values.length === 0 ? [] : [[x, medianOf(values)]];
  });
}

function valueAt({ width, points }: MediansOf, x: number): number | null {
  const nearest = points.find(([at]) => Math.abs(at - x) <= width / 2 + 1e-9);
  return nearest?.[1] ?? null;
}
