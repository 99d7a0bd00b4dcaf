// Whether further repeats could change a verdict.
import { describe, expect, test } from 'vitest';
import { certainVerdict } from '../../src/accept/certain.js';
import { looksAt } from '../../src/accept/demand.js';
import { parseExpression } from '../../src/accept/language/parse.js';
import type { StepRecord } from '../../src/result/schema.js';
import { stepRecord } from '../fixtures/records.js';
import { context, errors, judgedOnce, p99s } from './judging.js';

const at = (text: string, steps: readonly StepRecord[], planned: number) =>
  certainVerdict(parseExpression(text), steps, context({ looks: looksAt(planned) }));

describe('counts', () => {
  test('a breach stays one, and what holds by now may still break', () => {
    expect(at('read.errors == 0', errors([0, 1]), 5)).toBe('fail');
    expect(at('read.errors == 0', errors([0, 0]), 5)).toBeNull();
  });
});

test('a failed step is a certain breach, one that has not run yet is not', () => {
  const failed = stepRecord({ status: 'failed', operations: {} });
  expect(at('read.p99 < 2ms', [failed], 5)).toBe('fail');
  expect(at('read.p99 < 2ms', [], 5)).toBeNull();
});

describe('what is measured', () => {
  const five = p99s([1, 1.01, 1.02, 1.0, 1.01]);

  test('needs more than a repeat, and more the nearer the limit is', () => {
    expect(at('read.p99 < 2ms', p99s([1]), 10)).toBeNull();
    expect(at('read.p99 < 2ms', five, 10)).toBe('pass');
    expect(at('read.p99 < 0.5ms', five, 10)).toBe('fail');
    expect(at('read.p99 < 1.03ms', five, 10)).toBeNull();
  });

  test('is certain of nothing before the first look, however clear it is, nor where nobody looks', () => {
    expect(at('read.p99 < 2s', p99s([1, 1.01, 1.02, 1.0]), 10)).toBeNull();
    expect(certainVerdict(parseExpression('read.p99 < 2s'), five, context())).toBeNull();
  });

  test('one mount that is certain of a breach is enough for a fail', () => {
    const steps = [...p99s([9, 9.01, 9.02, 9, 9.01], { mount: 'a' }), ...p99s([1], { mount: 'b' })];
    const expression = parseExpression('read.p99 < 2ms');
    const both = context({ mounts: ['a', 'b'], looks: looksAt(10) });
    expect(certainVerdict(expression, steps, both)).toBe('fail');
  });

  test('two mounts are held against each other once both have had the repeat', () => {
    const text = 'mounts.a.read.p99 < mounts.b.read.p99';
    const of = (mount: string, values: readonly number[]) => p99s(values, { mount });
    const all = [...of('a', [1, 1.01, 1.02, 1]), ...of('b', [9, 9.01, 9.02, 9])];
    const given = context({ mounts: ['a', 'b'], looks: looksAt(5) });
    expect(certainVerdict(parseExpression(text), all, given)).toBe('pass');
    expect(certainVerdict(parseExpression(text), all.slice(0, -1), given)).toBeNull();
  });
});

describe('a run that was looked at', () => {
  test('is judged with the confidence of the look at its number of repeats, and tells it', () => {
    const given = { looks: looksAt(5) };
    const [third, last] = [given.looks[0]?.confidence ?? 0, given.looks[2]?.confidence ?? 0];
    const three = judgedOnce('read.p99 < 2ms', p99s([1, 1.01, 1.02]), given);
    expect(three.confidence).toBe(third);
    expect(three.reason).toContain('99.24 %');
    const five = judgedOnce('read.p99 < 2ms', p99s([1, 1.01, 1.02, 1, 1.03]), given);
    expect(five.confidence).toBe(last);
    const unseen = judgedOnce('read.p99 < 2ms', p99s([1, 1.01, 1.02, 1, 1.03]));
    expect(unseen.confidence).toBeUndefined();
    expect(five.left.high).toBeGreaterThan(unseen.left.high ?? Infinity);
  });

  test('of counts has no confidence, since they need none', () => {
    expect(judgedOnce('read.errors == 0', errors([0, 0, 0]), { looks: looksAt(5) })).not.toHaveProperty('confidence');
  });
});
