// What a steady state or a latency target asks of the other keys of a block workload.
import { endsBySelf } from './load-fields.js';
import type { Breach, Rule } from './rules.js';
import { formatDuration } from './units.js';
import type { BlockWorkload, LatencyTarget } from './workload.js';

const leastIntervals = 3;

const steadyRules: Rule<BlockWorkload>[] = [
  ({ steadyState, runtime }) => {
    if (steadyState === null || runtime === null) return runtimeIsMissing('steadyState', steadyState, runtime);
    const least = steadyState.rampTime + steadyState.window;
    if (least <= runtime) return null;
    return {
      keys: ['runtime', 'steadyState'],
      what: `is ${formatDuration(runtime)}, which ends before rampTime and window of "steadyState" are over`,
      advice: `Give at least ${formatDuration(least)}`,
    };
  },

  ({ steadyState, interval }) => {
    if (steadyState === null) return null;
    const { window } = steadyState;
    if (window % interval === 0 && window >= leastIntervals * interval) return null;
    const least = Math.max(leastIntervals, Math.ceil(window / interval)) * interval;
    return {
      keys: ['steadyState', 'interval'],
      what:
        `has a window of ${formatDuration(window)}, which is not three or more whole intervals of ` +
        formatDuration(interval),
      advice: `Use "window: ${formatDuration(least)}"`,
    };
  },
];

const targetRules: Rule<BlockWorkload>[] = [
  ({ latencyTarget, runtime }) => runtimeIsMissing('latencyTarget', latencyTarget, runtime),

  (workload) =>
    workload.latencyTarget !== null && endsBySelf(workload)
      ? {
          keys: ['latencyTarget', 'passes', 'ioSize', 'operationLimit'],
          what: 'does not go with "passes", "ioSize" or "operationLimit", which could end a probe too early',
          advice: 'Remove these; "runtime" and "probe" are the ends',
        }
      : null,

  ({ latencyTarget, steadyState }) =>
    latencyTarget !== null && steadyState !== null
      ? { keys: ['latencyTarget', 'steadyState'], what: 'does not go with "steadyState"', advice: 'Remove one of them' }
      : null,

  ({ latencyTarget, rate }) =>
    latencyTarget !== null && rate !== null
      ? { keys: ['rate', 'latencyTarget'], what: 'is what "latencyTarget" searches for', advice: 'Remove one of them' }
      : null,

  ({ latencyTarget, arrival }) =>
    latencyTarget !== null && arrival === 'closed'
      ? {
          keys: ['arrival', 'latencyTarget'],
          what: 'is "closed", but "latencyTarget" is about the latency from an intended start',
          advice: 'Set "arrival: poisson" or "arrival: fixed", or remove it',
        }
      : null,

  boundsAreRates,
  overloadShows,
  percentileShows,
];

export const goalRules: Rule<BlockWorkload>[] = [...steadyRules, ...targetRules];

function runtimeIsMissing(key: string, goal: object | null, runtime: number | null): Breach | null {
  if (goal === null || runtime !== null) return null;
  return { keys: ['runtime', key], what: `is null, but "${key}" needs it`, advice: 'Give "runtime: 10m"' };
}

function boundsAreRates({ latencyTarget, workers }: BlockWorkload): Breach | null {
  if (latencyTarget === null) return null;
  const { lowest, highest } = latencyTarget;
  const keys = ['latencyTarget', 'workers'] as const;
  const uneven = [lowest, highest].find((rate) => rate % workers !== 0);
  if (uneven !== undefined) {
    const near = Math.max(1, Math.round(uneven / workers)) * workers;
    const what = `has a rate of ${uneven}, which ${workers} workers cannot share evenly`;
    return { keys, what, advice: `Use ${near}, or other "workers"` };
  }
  if (lowest <= highest) return null;
  return { keys, what: `has lowest, ${lowest}, above highest, ${highest}`, advice: 'Exchange the two' };
}

/**
 * With a rate that is a share f too high, an operation that completes at time t comes t * f / (1 + f) late. Where even that
 * at the end of a probe is below the limit, every rate looks kept.
 */
function overloadShows({ latencyTarget }: BlockWorkload): Breach | null {
  if (latencyTarget === null) return null;
  const { below, percentile, precision, probe } = latencyTarget;
  const least = below * (1 + 100 / precision) * (100 / percentile);
  return probe >= least
    ? null
    : tooShort(
        latencyTarget,
        least,
        `latencies of ${formatDuration(below)} to build up at a rate ${precision} % too high`,
      );
}

/** Of fewer operations, the percentile is the slowest one. */
function percentileShows({ latencyTarget }: BlockWorkload): Breach | null {
  if (latencyTarget === null) return null;
  const { lowest, percentile, probe } = latencyTarget;
  const operations = Math.round(100 / (100 - percentile));
  const least = (operations / lowest) * 1e9;
  return probe >= least
    ? null
    : tooShort(
        latencyTarget,
        least,
        `the ${operations} operations that p${percentile} needs, at the lowest rate, ${lowest}`,
      );
}

function tooShort({ probe }: LatencyTarget, leastNs: number, what: string): Breach {
  const advised = formatDuration(Math.ceil(leastNs / 1e8) * 1e8);
  return {
    keys: ['latencyTarget'],
    what: `has probes of ${formatDuration(probe)}, too short for ${what}`,
    advice: `Use "probe: ${advised}", or other values of the others`,
  };
}
