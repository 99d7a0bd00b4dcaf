// The optimum interval between saves and what is lost, against published values, the exact optimum and a simulation.
import { describe, expect, test } from 'vitest';
import { dalyInterval, lostFraction, youngInterval } from '../../src/analyze/young-daly.js';

const minute = 60;
const hour = 3600;
const day = 24 * hour;

describe("Young's interval", () => {
  // Worked examples of texts on fault tolerance: 6 min and 5 h make 1 h, 5 min and 60 min some 24 min, 90 s and 31.25 h 4500 s,
  // 5 min and 24 h 2 h.
  test.each([
    { save: 6 * minute, mtbf: 5 * hour, expected: 1 * hour },
    { save: 5 * minute, mtbf: 60 * minute, expected: Math.sqrt(600) * minute },
    { save: 90, mtbf: 31.25 * hour, expected: 4500 },
    { save: 5 * minute, mtbf: 24 * hour, expected: 2 * hour },
  ])('of saves of $save s and failures every $mtbf s is $expected s', ({ save, mtbf, expected }) => {
    expect(youngInterval(save, mtbf)).toBeCloseTo(expected, 6);
  });
});

describe("Daly's interval", () => {
  test('follows its formula', () => {
    // 2 h * (1 + sqrt(300 / 172800) / 3 + 300 / 172800 / 9) - 300 s.
    expect(dalyInterval(5 * minute, 24 * hour)).toBeCloseTo(7001.388_889, 6);
    // 1 h * (1 + 0.1 / 3 + 0.01 / 9) - 360 s.
    expect(dalyInterval(6 * minute, 5 * hour)).toBeCloseTo(3364, 6);
  });

  test('is the time between failures where saves take twice as long', () => {
    expect(dalyInterval(200, 100)).toBe(100);
    expect(dalyInterval(1000, 100)).toBe(100);
  });

  test.each([
    { save: 1, mtbf: 3 * hour },
    { save: 5 * minute, mtbf: 24 * hour },
    { save: 10 * minute, mtbf: 2 * hour },
    { save: 30 * minute, mtbf: 1 * hour },
  ])('costs as good as nothing more than the exact optimum: $save s, $mtbf s', ({ save, mtbf }) => {
    const job = { save, mtbf, restart: 0 };
    const exact = lostFraction(exactOptimum(save, mtbf), job);
    const daly = lostFraction(dalyInterval(save, mtbf), job);
    expect(daly).toBeGreaterThan(exact - 1e-12);
    expect(daly - exact).toBeLessThan(1e-4);
    expect(Math.abs(dalyInterval(save, mtbf) / exactOptimum(save, mtbf) - 1)).toBeLessThan(0.01);
  });
});

/** Where the derivative of the expected time is 0: e^((work + save) / mtbf) * (1 - work / mtbf) = 1, by bisection. */
function exactOptimum(save: number, mtbf: number): number {
  let [low, high] = [0, mtbf];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (Math.exp((middle + save) / mtbf) * (1 - middle / mtbf) > 1) low = middle;
    else high = middle;
  }
  return low;
}

describe('the lost fraction', () => {
  test('is that of the saves where nothing fails', () => {
    expect(lostFraction(540, { save: 60, mtbf: 1e9, restart: 0 })).toBeCloseTo(0.1, 5);
  });

  test('is about saves, half an interval a failure, and restarts where failures are rare', () => {
    const [work, save, mtbf, restart] = [1000, 10, 1e6, 500];
    const firstOrder = save / (work + save) + (work + save) / 2 / mtbf + restart / mtbf;
    expect(lostFraction(work, { save, mtbf, restart })).toBeCloseTo(firstOrder, 4);
  });

  test('is all where an interval never ends before the next failure, or has no work', () => {
    expect(lostFraction(1e6, { save: 10, mtbf: 100, restart: 0 })).toBe(1);
    expect(lostFraction(0, { save: 10, mtbf: 100, restart: 0 })).toBe(1);
  });

  test.each([
    { work: 2 * hour, save: 5 * minute, mtbf: 1 * day, restart: 10 * minute },
    { work: 20 * minute, save: 4 * minute, mtbf: 1 * hour, restart: 3 * minute },
  ])('is that of a simulated job: work $work s, save $save s, failures every $mtbf s', ({ work, ...job }) => {
    expect(simulatedLoss(work, job)).toBeCloseTo(lostFraction(work, job), 2);
  });
});

/** Failures at exponential times, in restarts as well; each throws away the interval that it strikes. */
function simulatedLoss(work: number, job: { save: number; mtbf: number; restart: number }): number {
  const random = uniform(7);
  const untilFailure = () => -job.mtbf * Math.log(1 - random());
  let [time, failsIn] = [0, untilFailure()];
  const intervals = 40_000;
  const pass = (needed: number): boolean => {
    if (failsIn >= needed) {
      time += needed;
      failsIn -= needed;
      return true;
    }
    time += failsIn;
    failsIn = untilFailure();
    return false;
  };
  for (let done = 0; done < intervals; done++) {
    while (!pass(work + job.save)) while (!pass(job.restart));
  }
  return 1 - (intervals * work) / time;
}

/** The minimal standard generator of Park and Miller. */
function uniform(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
