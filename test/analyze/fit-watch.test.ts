// When a try of a fit is decided before its end, and that the decision is the right one.
import { describe, expect, test } from 'vitest';
import { type FitDecision, type FitTerms, FitWatch } from '../../src/analyze/fit-watch.js';
import type { NativeTrainingSnapshot } from '../../src/native/contract.js';

const ms = 1e6;
const terms: FitTerms = {
  threshold: 90,
  accelerators: 1,
  epochs: 1,
  steps: 200,
  computeNs: 100 * ms,
  fixedCompute: true,
  stepsAhead: 0,
};

/** Snapshots after each step but the first, whose waits `waitNs` tells by their number from 1. */
function* epochOf(
  { steps, computeNs, accelerators }: FitTerms,
  waitNs: (step: number) => number,
  epoch = 1,
): Generator<NativeTrainingSnapshot> {
  let [compute, elapsed] = [0, 0];
  for (let step = 1; step <= steps; step++) {
    if (step > 1) {
      compute += computeNs * accelerators;
      elapsed += (computeNs + waitNs(step)) * accelerators;
    }
    const sums = { computeAfterFirstNs: compute, elapsedAfterFirstNs: elapsed };
    yield { kind: 'train', epoch, step, stepsPlanned: steps, ...sums };
  }
}

/** The decision with the step at which it came; null where the try ran to its end. */
function decided(given: FitTerms, waitNs: (step: number) => number): (FitDecision & { step: number }) | null {
  const watch = new FitWatch(given);
  for (const snapshot of epochOf(given, waitNs)) {
    const decision = watch.take(snapshot);
    if (decision !== null) return { ...decision, step: snapshot.step };
  }
  return null;
}

/** Wait of a step for a utilization of so many percent. */
const waitFor = (percent: number, { computeNs } = terms) => computeNs * (100 / percent - 1);

describe('a bound', () => {
  test('ends a try as soon as it cannot reach the threshold even without another wait', () => {
    // After k steps of 50 %: (k + rest) / (2k + rest) < 89.5 %, with k + rest = 199.
    const decision = decided(terms, () => waitFor(50));
    const steps = Math.ceil(199 * (1 / 0.895 - 1));
    expect(decision).toMatchObject({ reached: false, by: 'interval', percent: expect.closeTo(50, 6) as number });
    expect(decided({ ...terms, steps: 60 }, (step) => (step < 12 ? waitFor(50) : 0))).toMatchObject({
      reached: false,
      by: 'bound',
      step: Math.ceil(59 * (1 / 0.895 - 1)) + 1,
    });
    expect(decision?.step).toBeLessThan(steps);
  });

  test('is not drawn from a compute time that varies', () => {
    const stalls = (step: number) => (step < 12 ? waitFor(50) : 0);
    expect(decided({ ...terms, steps: 60, fixedCompute: false }, stalls)?.by).not.toBe('bound');
  });

  test('counts the steps of epochs that are still to come', () => {
    const given = { ...terms, steps: 60, epochs: 10 };
    const decision = decided(given, (step) => (step < 12 ? waitFor(50) : 0));
    expect(decision?.by).not.toBe('bound');
    const watch = new FitWatch(given);
    for (const snapshot of epochOf(given, (step) => (step < 12 ? waitFor(50) : 0))) watch.take(snapshot);
    // Eleven waits of a whole step in 590 steps.
    expect(watch.outlook?.best).toBeCloseTo((100 * 590) / 600, 1);
  });
});

