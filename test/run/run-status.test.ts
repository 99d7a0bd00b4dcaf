// The status of a run from those of its steps.
import { expect, test } from 'vitest';
import { notNeeded } from '../../src/result/not-needed.js';
import { runReasons, runStatus } from '../../src/run/run-status.js';
import { failedStep, stepRecord } from '../fixtures/records.js';

const needless = failedStep({ status: 'skipped', error: notNeeded('every verdict is certain') });
const skipped = failedStep({ status: 'skipped', error: { code: 'SKIPPED', message: 'not run: interrupted' } });

test.each([
  ['complete', [stepRecord()]],
  ['complete', [stepRecord(), needless]],
  ['partial', [stepRecord(), skipped]],
  ['partial', [stepRecord(), needless, failedStep()]],
  ['failed', [failedStep(), needless]],
] as const)('%s', (status, steps) => {
  expect(runStatus([...steps], false, false)).toBe(status);
  expect(runStatus([...steps], true, false)).toBe('interrupted');
});

test('a step that was not needed is no reason', () => {
  expect(runReasons([stepRecord(), needless])).toEqual([]);
  expect(runReasons([needless, skipped])).toEqual([expect.stringContaining('not run: interrupted')]);
});
