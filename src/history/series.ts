// Runs of a history → one series for each figure of each workload on each mount of each machine.
import type { HistoryEntry, HistoryWorkload } from './entry-schema.js';

/** What decides whether two values may be put side by side. */
export interface SeriesKey {
  host: string;
  workload: string;
  variant: string;
  fingerprint: string;
  mount: { name: string; path: string; kind: string };
}

export interface Point {
  run: HistoryEntry;
  /** Median over the repeats, in the unit of the figure. */
  value: number;
  n: number;
}

export interface Series {
  key: SeriesKey;
  figure: string;
  unit: string;
  /** In the order in which the runs ended. */
  points: Point[];
}

/** What of a history is asked for; absent: all. */
export interface SeriesFilter {
  workload?: string | undefined;
  mount?: string | undefined;
  figure?: string | undefined;
}

/** Of complete runs only: another one may have been cut off where it was slow. Latest series last. */
export function seriesOf(runs: readonly HistoryEntry[], filter: SeriesFilter = {}): Series[] {
  const all = new Map<string, Series>();
  for (const run of runs.filter(({ status }) => status === 'complete')) {
    for (const workload of run.workloads.filter((one) => fits(one, filter))) addTo(all, run, workload, filter);
  }
  return [...all.values()];
}

function fits({ name, mount }: HistoryWorkload, filter: SeriesFilter): boolean {
  return (filter.workload ?? name) === name && (filter.mount ?? mount) === mount;
}

function addTo(all: Map<string, Series>, run: HistoryEntry, workload: HistoryWorkload, filter: SeriesFilter): void {
  const key = keyOf(run, workload);
  for (const { name, median, n, unit } of workload.figures) {
    if (filter.figure !== undefined && filter.figure !== name) continue;
    const text = JSON.stringify([key, name]);
    const series = all.get(text) ?? { key, figure: name, unit, points: [] };
    series.points.push({ run, value: median, n });
    all.set(text, series);
  }
}

/** The key of the values of a workload in a run. */
function keyOf(run: HistoryEntry, { name, variant, mount, fingerprint }: HistoryWorkload): SeriesKey {
  const found = run.mounts.find((one) => one.name === mount);
  const { path, kind } = found ?? { path: '', kind: '' };
  return { host: run.host, workload: name, variant, fingerprint, mount: { name: mount, path, kind } };
}
