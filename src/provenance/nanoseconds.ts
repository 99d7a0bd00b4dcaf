// Seconds of a record → the whole nanoseconds that they were written from.

/** Exact up to three months, since a double has more digits than that. */
export function nanosecondsOf(seconds: number): number {
  return Math.round(seconds * 1e9);
}
