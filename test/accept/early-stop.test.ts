// How often a run that is looked at early gives a wrong verdict in all, where it is hardest: the truth is on the limit.
import { describe, expect, test } from 'vitest';
import { looksAt } from '../../src/accept/demand.js';
import { levelEstimate } from '../../src/statistics/estimate.js';
import { lognormal, noiseOf, repeatsOf, type Shape } from '../statistics/synthetic.js';

const runs = 2000;

interface Outcome {
  /** Share of runs that any look, the last one included, calls passed or failed. */
  wrong: number;
  /** Share of runs that end before their last repeat for it. */
  early: number;
}

/** Only `marginal` is right, since the true median is the limit. */
function outcomeOf(shape: Shape, planned: number): Outcome {
  const noise = noiseOf(4711 + planned);
  let [wrong, early] = [0, 0];
  for (let run = 0; run < runs; run++) {
    const all = repeatsOf(shape, planned, noise);
    const decided = looksAt(planned).find(({ repeats, confidence }) => {
      const level = levelEstimate(all.slice(0, repeats), { seed: run, resamples: 100, confidence });
      return level !== null && ((level.low ?? 0) > 1 || (level.high ?? Infinity) < 1);
    });
    if (decided === undefined) continue;
    wrong += 1 / runs;
    if (decided.repeats < planned) early += 1 / runs;
  }
  return { wrong, early };
}

describe('wrong verdicts of all looks together', () => {
  // 5 %, and twice the sampling error of 0.49 points.
  test.each([5, 10])('of %i repeats are 5 of 100 at most', (planned) => {
    const { wrong, early } = outcomeOf(lognormal(0.1), planned);
    expect(wrong).toBeLessThanOrEqual(0.06);
    expect(early).toBeLessThan(wrong);
    expect(early).toBeGreaterThan(0);
  });
});
