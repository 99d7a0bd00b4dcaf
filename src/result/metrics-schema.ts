// Schema of the metrics of a step: any number by its name, and what each name means.
import { z } from 'zod';
import { checkpointMetrics } from './metrics/checkpoint.js';
import { generalMetrics } from './metrics/general.js';
import { goalMetrics } from './metrics/goals.js';
import { kvCacheMetrics } from './metrics/kv-cache.js';
import { modelLoadMetrics } from './metrics/model-load.js';
import { roundMetrics } from './metrics/rounds.js';
import { sharedMetrics } from './metrics/shared.js';
import { trainingMetrics } from './metrics/training.js';

/** What each metric is, with its unit, in groups by what has it; a name stands in one group alone. */
export const metricGroups = [
  { of: '', metrics: generalMetrics },
  { of: '', metrics: goalMetrics },
  { of: '', metrics: sharedMetrics },
  { of: 'Of checkpoints and models: ', metrics: roundMetrics },
  { of: 'Of checkpoints: ', metrics: checkpointMetrics },
  { of: 'Of models: ', metrics: modelLoadMetrics },
  { of: 'Of kind training: ', metrics: trainingMetrics },
  { of: 'Of kind kv-cache: ', metrics: kvCacheMetrics },
] as const;

type NamesOf<Group> = Group extends unknown ? keyof Group : never;

/** Name of a metric that is described. */
export type MetricName = NamesOf<(typeof metricGroups)[number]['metrics']>;

/** Metrics of a step; one that cannot be told is absent. */
export type Metrics = { [Name in MetricName]?: number };

const properties = Object.fromEntries(
  metricGroups.flatMap(({ of, metrics }) =>
    Object.entries(metrics).map(([name, what]) => [name, { type: 'number' as const, description: of + what }]),
  ),
);

/** Takes any name: a record of another version may have other metrics. */
export const metricsSchema = z.record(z.string(), z.number()).meta({
  description:
    'Metrics of the step; one that cannot be told is absent. Means over epochs are over the complete epochs of training, or ' +
    'over those that were cut off where none is complete. Saves and loads count where they were complete.',
  properties,
});