describe('an interval', () => {
  test('of waits that are all alike is a point, and decides with the first blocks that are enough', () => {
    const reached = decided(terms, () => waitFor(95));
    expect(reached).toMatchObject({
      reached: true,
      by: 'interval',
      step: 17,
      percent: expect.closeTo(95, 6) as number,
    });
    expect(reached?.interval).toEqual({ low: expect.closeTo(95, 6) as number, high: expect.closeTo(95, 6) as number });
    expect(decided(terms, () => waitFor(85))).toMatchObject({ reached: false, by: 'interval', step: 17 });
  });

  test('takes longer the closer the utilization is to the threshold, and the more it varies', () => {
    const varying = (percent: number, share: number) => (step: number) =>
      waitFor(percent) * (1 + share * Math.sin(step * 1.7));
    const stepOf = (percent: number, share: number) => decided(terms, varying(percent, share))?.step ?? Infinity;
    expect(stepOf(97, 1)).toBeLessThan(stepOf(91.5, 1));
    expect(stepOf(93, 0.2)).toBeLessThanOrEqual(stepOf(93, 1));
  });

  test('leaves out the steps that live on what was prefetched', () => {
    const prefetched = (ahead: number) => (step: number) => (step <= ahead ? 0 : waitFor(80));
    const decision = decided({ ...terms, stepsAhead: 20 }, prefetched(20));
    expect(decision).toMatchObject({ reached: false, by: 'interval' });
    // As the whole try would come out: 19 steps at 100 %, 180 at 80 %.
    expect(decision?.interval?.low).toBeCloseTo((100 * 199) / (19 + 180 / 0.8), 6);
  });

  test('counts what was prefetched where that is what reaches the threshold', () => {
    // 50 of 199 steps without a wait, the rest at 88 %: (199) / (49 + 150 / 0.88) = 90.68 %.
    const decision = decided({ ...terms, stepsAhead: 50 }, (step) => (step <= 50 ? 0 : waitFor(88)));
    expect(decision).toMatchObject({ reached: true, by: 'interval' });
    expect(decision?.percent).toBeGreaterThan(90);
  });

  test('is within what utilization can be', () => {
    const decision = decided({ ...terms, threshold: 99 }, (step) => (step % 20 === 0 ? waitFor(20) : 0));
    expect(decision?.interval?.high ?? 0).toBeLessThanOrEqual(100);
  });
});

/** Uniform numbers from 0 to below 1, always the same. */
function* uniform(): Generator<number, never> {
  for (let state = 1; ;) {
    state = (state * 48271) % 2147483647;
    yield state / 2147483647;
  }
}

test('with random waits a decision is nearly always that of the whole try', () => {
  const draws = uniform();
  const counts = { right: 0, tooHigh: 0, tooLow: 0, none: 0 };
  for (let mean = 75; mean < 99; mean += 0.02) {
    const waits = Array.from({ length: 201 }, () => -Math.log(1 - draws.next().value) * waitFor(mean));
    const sum = waits.slice(2).reduce((total, wait) => total + wait, 0);
    const whole = (100 * 199 * terms.computeNs) / (199 * terms.computeNs + sum);
    const decision = decided(terms, (step) => waits[step] ?? 0);
    if (decision === null) counts.none += 1;
    else if (decision.reached === whole >= terms.threshold) counts.right += 1;
    else counts[decision.reached ? 'tooHigh' : 'tooLow'] += 1;
  }
  expect(counts.right).toBeGreaterThan(1000);
  // What is reached by mistake is found out by the whole try that follows; what is missed by mistake is not.
  expect(counts.tooHigh).toBeLessThan(0.015 * counts.right);
  expect(counts.tooLow).toBeLessThan(0.003 * counts.right);
  expect(counts.none).toBeLessThan(0.1 * counts.right);
});

test('evaluations, repeated snapshots and first steps say nothing', () => {
  const watch = new FitWatch(terms);
  const at = (step: number, given: Partial<NativeTrainingSnapshot> = {}): NativeTrainingSnapshot => ({
    ...{ kind: 'train', epoch: 1, step, stepsPlanned: 200 },
    ...{ computeAfterFirstNs: 0, elapsedAfterFirstNs: 0, ...given },
  });
  expect(watch.take(at(1))).toBeNull();
  expect(watch.take(at(150, { kind: 'eval', computeAfterFirstNs: 1, elapsedAfterFirstNs: 1000 * ms }))).toBeNull();
  expect(watch.outlook).toBeNull();
  const half = { computeAfterFirstNs: 100 * ms, elapsedAfterFirstNs: 200 * ms };
  for (let again = 0; again < 100; again++) expect(watch.take(at(2, half))).toBeNull();
  expect(watch.outlook).toMatchObject({ percent: expect.closeTo(50, 6) as number, interval: null });
});

test('sums of an epoch begin anew, and those of the epochs before stay', () => {
  const given = { ...terms, steps: 11, epochs: 3 };
  const watch = new FitWatch(given);
  for (const snapshot of epochOf(given, () => 0)) watch.take(snapshot);
  for (const snapshot of epochOf(given, () => waitFor(50), 2)) watch.take(snapshot);
  // 10 steps without a wait, 10 at 50 %, and 10 more as these 20 were together.
  expect(watch.outlook?.percent).toBeCloseTo((100 * 20) / 30, 6);
});
