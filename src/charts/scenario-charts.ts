// Charts of scenarios: what each part moved over the time of all, and what is left of its figures next to the others.
import type { RunRecord, ScenarioRecord } from '../result/schema.js';
import { columnsOf } from '../result/interval-columns.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import { medianOf } from '../statistics/median.js';
import type { Chart, Series } from './chart.js';
import type { Detail } from './detail.js';
import { type Point, rounded, roundedPoint } from './points.js';
import { groupBy } from './steps.js';
import { figureLabel, unitText } from '../report/figure-text.js';
import { valuesText } from './words.js';

type Drawn = Omit<Chart, 'id' | 'subtitle'>;

export interface ScenarioDraft {
  id: string;
  mount?: string;
  drawn: Drawn | null;
}

/** By the name of the scenario; of those that were complete. */
export function scenarioCharts(
  { scenarios = [] }: RunRecord,
  data: { intervals: IntervalsByStep; detail: Detail },
): { workload: string; drafts: ScenarioDraft[] }[] {
  const complete = scenarios.filter(({ status }) => status === 'complete');
  return groupBy(complete, ({ name }) => name).map(([workload, runs]) => ({
    workload,
    drafts: [
      { id: 'interference', drawn: interferenceChart(runs) },
      ...runs.map((run) => ({
        id: `parts-${run.repeat}`,
        mount: run.repeat > 1 ? `${run.mount}, repeat ${run.repeat}` : run.mount,
        drawn: partsChart(run, data),
      })),
    ],
  }));
}

/** Together over alone, of each figure of each part; median over the repeats. */
function interferenceChart(runs: readonly ScenarioRecord[]): Drawn | null {
  const ratios = runs.flatMap(({ mount, parts }) =>
    parts.flatMap(({ part, figures }) =>
      figures.flatMap(({ figure, ratio, better }) =>
        ratio === null ? [] : [{ mount, ratio, name: `${part}: ${figureLabel(figure)}, ${better} is better` }],
      ),
    ),
  );
  const categories = [...new Set(ratios.map(({ name }) => name))];
  if (categories.length === 0) return null;
  const series = groupBy(ratios, ({ mount }) => mount).map(([mount, own]): Series => ({
    name: mount,
    mount,
    points: categories.flatMap((name, at): Point[] => {
      const known = own.filter((one) => one.name === name).map(({ ratio }) => ratio);
      return known.length === 0 ? [] : [[at, rounded(medianOf(known) * 100)]];
    }),
  }));
  const title = 'Together with the other parts, in percent of alone';
  const text = ({ name, points }: Series) =>
    `${name} ${points.map(([at, y]) => `${categories[at] ?? ''} ${unitText('percent', y ?? 0)}`).join(', ')}`;
  return {
    kind: 'bars',
    title,
    description: `${title}. ${series.map(text).join('; ')}.`,
    x: { label: '', unit: 'none', scale: 'category', categories },
    // A rate may fall to a hundredth where a latency becomes a hundredfold.
    y: { label: 'percent of alone', unit: 'percent', scale: 'log' },
    series,
    limit: { value: 100, label: 'alone' },
  };
}

/** Bytes a second of the parts over the time of the scenario. */
function partsChart(
  { mount, parts }: ScenarioRecord,
  { intervals, detail }: { intervals: IntervalsByStep; detail: Detail },
): Drawn | null {
  const series = parts.flatMap(({ part, runs }, style): Series[] => {
    const lines = runs.map(({ step, startSeconds }) =>
      columnsOf(intervals.get(step) ?? [], detail.points).map(({ startSeconds: from, seconds, operations }): Point => {
        const bytes = (operations.read?.bytes ?? 0) + (operations.write?.bytes ?? 0);
        return [startSeconds + from + seconds / 2, bytes / seconds];
      }),
    );
    // A gap from the end of a run to the start of the next one.
    const points = lines.flatMap((line, at): Point[] => {
      const last = line.at(-1);
      return at === lines.length - 1 || last === undefined ? line : [...line, [last[0], null]];
    });
    return points.length > 1 ? [{ name: part, mount, points: points.map(roundedPoint), style }] : [];
  });
  if (!series.some(({ points }) => points.some(([, y]) => y !== null && y > 0))) return null;
  const title = 'Bytes a second of each part over time';
  const means = series.map(({ name, points }) => {
    const known = points.flatMap(([, y]) => y ?? []);
    return [name, known.reduce((sum, y) => sum + y, 0) / known.length] as const;
  });
  return {
    kind: 'lines',
    title,
    description: `${title}, on ${mount}. Mean: ${valuesText('bytes per second', means)}.`,
    x: { label: 'time', unit: 'seconds', scale: 'linear' },
    y: { label: 'bytes a second', unit: 'bytes per second', scale: 'linear' },
    series,
  };
}
