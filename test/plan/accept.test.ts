// Acceptance expressions in a plan: part of the job where there are any, never of the data, and told once.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { planTable } from '../../src/report/plan.js';
import { block, mount } from './samples.js';

const accept = ['read.p99 < 2ms', 'read.errors == 0'];
const planOf = (given: Parameters<typeof block>[0]) =>
  makePlan([block({ name: 'reads', ...given })], [mount('A'), mount('B')], { repeat: 2 });

test('the job has them only where there are any, and the data set is the same', () => {
  const [plain, judged] = [planOf({}), planOf({ accept })];
  expect(plain.steps.every(({ job }) => !Object.hasOwn(job, 'accept'))).toBe(true);
  expect(judged.steps.map(({ job }) => job['accept'])).toEqual([accept, accept, accept, accept]);
  expect(judged.steps.map(({ dataset }) => dataset)).toEqual(plain.steps.map(({ dataset }) => dataset));
  expect(judged.steps.map(({ spec }) => spec)).toEqual(plain.steps.map(({ spec }) => spec));
});

test('the table of the plan has each expression once', () => {
  const lines = planTable(planOf({ accept })).split('\n');
  expect(lines.filter((line) => line.startsWith('accept'))).toEqual([
    'accept: reads: read.p99 < 2ms',
    'accept: reads: read.errors == 0',
  ]);
  expect(planTable(planOf({}))).not.toContain('accept');
});
