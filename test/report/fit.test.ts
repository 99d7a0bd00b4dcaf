// The table of a fit, its notes, and the lines about its tries.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { fitLines } from '../../src/report/fit.js';
import { limitText, percentText, tryStartText, tryText } from '../../src/report/fit-text.js';
import { lookOf } from '../../src/report/look.js';
import type { FitRecord } from '../../src/result/fit-schema.js';
import type { StepRecord } from '../../src/result/schema.js';
import { fitRecordOf, fitTryOf } from '../analyze/fits.js';
import { runRecord, stepRecord } from '../fixtures/records.js';

const look = lookOf({ width: 80, colour: false });
const job = { name: 'unet3d', kind: 'training', accelerator: 'h100' };

function fitStep(mount: string, given: Partial<FitRecord> = {}, repeat = 1): StepRecord {
  return stepRecord({ workload: 'unet3d', mount, repeat, job, fit: fitRecordOf(given) });
}

const linesOf = (...steps: StepRecord[]) => fitLines(runRecord(steps), look);

test('a row a mount: what it feeds, at which utilization, and what is in the way', () => {
  const none = {
    accelerators: 0,
    tries: [fitTryOf(1, { auPercent: 42.19, by: 'interval', wallAuPercent: null, samplesPerSecond: null })],
    limit: {
      resource: 'storage' as const,
      evidence: { accelerators: 1, auPercent: 42.19, readBytesPerSecond: 1.3e9, itemP50Ns: 700e6 },
    },
  };
  expect(linesOf(fitStep('lustre'), fitStep('nfs', none))).toEqual([
    'Accelerators fed: h100 on unet3d, at 90 % utilization',
    ' mount   fed      AU  GPU idle  samples/s        read  limit',
    ' lustre    4  95.0 %     7.0 %         80  11.2 GiB/s  bandwidth',
    ' nfs       0  42.1 %         –          –  2.79 GiB/s  storage',
    ' lustre: bandwidth: the mount gives 4 accelerators 11.2 GiB/s (an item takes',
    '   200ms), and 8 accelerators 11.6 GiB/s (an item takes 400ms).',
    ' lustre: tried 1 (95.0 %), 2 (95.0 %), 4 (95.0 %), 8 (50.0 %, missed).',
    ' nfs: storage: it gives one accelerator 1.21 GiB/s (an item takes 700ms).',
    ' nfs: tried 1 (42.1 %, missed).',
    '',
  ]);
});

test('repeats are one row, with the least and the most', () => {
  const steps = [4, 3, 4].map((accelerators, at) => fitStep('a', { accelerators }, at + 1));
  const lines = linesOf(...steps);
  expect(lines[2]).toMatch(/^ a {6}4 \(3-4\) /);
  expect(lines.filter((line) => line.startsWith(' a 2: '))).toHaveLength(2);
});

test('a search that was stopped tells what it had found', () => {
  const [, , row, , tries] = linesOf(fitStep('a', { complete: false, accelerators: 2, limit: null }));
  expect(row).toMatch(/^ a {6}>=2 /);
  expect(tries).toBe(' a: tried 1 (95.0 %), 2 (95.0 %), 4 (95.0 %), 8 (50.0 %, missed); stopped when');
  expect(linesOf(fitStep('a', { complete: false, accelerators: 0, tries: [], limit: null }))).toContain(
    ' a: no try came to an answer.',
  );
});

test('a number that was tried again as a whole is marked', () => {
  const tries = [fitTryOf(1, { by: 'interval' }), fitTryOf(2, { auPercent: 50 }), fitTryOf(1, { auPercent: 91 })];
  expect(linesOf(fitStep('a', { accelerators: 1, tries }))).toContain(
    ' a: tried 1 (95.0 %), 2 (50.0 %, missed), 1 (91.0 %, whole).',
  );
});

test('of a number that does not hold as a whole, the whole try is told', () => {
  const tries = [fitTryOf(1, { by: 'interval' }), fitTryOf(1, { auPercent: 78 })];
  expect(linesOf(fitStep('a', { accelerators: 0, tries }))[2]).toMatch(/^ a +0 +78\.0 %/);
});

test('no line without a fit; a long name of a mount stays within 80 columns', () => {
  expect(linesOf(stepRecord())).toEqual([]);
  const lines = linesOf(fitStep('a-mount-with-a-name-that-is-far-too-long-for-any-table'));
  for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});

describe('what is in the way', () => {
  const told = (resource: NonNullable<FitRecord['limit']>['resource'], evidence: Record<string, number>) =>
    limitText(fitRecordOf({ most: 8, limit: { resource, evidence } }));

  test.each([
    ['asked', { most: 8 }, 'all 8 that --most allows: more may be fed'],
    ['memory', { most: 8 }, 'all 8 that could be tried are fed; the loaders of more do not fit'],
    ['dataset', { most: 8 }, 'for more the data set is too small: give more files or --most'],
    ['readers', { most: 8 }, 'a job cannot have the readers of more'],
    ['processors', { accelerators: 5, coresUsed: 15.21, cores: 16 }, '5 accelerators use 15.2 of 16 cores'],
    ['threads', { accelerators: 1, coresUsed: 3.9, workers: 4 }, '1 accelerator uses 3.9 cores with 4 workers'],
    [
      'latency',
      { fedAccelerators: 1, fedReadBytesPerSecond: 1e9, missedAccelerators: 2, missedReadBytesPerSecond: 2e9 },
      'each waits too long: 1 accelerator 954 MiB/s, and 2 accelerators 1.86 GiB/s',
    ],
  ] as const)('%s', (resource, evidence, text) => {
    expect(told(resource, evidence)).toContain(text);
  });
});

test('tries as they go by', () => {
  expect(tryStartText(1, 1)).toBe('try 1 with 1 accelerator');
  expect(tryText(3, fitTryOf(8, { auPercent: 71.29, by: 'bound', seconds: 12.31 }))).toBe(
    'try 3: 8 accelerators, AU 71.2 %, missed, ended early after 12.3s',
  );
  expect(tryText(4, fitTryOf(4))).toBe('try 4: 4 accelerators, AU 95.0 %, reached after 33.0s');
});

test('a utilization is never told as more than it is', () => {
  expect(percentText(89.99)).toBe('89.9 %');
  expect(percentText(90)).toBe('90.0 %');
});
