// Heatmaps of latency over time, one a mount, all of a variant with the same axes so that they can be laid side by side.
import type { RecordedKind } from '../native/contract.js';
import { addCounts, type BandCounts, bandStart } from '../result/histogram-counts.js';
import { columnsOf, type IntervalCounts } from '../result/interval-columns.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import { medianOf } from '../statistics/median.js';
import type { Chart, Heatmap } from './chart.js';
import type { Detail } from './detail.js';
import type { VariantSteps } from './steps.js';
import { unitText } from '../report/figure-text.js';
import { latencyName } from './words.js';

/** Bands of intervals in a doubling of the latency. */
const perDoubling = 8;

/** Of fewer operations the cells would hold one or two each. */
const fewestOperations = 100;

/** Latencies of one mount: of each column of time, counts by band. */
interface Columns {
  mount: string;
  /** Seconds of a column. */
  width: number;
  counts: BandCounts[];
}

export interface MountHeatmap {
  mount: string;
  drawn: Omit<Chart, 'id' | 'subtitle'>;
}

/** Those of mounts with at least three columns of time and 100 operations; all repeats of a mount together. */
export function heatmapCharts(
  variant: VariantSteps,
  kind: RecordedKind,
  { intervals, detail }: { intervals: IntervalsByStep; detail: Detail },
): MountHeatmap[] {
  const columns = variant.mounts
    .map(({ mount, repeats }) => ({
      mount,
      ...columnsOfMount(
        repeats.map(({ id }) => intervals.get(id) ?? []),
        kind,
        detail.columns,
      ),
    }))
    .filter(({ counts }) => counts.length >= 3 && operationsIn(counts) >= fewestOperations);
  const bands = columns.flatMap(({ counts }) => counts.flatMap((column) => [...column.keys()]));
  const lowest = bands.reduce((least, band) => Math.min(least, band), Infinity);
  const highest = bands.reduce((most, band) => Math.max(most, band), 0);
  const high = rowHeight(lowest, highest, detail.rows);
  return columns.map((one) => chartOf(one, kind, { lowest, highest, high }));
}

function operationsIn(counts: readonly BandCounts[]): number {
  return counts.reduce((sum, column) => [...column.values()].reduce((all, count) => all + count, sum), 0);
}

/** Of each column the counts of all repeats; a column holds the intervals that begin in it. */
function columnsOfMount(
  repeats: readonly (readonly IntervalCounts[])[],
  kind: RecordedKind,
  most: number,
): Omit<Columns, 'mount'> {
  const joined = repeats.map((intervals) => columnsOf(intervals, most));
  const seconds = joined.flat().map((column) => column.seconds);
  const width = seconds.length === 0 ? 0 : medianOf(seconds);
  const counts: BandCounts[] = [];
  for (const { startSeconds, seconds: long, operations } of joined.flat()) {
    const latencies = operations[kind]?.latencies;
    if (latencies === undefined) continue;
    const at = Math.floor((startSeconds + long / 2) / width);
    addCounts((counts[at] ??= new Map<number, number>()), latencies);
  }
  return { width, counts: Array.from({ length: counts.length }, (_, at) => counts[at] ?? new Map<number, number>()) };
}

/** Bands of a row: a power of two, so that rows of all mounts are of whole bands. */
function rowHeight(lowest: number, highest: number, most: number): number {
  let high = 1;
  while (Math.floor(highest / high) - Math.floor(lowest / high) + 1 > most) high *= 2;
  return high;
}

interface Rows {
  lowest: number;
  highest: number;
  high: number;
}

function chartOf({ mount, width, counts }: Columns, kind: RecordedKind, rows: Rows): MountHeatmap {
  const { lowest, highest, high } = rows;
  const first = Math.floor(lowest / high);
  const last = Math.floor(highest / high);
  const heatmap: Heatmap = {
    mount,
    x: Array.from({ length: counts.length + 1 }, (_, at) => Number((at * width).toPrecision(5))),
    y: Array.from({ length: last - first + 2 }, (_, at) => Math.max(1, bandStart((first + at) * high, perDoubling))),
    cells: counts.flatMap((column, at) => cellsOf(column, at, { first, high })),
  };
  const title = `${latencyName(kind)} over time`;
  return {
    mount,
    drawn: {
      kind: 'heatmap',
      title,
      description: `${title} on ${mount}: ${describe(heatmap)}`,
      x: { label: 'time', unit: 'seconds', scale: 'linear' },
      y: { label: 'latency', unit: 'nanoseconds', scale: 'log' },
      series: [],
      heatmap,
    },
  };
}

function cellsOf(column: BandCounts, at: number, { first, high }: { first: number; high: number }): Heatmap['cells'] {
  const rows = new Map<number, number>();
  for (const [band, count] of column) {
    const row = Math.floor(band / high) - first;
    rows.set(row, (rows.get(row) ?? 0) + count);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([row, count]) => [at, row, count]);
}

/** `1200 operations, most of them from 80us to 96us, the slowest from 1.2ms to 1.5ms.` */
function describe({ cells, y }: Heatmap): string {
  const rows: BandCounts = new Map();
  for (const [, row, count] of cells) addCounts(rows, [[row, count]]);
  const total = [...rows.values()].reduce((sum, count) => sum + count, 0);
  const [fullest] = [...rows].sort(([, a], [, b]) => b - a);
  const slowest = Math.max(...rows.keys());
  const span = (row: number) =>
    `${unitText('nanoseconds', y[row] ?? 0)} to ${unitText('nanoseconds', y[row + 1] ?? 0)}`;
  return (
    `${total} operations; the fullest row, from ${span(fullest?.[0] ?? 0)}, holds ${fullest?.[1] ?? 0} of them, ` +
    `the slowest took ${span(slowest)}.`
  );
}
