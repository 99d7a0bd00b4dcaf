// How expressions were judged, in sentences that text and pages share.
import type { JudgingRecord } from '../result/schema.js';

/** Of so many looks each is told; of more, the first and the last. */
const mostLooks = 4;

/** When measured figures were looked at before the end, and how strictly; empty where nobody looked. */
export function looksText({ looks = [], confidence }: Pick<JudgingRecord, 'looks' | 'confidence'>): string {
  const [first, last] = [looks[0], looks.at(-1)];
  if (first === undefined || last === undefined || looks.length < 2) return '';
  const all = looks.length <= mostLooks;
  const when = all
    ? `after ${list(looks.map(({ repeats }) => `${repeats}`))} repeats`
    : `after each repeat from ${first.repeats} to ${last.repeats}`;
  const how = all
    ? list(looks.map((look) => number(look.confidence)))
    : `${number(first.confidence)} to ${number(last.confidence)}`;
  const wrong = number(1 - confidence);
  return `Looked at ${when}, with ${how} % confidence: all looks together are wrong in ${wrong} % of cases at most.`;
}

/** What the end of a command makes of expressions whose interval holds the limit. */
export function marginalText(marginal: JudgingRecord['marginal']): string {
  return marginal === 'fail'
    ? 'Marginal: the limit is within the interval. It counts as a breach, as `ioproof accept` does unless told --marginal pass; more repeats would tell.'
    : 'Marginal: the limit is within the interval. It counts as a pass, as in all commands but `ioproof accept`; --marginal fail makes it a breach.';
}

const number = (fraction: number): string => `${Number((fraction * 100).toFixed(2))}`;
const list = (texts: readonly string[]): string => `${texts.slice(0, -1).join(', ')} and ${texts.at(-1) ?? ''}`;
