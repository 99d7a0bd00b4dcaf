// Steps with given figures, and a context to judge them in.
import type { JudgeContext } from '../../src/accept/context.js';
import { judge } from '../../src/accept/judge.js';
import { parseExpression } from '../../src/accept/language/parse.js';
import type { AcceptanceRecord } from '../../src/result/acceptance-schema.js';
import type { StepRecord } from '../../src/result/schema.js';
import { latency, operation, stepRecord } from '../fixtures/records.js';

/** As the workload `random-read-4k` on the mount `here` has it, with a confidence of 95 %. */
export function context(given: Partial<JudgeContext> = {}): JudgeContext {
  return {
    source: 'workload',
    workload: 'random-read-4k',
    mounts: ['here'],
    seed: 1,
    resamples: 2000,
    confidence: 0.95,
    ...given,
  };
}

/** One step a value, as repeats 1, 2, …. */
export function repeats<T>(values: readonly T[], of: (value: T) => Partial<StepRecord>): StepRecord[] {
  return values.map((value, index) => stepRecord({ repeat: index + 1, ...of(value) }));
}

/** Repeats whose reads have these 99th percentiles, in milliseconds. */
export function p99s(milliseconds: readonly number[], given: Partial<StepRecord> = {}): StepRecord[] {
  return repeats(milliseconds, (value) => ({
    ...given,
    operations: { read: operation({ latencyNs: latency(100_000, { p99: value * 1e6 }) }) },
  }));
}

/** Repeats with these reads a second. */
export function rates(perSecond: readonly number[], given: Partial<StepRecord> = {}): StepRecord[] {
  return repeats(perSecond, (value) => ({ ...given, operations: { read: operation({ perSecond: value }) } }));
}

/** Repeats with so many reads that failed. */
export function errors(counts: readonly number[], given: Partial<StepRecord> = {}): StepRecord[] {
  return repeats(counts, (value) => ({ ...given, operations: { read: operation({ errors: value }) } }));
}

/** All judgements of a text. */
export function judged(
  text: string,
  steps: readonly StepRecord[],
  given: Partial<JudgeContext> = {},
): AcceptanceRecord[] {
  return judge(parseExpression(text), steps, context(given));
}

/** The only judgement of a text. */
export function judgedOnce(
  text: string,
  steps: readonly StepRecord[],
  given: Partial<JudgeContext> = {},
): AcceptanceRecord {
  const [only, ...others] = judged(text, steps, given);
  if (only === undefined || others.length > 0) throw new Error(`${others.length + 1} judgements`);
  return only;
}
