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
