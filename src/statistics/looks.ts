// At which confidence to look at repeats while they come, so that all looks together are wrong no more often than one would be.
import { normalQuantile, normalTail } from './normal.js';

/** One look of a sequence at what has been measured so far. */
export interface Look {
  /** Repeats that are done by then. */
  repeats: number;
  /** Of the interval at this look; the last one is nearest to what was asked for. */
  confidence: number;
}

/** Two repeats that happen to agree (latencies come in steps of a tenth of a percent) have an interval of no width. */
const leastRepeats = 3;
/** Nothing is looked at before so much may have been spent: no interval is drawn so far out that less could be told. */
const leastSpent = 0.001;
/** Steps of Simpson's rule: boundaries keep four digits up to hundreds of looks. */
const steps = 240;
/** Beyond so many standard deviations nothing is left. */
const far = 9;
/** A level of 0.05 is not to become 0.0499. */
const rounding = 1e-6;

/**
 * The looks of a run of so many repeats, after each repeat from the third on, and the confidence of each.
 *
 * Spent on each side by the fraction t of the repeats may be 2 - 2Φ(z(β/2) / √t) of the error β = (1 - confidence) / 2: the function
 * of Lan and DeMets (Biometrika 70, 1983, 659) that acts like the boundary of O'Brien and Fleming (Biometrics 35, 1979, 549).
 * The level of a look is that of its boundary (below). Such levels hold for Student's t as well, with the degrees of freedom of
 * each look (Jennison and Turnbull, Group Sequential Methods, 2000, 4.4: the significance level approach), and the intervals of
 * all looks together hold the true value (their chapter 9: repeated confidence intervals), whatever makes the run end. Levels
 * are rounded down to a ten thousandth.
 */
export function plannedLooks(planned: number, confidence: number): Look[] {
  const key = `${planned} ${confidence}`;
  const made = known.get(key) ?? looksOf(planned, 1 - confidence);
  known.set(key, made);
  return made;
}

const known = new Map<string, Look[]>();

/** The look at so many repeats: the last one that has come by then, or the first where none has. */
export function lookAt(looks: readonly Look[], repeats: number): Look | null {
  return looks.findLast((look) => look.repeats <= repeats) ?? looks[0] ?? null;
}

function looksOf(planned: number, error: number): Look[] {
  const numbers = Array.from({ length: planned }, (_, index) => index + 1);
  const taken = numbers.filter((done) => {
    return done === planned || (done >= leastRepeats && spentBy(done / planned, error) >= leastSpent);
  });
  const boundaries = spendingBoundaries(
    taken.map((done) => done / planned),
    error,
  );
  const level = (at: number) => Math.floor(2e4 * normalTail(boundaries[at] ?? far) + rounding) / 1e4;
  return taken.map((repeats, at) => ({ repeats, confidence: 1 - level(at) }));
}

/** What may be spent on both sides by this fraction of all repeats. */
function spentBy(fraction: number, error: number): number {
  return fraction >= 1 ? error : 4 * normalTail(normalQuantile(error / 4) / Math.sqrt(fraction));
}

/**
 * Boundaries at these fractions of the information (rising, the last one 1), in standard deviations on either side: a sum of
 * normal values leaves them at each for the first time with just the probability that the spending function has grown since
 * the one before. By the recursion of Armitage, McPherson and Rowe (J. R. Statist. Soc. A 132, 1969, 235).
 */
export function spendingBoundaries(fractions: readonly number[], error: number): number[] {
  let [time, spent, inside]: [number, number, Inside | null] = [0, 0, null];
  return fractions.map((now) => {
    const boundary = boundaryOf(inside, now - time, now, spentBy(now, error) - spent);
    inside = insideOf(inside, now - time, boundary * Math.sqrt(now));
    [time, spent] = [now, spentBy(now, error)];
    return boundary;
  });
}

/** Density of the sum, where it has never left the boundaries: at equally distant points, with the weights of Simpson's rule. */
interface Inside {
  points: Float64Array;
  weighed: Float64Array;
}

/** In standard deviations: how far out the boundary is that is left now, for the first time, with this probability. */
function boundaryOf(inside: Inside | null, growth: number, time: number, probability: number): number {
  let [low, high] = [0, far];
  for (let halving = 0; halving < 60; halving++) {
    const middle = (low + high) / 2;
    if (leaving(inside, growth, middle * Math.sqrt(time)) > probability) low = middle;
    else high = middle;
  }
  return high;
}

/** Probability that the sum is further off than `limit` on either side after it has grown by this variance. */
function leaving(inside: Inside | null, growth: number, limit: number): number {
  const deviation = Math.sqrt(growth);
  if (inside === null) return 2 * normalTail(limit / deviation);
  // Both sides are alike.
  return inside.points.reduce(
    (sum, point, at) => sum + 2 * (inside.weighed[at] ?? 0) * normalTail((limit - point) / deviation),
    0,
  );
}

function insideOf(before: Inside | null, growth: number, limit: number): Inside {
  const deviation = Math.sqrt(growth);
  const width = (2 * limit) / steps;
  const points = Float64Array.from({ length: steps + 1 }, (_, at) => at * width - limit);
  const density = (distance: number) =>
    Math.exp(-((distance / deviation) ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI));
  const weighed = points.map((point, at) => {
    const weight = (width / 3) * (at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2);
    if (before === null) return weight * density(point);
    return (
      weight * before.points.reduce((sum, own, index) => sum + (before.weighed[index] ?? 0) * density(point - own), 0)
    );
  });
  return { points, weighed };
}
