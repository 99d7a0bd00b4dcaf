// All charts of a run: a group for each workload and variant, and one over all variants of a sweep.
import type { IntervalsByStep } from '../result/read-intervals.js';
import type { RunRecord } from '../result/schema.js';
import { barCharts } from './bars.js';
import type { Chart, ChartGroup } from './chart.js';
import { checkpointCharts, roundMarks } from './checkpoint-charts.js';
import { type Detail, detailFor } from './detail.js';
import { heatmapCharts } from './heatmaps.js';
import { timedKinds } from './kinds.js';
import { kvCacheDistributions } from './kv-cache-charts.js';
import { cumulativeChart, latenciesOf, percentileChart } from './latency-charts.js';
import { scalingCharts } from './scaling.js';
import { scenarioCharts } from './scenario-charts.js';
import { stepsByWorkload, type VariantSteps, type WorkloadSteps } from './steps.js';
import { timeCharts } from './time-charts.js';
import { epochCharts, epochMarks, trainingDistributions } from './training-charts.js';
import { slug } from './words.js';

/** A chart that has no place in a report yet; null: there is nothing to draw. */
interface Draft {
  id: string;
  /** Of those that are of one mount. */
  mount?: string;
  drawn: Omit<Chart, 'id' | 'subtitle'> | null;
}

interface Data {
  intervals: IntervalsByStep;
  detail: Detail;
}

export interface ChartOptions {
  /** Absent: as fine as the number of steps allows. */
  detail?: Detail;
  /** Before each id, where charts of several runs are in one report. */
  idPrefix?: string;
}

/**
 * `intervals` as `readIntervals(path, forCharts)` gives them; without latencies there are no heatmaps, without any no charts
 * over time. Charts without data are left out, and groups without charts. Throws HISTOGRAM_INVALID where the record was
 * changed or cut.
 */
export function chartGroups(record: RunRecord, intervals: IntervalsByStep, options: ChartOptions = {}): ChartGroup[] {
  const workloads = stepsByWorkload(record);
  const variants = workloads.flatMap((workload) => workload.variants);
  const mounts = variants.reduce((sum, variant) => sum + variant.mounts.length, 0);
  const data = { intervals, detail: options.detail ?? detailFor(record.steps.length, mounts) };
  const ids = new Set<string>();
  const groups = [
    ...workloads.flatMap((workload) => groupsOf(workload, data)),
    ...scenarioCharts(record, data).map(({ workload, drafts }) => ({ workload, variant: '', drafts })),
  ];
  return groups
    .map(({ workload, variant, drafts }) => {
      const place = { workload, variant, ids, prefix: options.idPrefix ?? '' };
      return { workload, variant, charts: placed(drafts, place) };
    })
    .filter(({ charts }) => charts.length > 0);
}

interface DraftGroup {
  workload: string;
  variant: string;
  drafts: Draft[];
}

function groupsOf(workload: WorkloadSteps, data: Data): DraftGroup[] {
  const over = { workload: workload.workload, variant: '', drafts: scalingCharts(workload) };
  const each = workload.variants.map((variant) => ({
    workload: workload.workload,
    variant: variant.label,
    drafts: variantDrafts(variant, data),
  }));
  return over.drafts.length > 0 ? [over, ...each] : each;
}

function variantDrafts(variant: VariantSteps, data: Data): Draft[] {
  const own = [...trainingDistributions, ...kvCacheDistributions];
  const kinds = timedKinds(variant);
  return [
    ...barCharts(variant),
    ...epochCharts(variant),
    ...checkpointCharts(variant),
    ...timeCharts(variant, { ...data, marks: marksOf(variant) }),
    ...[...own, ...kinds.flatMap(latenciesOf)].flatMap((distribution) => [
      { id: `${distribution.id}-cdf`, drawn: cumulativeChart(variant, distribution, data.detail) },
      { id: `${distribution.id}-percentiles`, drawn: percentileChart(variant, distribution) },
    ]),
    ...kinds.flatMap((kind) =>
      heatmapCharts(variant, kind, data).map(({ mount, drawn }) => ({ id: `${kind}-heatmap`, mount, drawn })),
    ),
  ];
}

/** Epochs, saves and loads of a single step: those of several are at other times. */
function marksOf({ mounts }: VariantSteps) {
  const steps = mounts.flatMap(({ repeats }) => repeats);
  const [only] = steps;
  return steps.length === 1 && only !== undefined ? [...epochMarks(only), ...roundMarks(only)] : [];
}

interface Place {
  workload: string;
  variant: string;
  ids: Set<string>;
  prefix: string;
}

/** Drafts with data, with ids that no other chart of the run has. */
function placed(drafts: readonly Draft[], { workload, variant, ids, prefix }: Place): Chart[] {
  return drafts.flatMap(({ id, mount, drawn }) => {
    if (drawn === null) return [];
    const subtitle = [workload, variant, mount ?? ''].filter((part) => part !== '').join(', ');
    const own = mount === undefined ? {} : { mount };
    return [{ id: uniqueId(slug(`${prefix} ${subtitle} ${id}`), ids), subtitle, ...own, ...drawn }];
  });
}

function uniqueId(wanted: string, ids: Set<string>): string {
  let id = wanted;
  for (let number = 2; ids.has(id); number += 1) id = `${wanted}-${number}`;
  ids.add(id);
  return id;
}
