// Points as charts keep them: four significant digits, and no more of them than can be told apart.
import type { Series } from './chart.js';

export type Point = Series['points'][number];

/** The number with four significant digits: what can be seen of it in a chart, in less space. */
export function rounded(value: number): number {
  return value === 0 || !Number.isFinite(value) ? value : Number(value.toPrecision(4));
}

/** x keeps five digits, so that times next to each other stay apart. */
export function roundedPoint([x, y]: Point): Point {
  return [Number(x.toPrecision(5)), y === null ? null : rounded(y)];
}

/**
 * At most `most` points (2 at least) with the lowest and the highest y of each stretch among them, in the order of x: what
 * is rare and extreme stays to be seen.
 */
export function thinned(points: readonly Point[], most: number): Point[] {
  if (points.length <= most) return [...points];
  const stretches = Math.max(1, Math.floor(most / 2));
  const kept: Point[] = [];
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    kept.push(...extremesOf(points.slice(from, to)));
  }
  return kept;
}

function extremesOf(points: readonly Point[]): Point[] {
  const known = points.filter(([, y]) => y !== null);
  const [first] = known;
  if (first === undefined) return points.slice(0, 1);
  const lowest = known.reduce((low, point) => ((point[1] ?? 0) < (low[1] ?? 0) ? point : low), first);
  const highest = known.reduce((high, point) => ((point[1] ?? 0) > (high[1] ?? 0) ? point : high), first);
  if (lowest === highest) return [lowest];
  return lowest[0] < highest[0] ? [lowest, highest] : [highest, lowest];
}
