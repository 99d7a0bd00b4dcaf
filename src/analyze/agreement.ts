// Whether two tools that did the same agree, from the confidence interval of their ratio.

/** Ratios so near to 1 are no difference that anybody acts on, however certain they are. */
export const agreementTolerance = 0.05;

/** True where the interval contains 1, or lies within the tolerance of it. */
export function agrees({ low, high }: { low: number; high: number }): boolean {
  const containsOne = low <= 1 && high >= 1;
  return containsOne || (low >= 1 - agreementTolerance && high <= 1 + agreementTolerance);
}
