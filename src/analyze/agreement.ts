// Whether two tools that did the same agree, from the confidence interval of their ratio.

/** Ratios so near to 1 are no difference that anybody acts on, however certain they are. */
export const agreementTolerance = 0.05;

/** `undecided`: neither is sure; a narrower interval would tell. */
export const agreements = ['agree', 'differ', 'undecided'] as const;
export type Agreement = (typeof agreements)[number];

/** They agree where the whole interval lies within the tolerance, and differ where 1 is outside of it. */
export function agreementOf({ low, high }: { low: number; high: number }): Agreement {
  if (low >= 1 - agreementTolerance && high <= 1 + agreementTolerance) return 'agree';
  return low <= 1 && high >= 1 ? 'undecided' : 'differ';
}
