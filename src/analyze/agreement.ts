// Whether two tools that did the same agree, from the confidence interval of their ratio.

/** Ratios so near to 1 are no difference that anybody acts on, however certain they are. */
export const agreementTolerance = 0.05;

/** `undecided`: neither is sure; a narrower interval would tell. */
export const agreements = ['agree', 'differ', 'undecided'] as const;
export type Agreement = (typeof agreements)[number];

export interface Interval {
  low: number;
  high: number;
}

/**
 * They agree where the whole interval lies within the tolerance, and differ where 1 is outside of it. Without an interval
 * (null) nothing is sure.
 */
export function agreementOf(interval: Interval | null): Agreement {
  if (interval === null) return 'undecided';
  const { low, high } = interval;
  if (low >= 1 - agreementTolerance && high <= 1 + agreementTolerance) return 'agree';
  return low <= 1 && high >= 1 ? 'undecided' : 'differ';
}

/** Such as `0.981 to 1.022`. */
export const intervalText = ({ low, high }: { low: number | null; high: number | null }): string =>
  low === null || high === null ? 'no interval' : `${ratioText(low)} to ${ratioText(high)}`;

/** With three decimals; where more digits would tell nothing, as `<0.001` or `>999`. */
export function ratioText(ratio: number): string {
  if (ratio < 0.001) return '<0.001';
  return ratio > 999 ? '>999' : ratio.toFixed(3);
}
