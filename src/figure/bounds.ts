// The most that a figure can be by what it means, so that no limit of a confidence interval promises more.

/** Shares of the whole, in percent. */
const percents = ['auPercent', 'wallAuPercent', 'evalAuPercent', 'gpuIdlePercent'];
/** The same as fractions, and answers of yes or no as 1 or 0. */
const fractions = [
  'overHundredMs',
  'slowestPace',
  'hitFraction',
  'turnHitFraction',
  'cachedBeforeFraction',
  'cache.hitFraction',
  'auReached',
  'steadyAttained',
];

const bounds = new Map([
  ...percents.map((name) => [name, 100] as const),
  ...fractions.map((name) => [name, 1] as const),
]);

/** In the unit of the figure; infinite where its meaning sets none. */
export const mostOf = (figure: string): number => bounds.get(figure) ?? Infinity;

/** All figures that have one. */
export const boundedFigures: readonly string[] = [...bounds.keys()];
