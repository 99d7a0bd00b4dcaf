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

test('a layout is told once for all workloads and mounts that ask for it, within 80 columns', () => {
  const step = plannedStep('a-workload-with-a-long-name/lustre/1');
  const fileLayout = { pool: 'ssd', stripeCount: -1, stripeSize: 2 ** 24, objectSize: null, objectClass: null };
  const dataset = { directory: 'd', fileCount: 1, filesPerDirectory: 1, fileSize: 1, seed: 1, bytes: 1, inodes: 1 };
  const steps = ['lustre', 'scratch'].map((mount) => ({
    ...step,
    ...{ id: `a-workload-with-a-long-name/${mount}/1`, mount, dataset: { ...dataset, fileLayout } },
  }));
  const event = planEvent(steps);
  const lines = event.type === 'plan' ? planTable(event.plan).split('\n') : [];
  const first = lines.findIndex((line) => line.startsWith('layout of'));
  expect(lines.slice(first, first + 3)).toEqual([
    'layout of a-workload-with-a-long-name on lustre, scratch: pool ssd, all stripes,',
    'stripeSize 16MiB; set before the first file is written, and read back',
    '',
  ]);
  expect(lines.filter((line) => line.startsWith('layout of'))).toHaveLength(1);
});
