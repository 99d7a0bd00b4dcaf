// Users of caches are those of a program in Python: values that CPython 3 has drawn with the same calls.
import { describe, expect, test } from 'vitest';
import { kvUsers } from '../../src/plan/kv-cache-users.js';
import { PythonRandom } from '../../src/plan/python-random.js';

describe('as CPython', () => {
  test.each([
    [0, [0.8444218515250481, 0.7579544029403025]],
    [42, [0.6394267984578837, 0.025010755222666936]],
  ])('random() after seed %d', (seed, expected) => {
    const random = new PythonRandom(seed);
    expect([random.random(), random.random()]).toEqual(expected);
  });

  test('all draws in a row, also with a seed of two words', () => {
    const random = new PythonRandom(2 ** 40 + 7);
    const drawn = {
      random: [random.random(), random.random()],
      randint: [0, 1, 2].map(() => random.randint(512, 4096)),
      choice: Array.from({ length: 6 }, () => random.choice(['a', 'b', 'c'])).join(''),
      uniform: random.uniform(0.1, 0.5),
    };
    expect(drawn).toEqual({
      random: [0.6137037779936511, 0.8149162973309487],
      randint: [3131, 2848, 3402],
      choice: 'bbcacb',
      uniform: 0.30853433227469484,
    });
  });

  test('after the state was made anew', () => {
    const random = new PythonRandom(42);
    let last = 0;
    for (let index = 0; index < 1000; index++) last = random.random();
    expect(last).toBe(0.8554501933059546);
  });
});

describe('users of seed 42', () => {
  const users = kvUsers(200, ['chatbot', 'coding', 'document'], 42);

  test('are those of kv_cache/workload.py', () => {
    expect(users.slice(0, 3)).toEqual([
      { contextTokens: 16245, generateTokens: 481, thinkNs: 593_870_225, priority: 'interactive' },
      { contextTokens: 3283, generateTokens: 189, thinkNs: 134_775_533, priority: 'batch' },
      { contextTokens: 7166, generateTokens: 211, thinkNs: 386_128_715, priority: 'interactive' },
    ]);
    expect(users[199]).toEqual({
      contextTokens: 1468,
      generateTokens: 155,
      thinkNs: 117_458_920,
      priority: 'batch',
    });
    expect(users.reduce((sum, { contextTokens }) => sum + contextTokens, 0)).toBe(1_866_025);
    expect(users.filter(({ priority }) => priority === 'interactive')).toHaveLength(25);
  });

  test('of one type keep to its limits', () => {
    for (const { contextTokens, generateTokens, thinkNs } of kvUsers(500, ['document'], 1)) {
      expect(contextTokens).toBeGreaterThanOrEqual(4096);
      expect(contextTokens).toBeLessThanOrEqual(16_384);
      expect(generateTokens).toBeGreaterThanOrEqual(200);
      expect(generateTokens).toBeLessThanOrEqual(800);
      expect(thinkNs).toBeGreaterThanOrEqual(3e8);
      expect(thinkNs).toBeLessThanOrEqual(1.5e9);
    }
  });
});
