// The normal distribution: its upper tail and its quantiles.

/** Share of the standard normal distribution above z; relative error below 1e-13. */
export function normalTail(z: number): number {
  if (z < 0) return 1 - normalTail(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (density === 0) return 0;
  return z < 3 ? 0.5 - density * series(z) : density / continuedFraction(z);
}

/** z + z³/3 + z⁵/15 + …: Abramowitz and Stegun 26.2.11. */
function series(z: number): number {
  let [term, sum] = [z, z];
  for (let odd = 3; Math.abs(term) > sum * 1e-17 && term !== 0; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return sum;
}

/** z + 1/(z + 2/(z + 3/(z + …))): Abramowitz and Stegun 26.2.14; so many parts are exact enough from z = 3. */
function continuedFraction(z: number): number {
  let value = z;
  for (let part = 120; part >= 1; part--) value = z + part / value;
  return value;
}

/** The z above which a share `tail` (above 0, below 1) lies. Throws RangeError for anything else. */
export function normalQuantile(tail: number): number {
  if (!(tail > 0 && tail < 1)) throw new RangeError(`no quantile of a tail of ${tail}`);
  if (tail > 0.5) return -normalQuantile(1 - tail);
  if (lastQuantile.tail !== tail) lastQuantile = { tail, z: upperQuantile(tail) };
  return lastQuantile.z;
}

/** A comparison asks for the same one with each of its estimates. */
let lastQuantile = { tail: NaN, z: NaN };

function upperQuantile(tail: number): number {
  let [low, high] = [0, 40];
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (normalTail(middle) > tail) low = middle;
    else high = middle;
  }
}
