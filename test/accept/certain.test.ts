// Whether further repeats could change a verdict.
import { describe, expect, test } from 'vitest';
import { certainVerdict, confidenceAtLook, isCertain, type Looks } from '../../src/accept/certain.js';
import { parseExpression } from '../../src/accept/language/parse.js';
import type { StepRecord } from '../../src/result/schema.js';
import { stepRecord } from '../fixtures/records.js';
import { context, errors, p99s } from './judging.js';

const at = (text: string, steps: readonly StepRecord[], looks: Looks) =>
  certainVerdict(parseExpression(text), steps, context(), looks);

describe('counts', () => {
  test('a breach stays one, and what holds by now may still break', () => {
    expect(at('read.errors == 0', errors([0, 1]), { done: 2, planned: 5 })).toBe('fail');
    expect(at('read.errors == 0', errors([0, 0]), { done: 2, planned: 5 })).toBeNull();
  });
});

test('a failed step is a certain breach, one that has not run yet is not', () => {
  const failed = stepRecord({ status: 'failed', operations: {} });
  expect(at('read.p99 < 2ms', [failed], { done: 1, planned: 5 })).toBe('fail');
  expect(at('read.p99 < 2ms', [], { done: 0, planned: 5 })).toBeNull();
  expect(isCertain(parseExpression('read.p99 < 2ms'), [], context(), { done: 0, planned: 5 })).toBe(false);
});

describe('what is measured', () => {
  test('needs more than a repeat, and more the nearer the limit is', () => {
    expect(at('read.p99 < 2ms', p99s([1]), { done: 1, planned: 10 })).toBeNull();
    const five = p99s([1, 1.01, 1.02, 1.0, 1.01]);
    expect(at('read.p99 < 2ms', five, { done: 5, planned: 10 })).toBe('pass');
    expect(at('read.p99 < 0.5ms', five, { done: 5, planned: 10 })).toBe('fail');
    expect(at('read.p99 < 1.03ms', five, { done: 5, planned: 10 })).toBeNull();
  });

  test('one mount that is certain of a breach is enough for a fail, and not for certainty of all', () => {
    const steps = [...p99s([9, 9.01, 9.02, 9, 9.01], { mount: 'a' }), ...p99s([1], { mount: 'b' })];
    const expression = parseExpression('read.p99 < 2ms');
    const both = context({ mounts: ['a', 'b'] });
    expect(certainVerdict(expression, steps, both, { done: 5, planned: 10 })).toBe('fail');
    expect(isCertain(expression, steps, both, { done: 5, planned: 10 })).toBe(false);
  });
});

describe('the error that looks spend', () => {
  // By the formula 2 - 2Φ(1.95996 / √t): 0.0000117 at t = 1/5, 0.00194 at 2/5, 0.01140 at 3/5, 0.02843 at 4/5, 0.05 at 1.
  test('is that of the spending function', () => {
    const spent = [1, 2, 3, 4, 5].map((done) => 1 - confidenceAtLook({ done, planned: 5 }, 0.95));
    const sums = spent.map((_, index) => spent.slice(0, index + 1).reduce((sum, one) => sum + one, 0));
    expect(sums[0]).toBeCloseTo(0.0000117, 6);
    expect(sums[1]).toBeCloseTo(0.00194, 4);
    expect(sums[2]).toBeCloseTo(0.0114, 4);
    expect(sums[3]).toBeCloseTo(0.02843, 4);
    expect(sums[4]).toBeCloseTo(0.05, 10);
  });
});
