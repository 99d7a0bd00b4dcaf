// Schema of the metrics of a step: any number by its name, and what each name means.
import { z } from 'zod';
import { metricGroups } from './metrics/groups.js';

export { metricGroups };

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
