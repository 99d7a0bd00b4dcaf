// Percentiles by how many nines they have: the axis on which the tail of a distribution can be seen.

/** Of percentiles, how many nines they have: -log10(1 - share). */
export const ninesOf = (share: number): number => -Math.log10(1 - share);

/** Percentiles that records keep, with their names. */
export const keptPercentiles = [
  { name: 'p50', share: 0.5, key: 'p50' },
  { name: 'p90', share: 0.9, key: 'p90' },
  { name: 'p99', share: 0.99, key: 'p99' },
  { name: 'p99.9', share: 0.999, key: 'p999' },
  { name: 'p99.99', share: 0.9999, key: 'p9999' },
] as const;
