// A source over the readings of one step: what it told since the reading before.
import { differenceOf } from '../analyze/counters/differences.js';
import type { CounterPart } from '../analyze/counters/totals.js';
import type { NoAnswer } from '../filesystem/access.js';
import type { Reading } from '../filesystem/counters.js';
import { isNoAnswer } from '../filesystem/no-answer.js';

export class TrackedSource {
  private before: Reading['counters'] | null = null;
  private over = false;

  constructor(readonly name: string) {}

  /** From here on differences are counted. */
  begin(answer: Reading | NoAnswer, atNs: bigint): CounterPart {
    this.before = null;
    this.over = false;
    return this.take(answer, atNs);
  }

  /** A source that has failed once stays out of the step. */
  take(answer: Reading | NoAnswer, atNs: bigint): CounterPart {
    const part = { source: this.name, atNs, deltas: {}, gauges: {} };
    if (isNoAnswer(answer)) {
      this.over = true;
      return { ...part, state: answer.code, reason: answer.reason };
    }
    const difference = differenceOf(this.before ?? answer.counters, answer.counters);
    this.before = answer.counters;
    if (!difference.ok) {
      this.over = true;
      const { name, before, after } = difference;
      return { ...part, state: 'RESET', reason: `${name} was ${before} and then ${after ?? 'gone'}` };
    }
    return { ...part, state: 'read', reason: '', deltas: difference.deltas, gauges: answer.gauges };
  }

  get isOver(): boolean {
    return this.over;
  }
}
