// Limits for pipelines: what is a breach, and on what it rests.
import { describe, expect, test } from 'vitest';
import { parseFigure, parseLimit } from '../../src/cli/comparing/fail-if.js';
import { judgeLimits } from '../../src/compare/limits.js';
import { failedStep, operation, runRecord } from '../fixtures/records.js';
import { compareBy, compared, readSteps } from './compared.js';

function judged(text: string, a: number[], b: number[]) {
  const limit = parseLimit(text);
  const runs = compared([['run', runRecord([...readSteps('a', a), ...readSteps('b', b, {}, 2)])]]);
  return judgeLimits(compareBy('mount', runs, { figures: [limit.figure] }), [limit]);
}

describe('reading', () => {
  test.each([
    ['read.p99 +10%', { workload: null, figure: 'read.p99', change: 0.1 }],
    ['read.perSecond -5%', { workload: null, figure: 'read.perSecond', change: -0.05 }],
    ['read.p99.9+2.5 %', { workload: null, figure: 'read.p999', change: 0.025 }],
    ['random-read-4k.read.p99 +10%', { workload: 'random-read-4k', figure: 'read.p99' }],
    ['a.b.save.slowestSeconds +1%', { workload: 'a.b', figure: 'saveSecondsMax' }],
  ])('%s', (text, limit) => {
    expect(parseLimit(text)).toMatchObject(limit);
  });

  test.each([
    ['read.p99', /is no limit/],
    ['read.p99 10%', /is no limit/],
    ['read.p99 +10', /is no limit/],
    ['read.p99 +0%', /allows no change/],
    ['read.p99 -10%', /better when it is lower: write \+10%/],
    ['read.perSecond +5%', /better when it is higher: write -5%/],
    ['reed.p99 +10%', /"reed\.p99" is no figure/],
  ])('refuses %s', (text, message) => {
    expect(() => parseLimit(text)).toThrow(message);
  });

  test('suggests the nearest figure, with the workload before it', () => {
    expect(() => parseLimit('reed.p99 +10%')).toThrow(expect.objectContaining({ advice: 'Did you mean read.p99?' }));
    expect(() => parseFigure('auPercnt')).toThrow(expect.objectContaining({ advice: 'Did you mean auPercent?' }));
  });
});

describe('judging', () => {
  test('by the medians, where there are fewer than 4 repeats', () => {
    expect(judged('read.perSecond -5%', [100], [94])).toMatchObject([{ breached: true, basis: 'medians', side: 'b' }]);
    expect(judged('read.perSecond -5%', [100], [95])).toMatchObject([{ breached: false, basis: 'medians' }]);
    expect(judged('read.perSecond -5%', [100], [150])).toMatchObject([{ breached: false, change: 0.5 }]);
  });

  test('with the interval from 4 repeats on', () => {
    const baseline = [100, 101, 99, 100, 100];
    expect(judged('read.perSecond -5%', baseline, [90, 91, 89, 90, 90])).toMatchObject([
      { breached: true, basis: 'interval' },
    ]);
    // 10 % less by the median, and chance could have made it.
    expect(judged('read.perSecond -5%', baseline, [90, 160, 60, 150, 70])).toMatchObject([
      { breached: false, basis: 'interval' },
    ]);
  });

  test('a limit on no workload of the runs is breached', () => {
    expect(judged('other.read.p99 +10%', [100], [100])).toMatchObject([{ breached: true, basis: 'none' }]);
    expect(judged('write.p99 +10%', [100], [100])).toMatchObject([{ breached: true, basis: 'none' }]);
  });

  test('a side without a value is a breach, and so is a workload that no side has measured', () => {
    const limit = parseLimit('read.p99 +10%');
    const failed = [failedStep({ workload: 'w', mount: 'a' }), failedStep({ workload: 'w', mount: 'b' })];
    const record = runRecord([...readSteps('a', [100]), failedStep({ mount: 'b' }), ...failed]);
    const results = judgeLimits(compareBy('mount', compared([['run', record]]), { figures: ['read.p99'] }), [limit]);
    expect(results.map(({ workload, side, breached }) => [workload, side, breached])).toEqual([
      ['random-read-4k', 'b', true],
      ['w', 'a', true],
      ['w', 'b', true],
    ]);
  });

  test('an error where the baseline had none is a breach', () => {
    const limit = parseLimit('read.errors +10%');
    const withErrors = (mount: string, errors: number) =>
      readSteps(mount, [100], { operations: { read: operation({ errors }) } });
    const result = (a: number, b: number) =>
      judgeLimits(
        compareBy('mount', compared([['run', runRecord([...withErrors('a', a), ...withErrors('b', b)])]]), {
          figures: ['read.errors'],
        }),
        [limit],
      ).map(({ breached }) => breached);
    expect([result(0, 0), result(0, 1), result(5, 0)]).toEqual([[false], [true], [false]]);
  });
});
