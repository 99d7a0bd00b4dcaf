// The table of ways between storage and GPU: what it says, what is never called GDS, and its width.
import { describe, expect, test } from 'vitest';
import { gdsCompareLines } from '../../src/report/gds-compare.js';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import { finalTable } from '../../src/report/text.js';
import type { StepRecord } from '../../src/result/schema.js';
import { allWays, gpuStep, single, type Way } from '../fixtures/gpu-steps.js';
import { runRecord, stepRecord } from '../fixtures/records.js';

const lines = (steps: StepRecord[], width = 80, unicode = true) =>
  gdsCompareLines(runRecord(steps), lookOf({ width, colour: false, unicode }));
const bounce: Way = { workload: 'bounce', engine: 'gpu-copy', gigabytes: 12, cpu: 0.4 };
const cufile: Way = { workload: 'cufile', engine: 'cufile', gigabytes: 25, job: single };

test('one row a way, with what it moved, what it cost and which path it took', () => {
  expect(lines(allWays())).toEqual([
    'Storage to GPU: 1MiB sequential read, 64 in flight, mount here',
    ' mode                   GB/s  IOPS    p99 CPU s/GiB RAM GB/s reg ms path',
    ' storage only             25 23.8k 1.25ms     0.100        –   12.5 –',
    ' copies only              50 47.7k 1.25ms     0.100        –   12.5 –',
    ' host bounce              12 11.4k 1.25ms     0.400       36   12.5 –',
    ' GDS sync                 25 23.8k 1.25ms    0.0800        –   12.5 gds-nvfs',
    ' GDS sync                 18 17.2k 1.25ms     0.100        – unreg. gds-nvfs',
    ' cuFile (compat) sync      5 4.77k 1.25ms     0.100        –   12.5 forced',
    ' GDS batch                24 22.9k 1.25ms     0.100        –   12.5 gds-nvfs',
    ' cuFile (compat) stream    6 5.72k 1.25ms     0.100        –   12.5 compat',
    ' GDS sync: 2.08× the GB/s of the host bounce, 0.20× its CPU s/GiB.',
    ' GDS sync, memory not registered: 1.50× the GB/s of the host bounce, 0.25× its',
    ' CPU s/GiB.',
    ' GDS batch: 2.00× the GB/s of the host bounce, 0.25× its CPU s/GiB.',
    '',
  ]);
});

describe('what is not proved to be direct', () => {
  test.each([
    ['compat', 1, 'cuFile (compat) sync', 'compat'],
    ['mixed', 0.375, 'cuFile (mixed) sync', '37% host'],
    ['unverified', null, 'cuFile sync', 'unverified'],
  ] as const)('%s is not called GDS', (verdict, hostFraction, label, path) => {
    const way = { ...cufile, verdict, ...(hostFraction === null ? {} : { hostFraction }) };
    const [, , , row = '', ...closing] = lines([gpuStep(bounce), gpuStep(way)]);
    expect(row).toMatch(new RegExp(`^ ${label.replace(/[()]/g, '\\$&')} .* ${path}$`));
    expect(row).not.toContain('GDS');
    expect(closing).toEqual([' No way is proved to be direct: there is no GDS to compare with the host bounce.', '']);
  });
});

test('columns of which nothing is known are left out', () => {
  const [, head = ''] = lines([gpuStep(bounce), gpuStep({ ...cufile, verdict: 'gds-p2pdma' })]);
  expect(head).toContain('CPU s/GiB');
  expect(head).not.toContain('RAM');
});

test('ways of one name are told apart by workers and depth', () => {
  const deep = gpuStep({ ...bounce, workload: 'deep', job: { workers: 8, queueDepth: 8 } });
  const labels = lines([gpuStep(bounce), deep], 80, false).map((line) => line.slice(0, 20).trimEnd());
  expect(labels).toContain(' host bounce 16x4');
  expect(labels).toContain(' host bounce 8x8');
});

test('there is nothing to say of a single way, or without GPUs', () => {
  expect(lines([gpuStep(bounce)])).toEqual([]);
  expect(lines([stepRecord(), stepRecord({ workload: 'other' })])).toEqual([]);
});

test.each([60, 72, 80, 100])('no line is wider than %i columns', (width) => {
  const many = allWays().map((step) => ({ ...step, mount: 'a-mount-with-a-long-name' }));
  const found = lines(many, width);
  expect(Math.max(...found.map(displayWidth))).toBeLessThanOrEqual(width);
  expect(found.some((line) => /^ mode .* GB\/s.* CPU s\/GiB.* path$/.test(line))).toBe(true);
});

test('it stands in the final text of a run, and engines are told with mode and verdict', () => {
  const text = finalTable(runRecord(allWays()), { width: 80, colour: false, runJson: 'run.json' });
  expect(text).toContain('\nStorage to GPU: 1MiB sequential read');
  expect(text).toContain('cufile batch, gds-nvfs');
  expect(text).toContain('gpu-copy host-only direct');
});
