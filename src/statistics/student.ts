// Quantiles of Student's t distribution: by bisection of its tail, which is a regularised incomplete beta function.

/**
 * The t below which a share `probability` (above 0, below 1) of the distribution with `degrees` of freedom lies; `degrees`
 * is a whole number from 1. Throws RangeError for anything else.
 */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`no quantile of probability ${probability}`);
  if (!Number.isInteger(degrees) || degrees < 1) throw new RangeError(`no t distribution with ${degrees} degrees`);
  if (probability < 0.5) return -studentQuantile(1 - probability, degrees);
  const key = `${probability} ${degrees}`;
  const known = quantiles.get(key) ?? upperQuantile(probability, degrees);
  quantiles.set(key, known);
  return known;
}

/** At this confidence the error of a median is calibrated to the degrees of freedom that a mean has. */
const calibrated = 0.975;

/**
 * How far from the median of repeats a limit is, in standard errors of a bootstrap: at 95 % Student's t of so many degrees of
 * freedom (from 1, with fractions). The variance of a median is known less well than that of a mean, with an error that shrinks
 * with the fourth root of the repeats only (Hall and Martin, Probab. Theory Relat. Fields 80, 1988, 261), so that its degrees
 * grow with the root of their number; limits further out than 95 % follow t of these. The factor 2.2 is fitted to simulated
 * normal samples of 3 to 50 repeats (docs/statistics.md).
 */
export function medianQuantile(probability: number, degrees: number): number {
  const [mean, median] = [Math.max(1, degrees), tailDegrees(degrees)];
  const atCalibrated = interpolated(calibrated, mean);
  if (probability === calibrated || median >= mean) return interpolated(probability, mean);
  return (atCalibrated * studentQuantile(probability, median)) / studentQuantile(calibrated, median);
}

/** Whole degrees of freedom of the tails of a median whose mean would have so many. */
export const tailDegrees = (degrees: number): number =>
  Math.max(1, Math.min(Math.round(degrees), Math.round(2.2 * Math.sqrt(degrees + 1))));

/** Between the quantiles of the whole numbers beside the degrees. */
function interpolated(probability: number, degrees: number): number {
  const whole = Math.floor(degrees);
  const t = studentQuantile(probability, whole);
  return degrees <= whole ? t : t + (degrees - whole) * (studentQuantile(probability, whole + 1) - t);
}

/** Comparisons ask for the same few again and again. */
const quantiles = new Map<string, number>();

function upperQuantile(probability: number, degrees: number): number {
  const wanted = 1 - probability;
  let [low, high] = [0, 1];
  while (upperTail(high, degrees) > wanted) [low, high] = [high, 2 * high];
  for (;;) {
    const middle = (low + high) / 2;
    // No number lies between the two any more.
    if (middle <= low || middle >= high) return middle;
    if (upperTail(middle, degrees) > wanted) low = middle;
    else high = middle;
  }
}

/** Share of the distribution above t, which is not negative: Abramowitz and Stegun 26.7.1 with 26.5.27. */
function upperTail(t: number, degrees: number): number {
  const square = t * t;
  const [x, rest] = [degrees / (degrees + square), square / (degrees + square)];
  const [a, b] = [degrees / 2, 0.5];
  // The continued fraction converges quickly on this side only; the other is its complement (26.5.2).
  const inner = x < (a + 1) / (a + b + 2) ? incompleteBeta(x, rest, a, b) : 1 - incompleteBeta(rest, x, b, a);
  return inner / 2;
}

/** Regularised incomplete beta function of x, with `rest` = 1 - x: continued fraction 8.17.22 of the NIST DLMF. */
function incompleteBeta(x: number, rest: number, a: number, b: number): number {
  const front = (x ** a * rest ** b) / (a * betaOfHalves(a, b));
  return front / continuedFraction((step) => coefficient(step, x, a, b));
}

/** d of step 1, 2, … in DLMF 8.17.23. */
function coefficient(step: number, x: number, a: number, b: number): number {
  const m = Math.floor(step / 2);
  if (step % 2 === 0) return (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
  return (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
}

/** 1 + d1 / (1 + d2 / (1 + …)), by the method of Lentz as Thompson and Barnett (1986) changed it. */
function continuedFraction(numeratorOf: (step: number) => number): number {
  const awayFromZero = (value: number) => (Math.abs(value) < tiny ? tiny : value);
  let [value, numerator, denominator] = [1, 1, 0];
  for (let step = 1; step <= mostSteps; step++) {
    const part = numeratorOf(step);
    denominator = 1 / awayFromZero(1 + part * denominator);
    numerator = awayFromZero(1 + part / numerator);
    const change = numerator * denominator;
    value *= change;
    if (Math.abs(change - 1) <= Number.EPSILON) break;
  }
  return value;
}

const tiny = 1e-300;
/** A few dozen are enough for thousands of degrees; this is the end where rounding never lets the change be 0. */
const mostSteps = 500;

/** Beta function where one of a and b is 1/2 and the other a multiple of it: by recurrence from B(1/2, 1/2) or B(1, 1/2). */
function betaOfHalves(a: number, b: number): number {
  const other = Math.max(a, b);
  let at = other % 1 === 0 ? 1 : 0.5;
  let value = at === 1 ? 2 : Math.PI;
  for (; at < other; at++) value *= at / (at + 0.5);
  return value;
}
