// The judge of a run, from its plan and the words of the command line; and what it breaches in the end.
import type { Demand } from '../../accept/demand.js';
import { isBreach, type MarginalIs } from '../../analyze/acceptance-outcome.js';
import type { RunRecord } from '../../result/schema.js';
import { AcceptanceJudge } from '../../run/acceptance-judge.js';
import { demandsOn } from './demands.js';
import type { Planning } from '../planning/plan.js';

export interface AcceptTerms {
  demands: readonly Demand[];
  marginal: MarginalIs;
  earlyStop: boolean;
  failFast: boolean;
  /** True: the verdict stands before all else. */
  verdictFirst: boolean;
}

/** Undefined where there are no expressions. Throws ACCEPT_INVALID: wrong ones are told before anything runs. */
export function judgeOf(
  { plan, mounts, suiteAccept = [] }: Planning,
  terms: Partial<AcceptTerms> = {},
): AcceptanceJudge | undefined {
  const names = mounts.map(({ capacity: { name } }) => name);
  const demands =
    terms.demands ??
    demandsOn({ steps: plan.steps, mounts: names, isPlanned: true }, { suite: suiteAccept, command: [] });
  if (demands.length === 0) return undefined;
  const { marginal = 'pass', earlyStop = false, failFast = false } = terms;
  const repeats = Math.max(1, ...plan.steps.map(({ repeat }) => repeat));
  return new AcceptanceJudge(plan.steps, demands, { mounts: names, repeats, marginal, earlyStop, failFast });
}

/** A sentence for each expression that is breached. */
export function acceptanceBreaches({ acceptance = [], judging }: RunRecord): string[] {
  return acceptance
    .filter((judged) => isBreach(judged, judging?.marginal ?? 'fail'))
    .map(({ verdict, expression, mount, reason }) => {
      return `${verdict}: ${expression}${mount === null ? '' : ` on ${mount}`}: ${reason}`;
    });
}
