// The table of a plan: what a step is to do.
import { expect, test } from 'vitest';
import { planTable } from '../../src/report/plan.js';
import { planEvent, plannedStep } from './progress-events.js';

test('a step that only checks data is no read or write', () => {
  const step = plannedStep('v/here/1');
  const table = (...steps: (typeof step)[]) => {
    const event = planEvent(steps);
    return event.type === 'plan' ? planTable(event.plan) : '';
  };
  expect(table(step)).toContain('1 x 32 random read 4.00 KiB');
  expect(table({ ...step, verifyMode: 'only' })).toContain('1 x 32 random verify 4.00 KiB');
});

test('the last line says how long it takes at least where the storage decides, and nothing where nobody knows', () => {
  const open = plannedStep('v/here/1', { seconds: null });
  const lastOf = (...steps: (typeof open)[]) => {
    const event = planEvent(steps);
    return event.type === 'plan' ? planTable(event.plan).split('\n').at(-1) : '';
  };
  const saving = { ...open, leastSeconds: 10 };
  expect(lastOf(plannedStep('v/here/1'))).toMatch(/^1 step, 0:10 of measured time;/);
  expect(lastOf(open)).toMatch(/^1 step; 1 takes as long as the storage needs;/);
  expect(lastOf(saving, plannedStep('w/here/1'), open)).toMatch(
    /^3 steps, at least 0:20 of measured time; 2 take as long as the storage needs;/,
  );
});
