// The verdict over all runs of a document, and why it is that one.
import type { Integrity } from '../result/checksums.js';
import type { RunRecord } from '../result/schema.js';

/**
 * `accepted`: every expression passes and every run is complete. `not accepted`: one fails, or what would have to be measured
 * was not, or a record was changed after its run. `marginal`: none fails, and of one at least a repetition could say
 * otherwise. `no expressions`: nothing was asked for.
 */
export type ReportVerdict = 'accepted' | 'not accepted' | 'marginal' | 'no expressions';

/** The verdict and the sentence that says why. */
export function verdictOf(runs: readonly { record: RunRecord; integrity: Integrity }[]): {
  verdict: ReportVerdict;
  verdictReason: string;
} {
  const judged = runs.flatMap(({ record }) => record.acceptance ?? []);
  const count = (verdict: (typeof judged)[number]['verdict']) => judged.filter((one) => one.verdict === verdict).length;
  const [pass, fail, marginal] = [count('pass'), count('fail'), count('marginal')];
  const incomplete = runs.filter(({ record }) => record.run.status !== 'complete').length;
  const changed = runs.filter(({ integrity }) => integrity === 'differs').length;
  const all = judged.length;
  if (all === 0) return { verdict: 'no expressions', verdictReason: 'No acceptance expression was given.' };
  const counts = [`${pass} of ${all} ${all === 1 ? 'expression passes' : 'expressions pass'}`];
  if (fail > 0) counts.push(`${fail} ${fail === 1 ? 'fails' : 'fail'}`);
  if (marginal > 0)
    counts.push(`${marginal} ${marginal === 1 ? 'is' : 'are'} marginal: a repetition could say otherwise`);
  if (incomplete > 0) counts.push(`${ofRuns(incomplete, runs.length)} not complete`);
  if (changed > 0)
    counts.push(`the record of ${changed === 1 ? 'a run' : `${changed} runs`} was changed after the run`);
  const verdict = fail + incomplete + changed > 0 ? 'not accepted' : marginal > 0 ? 'marginal' : 'accepted';
  return { verdict, verdictReason: `${counts.join('; ')}.` };
}

function ofRuns(some: number, runs: number): string {
  if (runs === 1) return 'the run is';
  return `${some} of ${runs} runs ${some === 1 ? 'is' : 'are'}`;
}
