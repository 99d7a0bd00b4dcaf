// Charts of rates over the measured time: bytes, operations and errors a second of each mount.

import { medianOf } from '../statistics/median.js';
import type { FigureUnit } from '../figure/catalogue.js';
import type { RecordedKind } from '../native/contract.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import { columnsOf, type IntervalCounts, type OperationCounts } from '../result/interval-columns.js';
import type { Chart, Mark, Series } from './chart.js';
import type { Detail } from './detail.js';
import { countedKinds, movedKinds, timedKinds } from './kinds.js';
import { type MediansOf, medianLine } from './median-line.js';
import { type Point, rounded, roundedPoint } from './points.js';
import type { VariantSteps } from './steps.js';
import { rateName, throughputName, valuesText } from './words.js';

type Drawn = Omit<Chart, 'id' | 'subtitle'>;

/** A rate over time: which of the counts, and how it is called. */
interface TimeQuantity {
  key: 'bytesPerSecond' | 'perSecond' | 'errors';
  kind: RecordedKind;
  id: string;
  title: string;
}

const units: Record<TimeQuantity['key'], FigureUnit> = {
  bytesPerSecond: 'bytes per second',
  perSecond: 'per second',
  errors: 'per second',
};

const labels: Record<TimeQuantity['key'], string> = {
  bytesPerSecond: 'bytes a second',
  perSecond: 'operations a second',
  errors: 'errors a second',
};

/** Bands of more mounts would lie on each other until nothing can be seen. */
const mostBands = 4;

/** All rates of a variant that are above 0 at any time. */
export function timeCharts(
  variant: VariantSteps,
  data: { intervals: IntervalsByStep; detail: Detail; marks: Mark[] },
): { id: string; drawn: Drawn | null }[] {
  return quantitiesOf(variant).map((quantity) => ({ id: quantity.id, drawn: timeChart(variant, quantity, data) }));
}

function quantitiesOf(variant: VariantSteps): TimeQuantity[] {
  const [moved, counted, timed] = [movedKinds(variant), countedKinds(variant), timedKinds(variant)];
  return [
    ...moved.map((kind) => ({
      key: 'bytesPerSecond' as const,
      kind,
      id: `${kind}-throughput`,
      title: `${throughputName(kind)} over time`,
    })),
    ...counted.map((kind) => ({
      key: 'perSecond' as const,
      kind,
      id: `${kind}-rate`,
      title: `${rateName(kind)} over time`,
    })),
    ...timed.map((kind) => ({
      key: 'errors' as const,
      kind,
      id: `${kind}-errors`,
      title: `Errors of ${kind} over time`,
    })),
  ];
}

/** Null where no mount has two intervals, or nothing happened in any. */
function timeChart(
  variant: VariantSteps,
  quantity: TimeQuantity,
  { intervals, detail, marks }: { intervals: IntervalsByStep; detail: Detail; marks: Mark[] },
): Drawn | null {
  const series = variant.mounts.flatMap(({ mount, repeats }) => {
    const lines = repeats.map(({ id }) => lineOf(columnsOf(intervals.get(id) ?? [], detail.points), quantity));
    return seriesOf(mount, lines, variant.mounts.length <= mostBands);
  });
  if (!series.some(({ points }) => points.length > 1 && points.some(([, y]) => y !== null && y > 0))) return null;
  const unit = units[quantity.key];
  const means = series
    .filter(({ faint }) => faint !== true)
    .map(({ mount, points }) => [mount, meanOf(points)] as const);
  return {
    kind: 'lines',
    title: quantity.title,
    description: `${quantity.title}. Mean: ${valuesText(unit, means)}.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    y: { label: labels[quantity.key], unit, scale: 'linear' },
    series,
    ...(marks.length > 0 ? { marks } : {}),
  };
}

/** The median of the repeats, and each of them pale behind it; a single one by itself. */
function seriesOf(mount: string, lines: readonly MediansOf[], ranged: boolean): Series[] {
  const drawn = lines.filter(({ points }) => points.length > 0);
  if (drawn.length <= 1) {
    return drawn.map(({ points, ranges }) => ({
      name: mount,
      mount,
      points: points.map(roundedPoint),
      ...(ranged && ranges.some((range) => range !== null) ? { ranges } : {}),
    }));
  }
  const repeats = drawn.map(({ points }, at) => ({
    name: `${mount}, repeat ${at + 1}`,
    mount,
    points: points.map(roundedPoint),
    faint: true,
  }));
  return [...repeats, { name: mount, mount, points: medianLine(drawn).map(roundedPoint) }];
}

function lineOf(columns: readonly IntervalCounts[], { key, kind }: TimeQuantity): MediansOf {
  const longest = Math.max(0, ...columns.map(({ seconds }) => seconds));
  // What is left over at the end is too short for a rate.
  const whole = columns.filter(({ seconds }) => seconds > 0 && seconds >= longest / 2);
  return {
    width: whole.length === 0 ? 0 : medianOf(whole.map(({ seconds }) => seconds)),
    points: whole.map((column): Point => [
      column.startSeconds + column.seconds / 2,
      rateOf(column.operations[kind], column.seconds, key),
    ]),
    ranges: whole.map(({ operations }) => {
      const range = key === 'errors' ? undefined : operations[kind]?.[key];
      return range === undefined ? null : [rounded(range[0]), rounded(range[1])];
    }),
  };
}

function rateOf(counts: OperationCounts | undefined, seconds: number, key: TimeQuantity['key']): number {
  if (counts === undefined) return 0;
  const amount = { bytesPerSecond: counts.bytes, perSecond: counts.count, errors: counts.errors ?? 0 }[key];
  return amount / seconds;
}

function meanOf(points: readonly Point[]): number | null {
  const known = points.flatMap(([, y]) => (y === null ? [] : [y]));
  return known.length === 0 ? null : known.reduce((sum, y) => sum + y, 0) / known.length;
}
