// What judged acceptance expressions come to: whether all hold as surely as somebody wants them to.
import type { AcceptanceRecord } from '../result/schema.js';

/** What counts as a pass: `fail` takes a marginal expression for a breach, `pass` does not. */
export type MarginalIs = 'pass' | 'fail';

export interface AcceptanceOutcome {
  /** True: nothing is breached. */
  accepted: boolean;
  pass: number;
  fail: number;
  marginal: number;
}

/** How often each verdict was given, and what they come to. */
export function acceptanceOutcome(judged: readonly AcceptanceRecord[], marginalIs: MarginalIs): AcceptanceOutcome {
  const count = (verdict: AcceptanceRecord['verdict']) => judged.filter((each) => each.verdict === verdict).length;
  return {
    accepted: !judged.some((each) => isBreach(each, marginalIs)),
    ...{ pass: count('pass'), fail: count('fail'), marginal: count('marginal') },
  };
}

/** True for an expression that does not hold, or not surely enough. */
export function isBreach({ verdict }: Pick<AcceptanceRecord, 'verdict'>, marginalIs: MarginalIs): boolean {
  return verdict === 'fail' || (verdict === 'marginal' && marginalIs === 'fail');
}
