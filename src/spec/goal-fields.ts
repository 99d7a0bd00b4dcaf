// Declares what a block workload may run towards: a steady state, or the highest rate within a limit of the latency.
import type { FieldTable } from './field.js';
import { choice, duration, integer, numberChoice, percent } from './field-kinds.js';
import { nullableMap } from './map-fields.js';
import { hour, maxWhole, millisecond, second } from './shared-fields.js';
import {
  type BlockWorkload,
  type LatencyTarget,
  steadyCriteria,
  steadyMetrics,
  type SteadyState,
  targetPercentiles,
} from './workload.js';

type GoalKey = 'steadyState' | 'latencyTarget';

export const goalFields: FieldTable<Pick<BlockWorkload, GoalKey>, BlockWorkload> = {
  steadyState: nullableMap<SteadyState, BlockWorkload>(
    {
      metric: choice(steadyMetrics, {
        example: 'iops',
        help: 'What must be steady, of reads and writes together and interval by interval.',
      }),
      criterion: choice(steadyCriteria, {
        example: 'slope',
        help:
          '"slope": that of the least squares line through the window, in percent of its mean a second. "deviation": the ' +
          'largest distance from the mean of the window, in percent of it.',
      }),
      limit: percent({ min: 0.001, max: 100, example: 1, help: 'What the criterion must stay below.' }),
      window: duration({
        min: millisecond,
        max: 1000 * hour,
        example: 60 * second,
        help: 'Time that is judged, three intervals or more (fio: steadystate_duration).',
      }),
      rampTime: duration({
        min: 0,
        max: 1000 * hour,
        default: 0,
        help: 'Measured time before the first window (fio: steadystate_ramp_time).',
      }),
    },
    { help: 'Ends the workload when it is steady, at runtime at the latest (fio: steadystate); null: not before.' },
  ),
  latencyTarget: nullableMap<LatencyTarget, BlockWorkload>(
    {
      percentile: numberChoice(targetPercentiles, {
        example: 99,
        help: 'Percentile of the latency from the intended start, of reads and writes together.',
      }),
      below: duration({ min: 1, max: hour, example: millisecond, help: 'What the percentile must stay below.' }),
      lowest: integer({
        min: 1,
        max: maxWhole,
        example: 100,
        help: 'Operations a second over all workers, a multiple of workers, where the search starts.',
      }),
      highest: integer({
        min: 1,
        max: maxWhole,
        example: 100_000,
        help: 'Operations a second over all workers, a multiple of workers, where the search ends.',
      }),
      precision: percent({
        min: 0.1,
        max: 100,
        default: 5,
        help: 'How far the rate that is found may be below the highest that keeps the percentile.',
      }),
      probe: duration({
        min: 100 * millisecond,
        max: hour,
        default: 5 * second,
        help: 'Measured time of each try; ramp comes before it.',
      }),
    },
    {
      help:
        'Searches for the highest rate that keeps the percentile, by short probes, and measures runtime at that rate; ' +
        'null: no search.',
    },
  ),
};
