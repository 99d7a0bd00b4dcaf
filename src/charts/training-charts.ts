// Charts of emulated trainings: how long steps took and waited, and how each epoch went.
import type { StepRecord, TrainingEpoch, TrainingRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';
import type { FigureUnit } from '../figure/catalogue.js';
import type { Chart, Mark, Series } from './chart.js';
import type { Distribution } from './latency-charts.js';
import { rounded } from './points.js';
import type { VariantSteps } from './steps.js';
import { unitText } from '../report/figure-text.js';

type Drawn = Omit<Chart, 'id' | 'subtitle'>;

/** Distributions of a training, in the place of those of its reads. */
export const trainingDistributions: Distribution[] = [
  { id: 'step', name: 'Step time', of: (step) => step.training?.stepNs ?? null },
  { id: 'data-wait', name: 'Data wait of a step', of: (step) => step.training?.dataWaitNs ?? null },
  { id: 'item', name: 'Reading of an item', of: (step) => step.training?.itemNs ?? null },
];

interface EpochFigure {
  id: string;
  title: string;
  label: string;
  unit: FigureUnit;
  of: (epoch: TrainingEpoch) => number | null;
  limit?: (training: TrainingRecord) => number;
}

const figures: EpochFigure[] = [
  {
    id: 'epoch-au',
    title: 'Accelerator utilization by epoch',
    label: 'without the first step',
    unit: 'percent',
    of: ({ auPercent }) => auPercent,
    limit: ({ auThresholdPercent }) => auThresholdPercent,
  },
  {
    id: 'epoch-wall-au',
    title: 'Compute over the whole time of an epoch',
    label: 'share of the time',
    unit: 'percent',
    of: ({ wallAuPercent }) => wallAuPercent,
  },
  {
    id: 'epoch-data-wait',
    title: 'Data wait by epoch',
    label: 'mean over the accelerators',
    unit: 'seconds',
    of: ({ dataWaitSeconds }) => dataWaitSeconds,
  },
  {
    id: 'epoch-samples',
    title: 'Samples a second by epoch',
    label: 'samples a second',
    unit: 'per second',
    of: ({ wallSamplesPerSecond }) => wallSamplesPerSecond,
  },
];

/** From two complete epochs on; the median of repeats bold. */
export function epochCharts(variant: VariantSteps): { id: string; drawn: Drawn | null }[] {
  return figures.map((figure) => ({ id: figure.id, drawn: epochChart(variant, figure) }));
}

function epochChart(variant: VariantSteps, { title, label, unit, of, limit }: EpochFigure): Drawn | null {
  const trainings = variant.mounts.flatMap(({ repeats }) => repeats.flatMap(({ training }) => training ?? []));
  const names = epochNames(trainings);
  const series = variant.mounts.flatMap(({ mount, repeats }): Series[] => {
    const values = names.map((name) => {
      const known = repeats.map((step) => valueOf(step, name, of)).filter((value) => value !== null);
      return known.length === 0 ? null : rounded(medianOf(known));
    });
    if (values.filter((value) => value !== null).length < 2) return [];
    return [{ name: mount, mount, points: values.map((value, at) => [at, value] as const) }];
  });
  if (series.length === 0) return null;
  const [first] = trainings;
  const text = ({ name, points }: Series) =>
    `${name} ${points.map(([, y]) => (y === null ? 'unknown' : unitText(unit, y))).join(', ')}`;
  return {
    kind: 'lines',
    title,
    description: `${title}, ${names.join(', ')}: ${series.map(text).join('; ')}.`,
    x: { label: 'epoch', unit: 'none', scale: 'category', categories: names },
    y: { label, unit, scale: 'linear' },
    series,
    ...(limit === undefined || first === undefined ? {} : { limit: { value: limit(first), label: 'to reach' } }),
  };
}

/** `1`, `2`, `eval 1`: of complete epochs, in their order. */
function epochNames(trainings: readonly TrainingRecord[]): string[] {
  return [...new Set(trainings.flatMap(({ epochs }) => epochs.filter(({ complete }) => complete).map(nameOf)))];
}

function nameOf({ kind, number }: TrainingEpoch): string {
  return kind === 'eval' ? `eval ${number}` : String(number);
}

function valueOf({ training }: StepRecord, name: string, of: EpochFigure['of']): number | null {
  const epoch = training?.epochs.find((one) => one.complete && nameOf(one) === name);
  return epoch === undefined ? null : of(epoch);
}

/** Starts of the epochs of a step, for its charts over time. */
export function epochMarks({ training }: StepRecord): Mark[] {
  return (training?.epochs ?? []).map((epoch) => ({
    from: epoch.startSeconds,
    label: epoch.kind === 'eval' ? nameOf(epoch) : `epoch ${epoch.number}`,
  }));
}
