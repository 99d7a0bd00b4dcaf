// The sentence on what packing gains, and the words for packed workloads.
import { expect, test } from 'vitest';
import { headlinesOf } from '../../src/report/headlines.js';
import { lookOf } from '../../src/report/look.js';
import { packingLines } from '../../src/report/packing.js';
import { jobText } from '../../src/report/step-text.js';
import { runRecord, stepRecord } from '../fixtures/records.js';

const job = { kind: 'files', operations: ['open', 'read', 'close'], fileSize: 65536, workers: 4, queueDepth: 1 };

function step(packing: string, samplesPerSecond: number, workers = 4) {
  const workload = packing === 'none' ? 'loose' : packing;
  return stepRecord({
    ...{ id: `${workload}@workers=${workers}/nfs/1`, workload, mount: 'nfs', variant: { workers } },
    ...{ job: { ...job, packing, workers }, metrics: { samples: 1, samplesPerSecond } },
  });
}

const lines = (steps: ReturnType<typeof step>[], unicode = true) =>
  packingLines(runRecord(steps), lookOf({ width: 100, colour: false, unicode }));

test('one for each format', () => {
  expect(lines([step('none', 1230), step('tar', 7626), step('tfrecord', 12_300)])).toEqual([
    'Packing: tar 6.2× the samples/s of loose files on mount nfs (7.63k against 1.23k).',
    'Packing: tfrecord 10× the samples/s of loose files on mount nfs (12.3k against 1.23k).',
    '',
  ]);
  expect(lines([step('none', 100), step('tar', 95)], false)[0]).toContain('tar 0.95x the');
});

test('with the names of the workloads where there are several of a format', () => {
  const steps = [step('none', 100), step('tar', 200), step('none', 100, 8), step('tar', 300, 8)];
  expect(lines(steps)).toEqual([
    'Packing: tar workers=4: tar 2.0× the samples/s of loose files on mount nfs (200 against 100).',
    'Packing: tar workers=8: tar 3.0× the samples/s of loose files on mount nfs (300 against 100).',
    '',
  ]);
});

test('none without packing', () => {
  expect(lines([step('none', 100)])).toEqual([]);
});

test('a packed job is told by its samples, and its headline is what it moves', () => {
  expect(jobText({ ...job, packing: 'tar' })).toBe('open-read-close 64KiB samples in tar shards, 4 workers, depth 1');
  expect(jobText({ ...job, packing: 'none' })).toBe('open-read-close 64KiB files, 4 workers, depth 1');
  expect(headlinesOf({ ...job, packing: 'tar' }).map(({ label }) => label)).toEqual(['read']);
});
