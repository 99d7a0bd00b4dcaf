// Compares sides: rows of figures, drift over the time, and what besides mount and date the sides differ in.
import { exitCodes, IoproofError } from '../errors.js';
import { adjustedPs } from '../statistics/false-discovery.js';
import { statisticalTerms } from '../statistics/terms.js';
import { casesOf, type Case } from './cases.js';
import type { CompareOptions, Comparison, Side, Unmeasured } from './comparison.js';
import { differencesBetween } from './differences.js';
import { driftOf } from './drift.js';
import { rowsOf } from './rows.js';
import { failureText } from './samples.js';

/** What holds where the user says nothing else. */
export const compareDefaults = { ...statisticalTerms, margin: 0.03 };

/** Throws BASELINE_UNKNOWN (exit code 2) where no side has the name of the baseline. */
export function compareSides(sides: readonly Side[], options: CompareOptions): Comparison {
  const { by, confidence, margin, seed, resamples } = options;
  const names = sides.map(({ name }) => name);
  const baseline = options.baseline ?? names[0] ?? '';
  if (!names.includes(baseline)) throw unknownBaseline(baseline, names);
  const cases = casesOf(sides, by);
  const rows = cases.flatMap((one) => rowsOf(one, { ...options, baseline }));
  const adjusted = adjustedPs(rows.map(({ p }) => p));
  return {
    ...{ by, baseline, sides: names, confidence, margin, seed, resamples },
    rows: rows.map((row, at) => ({ ...row, pAdjusted: adjusted[at] ?? null })),
    unmeasured: cases.flatMap(unmeasuredOf),
    drift: driftOf(cases, options),
    differences: differencesBetween(sides, by),
  };
}

function unmeasuredOf({ workload, variant, mount, sides }: Case): Unmeasured[] {
  if (sides.some(({ complete }) => complete.length > 0)) return [];
  return sides
    .filter(({ failed }) => failed.length > 0)
    .map(({ side, failed }) => ({ workload, variant, mount, side: side.name, failure: failureText(failed, 0) }));
}

function unknownBaseline(baseline: string, names: readonly string[]): IoproofError {
  const listed = names.length > 10 ? [...names.slice(0, 10), `${names.length - 10} more`] : names;
  return new IoproofError('BASELINE_UNKNOWN', `no side is named "${baseline}"; there are ${listed.join(', ')}.`, {
    advice: 'Give --baseline one of these names.',
    exitCode: exitCodes.usage,
    details: { baseline, names },
  });
}
