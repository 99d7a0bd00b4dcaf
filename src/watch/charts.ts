// Charts of the steps that run, of the intervals that are known of them: rates, latency, and latency over time as a heatmap.
import type { Chart, Heatmap, Series } from '../charts/chart.js';
import { rounded, type Point } from '../charts/points.js';
import { latencyName } from '../charts/words.js';
import { chainTimes, operationKinds, type RecordedKind } from '../native/contract.js';
import type { WatchedCounts, WatchedInterval, WatchedStep, WatchState } from './messages.js';

/** Steps at the same time that have a heatmap; the lines are of all of them. */
const mostHeatmaps = 4;
/** Bands of a doubling in the heatmap: those of intervals, two by two. */
const joinedBands = 2;
const perDoubling = 8 / joinedBands;
const recordedKinds: readonly RecordedKind[] = [...operationKinds, ...chainTimes];

/** A step with what is known of it. */
interface Shown {
  step: WatchedStep;
  intervals: readonly WatchedInterval[];
}

/** Charts of the steps whose intervals are known; none before the second interval. Pure. */
export function liveCharts({ steps, intervals }: Pick<WatchState, 'steps' | 'intervals'>): Chart[] {
  const shown = steps
    .map((step) => ({ step, intervals: wholeOnes(intervals[step.id] ?? []) }))
    .filter((one) => one.intervals.length > 1);
  if (shown.length === 0) return [];
  const heatmaps = shown.slice(0, mostHeatmaps).map(heatmapOf);
  return [throughput(shown), rates(shown), latencies(shown), ...heatmaps].filter((chart) => chart !== null);
}

/** The last interval of a step may be too short for a rate. */
function wholeOnes(intervals: readonly WatchedInterval[]): readonly WatchedInterval[] {
  const longest = intervals.reduce((most, { seconds }) => Math.max(most, seconds), 0);
  return intervals.filter(({ seconds }) => seconds >= longest / 2);
}

interface Line {
  /** `p99`; empty where the kind says it all. */
  what: string;
  valueOf: (counts: WatchedCounts | undefined, seconds: number) => number | null;
}

const bytes: Line = { what: '', valueOf: (counts, seconds) => (counts?.bytes ?? 0) / seconds };
const perSecond: Line = { what: '', valueOf: (counts, seconds) => (counts?.count ?? 0) / seconds };
const percentiles: Line[] = [
  { what: 'p50', valueOf: (counts) => counts?.p50 ?? null },
  { what: 'p99', valueOf: (counts) => counts?.p99 ?? null },
];

function throughput(shown: readonly Shown[]): Chart | null {
  const y = { label: 'bytes a second', unit: 'bytes per second', scale: 'linear' } as const;
  return lines(shown, { id: 'live-throughput', title: 'Throughput', y, drawn: [bytes], kinds: ['read', 'write'] });
}

function rates(shown: readonly Shown[]): Chart | null {
  const y = { label: 'operations a second', unit: 'per second', scale: 'linear' } as const;
  return lines(shown, { id: 'live-rate', title: 'Operations a second', y, drawn: [perSecond], kinds: recordedKinds });
}

function latencies(shown: readonly Shown[]): Chart | null {
  const y = { label: 'latency', unit: 'nanoseconds', scale: 'log' } as const;
  return lines(shown, { id: 'live-latency', title: 'Latency', y, drawn: percentiles, kinds: recordedKinds });
}

interface Wanted {
  id: string;
  title: string;
  y: Chart['y'];
  drawn: readonly Line[];
  kinds: readonly RecordedKind[];
}

function lines(shown: readonly Shown[], { id, title, y, drawn, kinds }: Wanted): Chart | null {
  const series = shown.flatMap((one) => seriesOf(one, { drawn, kinds, several: shown.length > 1 }));
  if (series.length === 0) return null;
  return {
    ...{ id, kind: 'lines', title, subtitle: '' },
    description: `${title} of each interval of the steps that run.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    ...{ y, series },
  };
}

/** Lines of a step have the colour of its mount; kinds and percentiles have dashes and symbols of their own. */
function seriesOf(
  { step, intervals }: Shown,
  { drawn, kinds, several }: Pick<Wanted, 'drawn' | 'kinds'> & { several: boolean },
): Series[] {
  const place = several ? `${step.workload} ${step.mount}` : step.mount;
  const moved = kinds.filter((kind) => intervals.some(({ operations }) => (operations[kind]?.count ?? 0) > 0));
  return moved.flatMap((kind, at) =>
    drawn.flatMap(({ what, valueOf }, number) => {
      const points = intervals.map(({ startSeconds, seconds, operations }): Point => {
        const value = valueOf(operations[kind], seconds);
        return [startSeconds + seconds / 2, value === null ? null : rounded(value)];
      });
      if (!points.some(([, value]) => value !== null && value > 0)) return [];
      const name = [place, kind, what].filter((text) => text !== '').join(' ');
      return [{ name, mount: step.mount, points, style: at * drawn.length + number }];
    }),
  );
}

/** Of the kind that completed most often. Null where the latencies of fewer than three intervals are known. */
function heatmapOf({ step, intervals }: Shown): Chart | null {
  const kind = busiest(intervals);
  // Of earlier ones the latencies may not be known; later ones may have had no operation.
  const known = intervals.findIndex(({ operations }) => (operations[kind]?.bands.length ?? 0) > 0);
  const columns = known < 0 ? [] : intervals.slice(known);
  const last = columns.at(-1);
  if (columns.length < 3 || last === undefined) return null;
  const title = `${latencyName(kind)} over time`;
  return {
    ...{ id: `live-heatmap-${step.id.replace(/[^a-zA-Z0-9]+/g, '-')}`, kind: 'heatmap', title, subtitle: step.id },
    description: `${title}: how many operations of ${step.id} took how long in each interval.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    y: { label: 'latency', unit: 'nanoseconds', scale: 'log' },
    series: [],
    heatmap: {
      mount: step.mount,
      x: [...columns.map(({ startSeconds }) => startSeconds), last.startSeconds + last.seconds],
      ...rowsOf(columns.map(({ operations }) => operations[kind]?.bands ?? [])),
    },
  };
}

function rowsOf(columns: readonly WatchedCounts['bands'][]): Pick<Heatmap, 'y' | 'cells'> {
  const rows = columns.flat().map(([band]) => Math.floor(band / joinedBands));
  const lowest = rows.reduce((low, row) => Math.min(low, row), Infinity);
  const highest = rows.reduce((high, row) => Math.max(high, row), 0);
  const cells: Heatmap['cells'] = columns.flatMap((bands, column) => {
    const counts = new Map<number, number>();
    for (const [band, count] of bands) {
      const row = Math.floor(band / joinedBands) - lowest;
      counts.set(row, (counts.get(row) ?? 0) + count);
    }
    return [...counts].sort(([a], [b]) => a - b).map(([row, count]) => [column, row, count] as const);
  });
  return { y: Array.from({ length: highest - lowest + 2 }, (_, at) => Math.max(1, startOf(lowest + at))), cells };
}

/** Smallest latency of a row, in nanoseconds. */
function startOf(row: number): number {
  const doubling = Math.floor(row / perDoubling);
  return 2 ** doubling * (1 + (row % perDoubling) / perDoubling);
}

function busiest(intervals: readonly WatchedInterval[]): RecordedKind {
  const total = (kind: RecordedKind) =>
    intervals.reduce((sum, { operations }) => sum + (operations[kind]?.count ?? 0), 0);
  return recordedKinds.reduce<RecordedKind>((most, kind) => (total(kind) > total(most) ? kind : most), 'read');
}
