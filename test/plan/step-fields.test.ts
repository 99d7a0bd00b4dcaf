// What a planned step says of its start and of its checks besides the native job.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { Workload } from '../../src/spec/workload.js';
import { block, files, mount } from './samples.js';

function stepOf(workload: Workload) {
  return makePlan([workload], [mount('A')], { repeat: 1 }).steps[0];
}

test('a step starts at once, drops nothing and checks nothing unless it is asked to', () => {
  const plain = { startDelayNs: 0, dropSystemCaches: false, verifyMode: null };
  expect(stepOf(block())).toMatchObject(plain);
  expect(stepOf(files())).toMatchObject(plain);
});

test('a delay of the start and the caches of the machine are taken over', () => {
  expect(stepOf(block({ startDelay: 5e9, dropSystemCaches: true }))).toMatchObject({
    startDelayNs: 5e9,
    dropSystemCaches: true,
  });
  expect(stepOf(files({ dropSystemCaches: true }))).toMatchObject({ dropSystemCaches: true });
});

test.each(['after', 'during', 'only'] as const)('verify %s is known by its own name', (verify) => {
  expect(stepOf(block({ verify, readPercent: 0, access: 'permutation' }))?.verifyMode).toBe(verify);
});
