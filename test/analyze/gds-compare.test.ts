// Which ways between storage and GPU are compared, and what may be called GDS.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gpuGroups, isDirect } from '../../src/analyze/gds-compare.js';
import { gdsVerdicts, type GdsVerdictName } from '../../src/result/gpu-schema.js';
import type { StepRecord } from '../../src/result/schema.js';
import { gpuRecord } from '../fixtures/gpu.js';
import { allWays, gpuStep, single, type Way } from '../fixtures/gpu-steps.js';
import { failedStep, operation } from '../fixtures/records.js';

const bounce: Way = { workload: 'bounce', engine: 'gpu-copy', gigabytes: 12, cpu: 0.4 };
const sync: Way = { workload: 'sync', engine: 'cufile', verdict: 'gds-nvfs', gigabytes: 25, cpu: 0.1, job: single };
const groups = (...steps: StepRecord[]) => gpuGroups({ steps });

test('ways with the same load are one group: bounds, host bounce, then cuFile by its mode', () => {
  const [group, ...others] = groups(...allWays());
  expect(others).toEqual([]);
  expect(group).toMatchObject({ mount: 'here', operation: 'read', outstanding: 64 });
  expect(group?.rows.map(({ workload, path }) => [workload, path])).toEqual([
    ...[
      ['storage', null],
      ['copies', null],
      ['bounce', null],
    ],
    ...[
      ['sync', 'gds-nvfs'],
      ['unregistered', 'gds-nvfs'],
      ['forced', 'forced'],
    ],
    ...[
      ['batch', 'gds-nvfs'],
      ['stream', 'compat'],
    ],
  ]);
  expect(group?.rows[2]).toMatchObject({ workers: 16, queueDepth: 4, hostMemoryBytesPerSecond: 36e9 });
});

test('only direct paths are compared with the host bounce', () => {
  const [group] = groups(...allWays());
  expect(group?.ratios.map(({ row }) => row.workload)).toEqual(['sync', 'unregistered', 'batch']);
  expect(group?.ratios[0]?.bytesPerSecond).toBeCloseTo(25 / 12);
  expect(group?.ratios[0]?.cpuSecondsPerGiB).toBeCloseTo(0.2);
});

test('the fastest way through the host is the one to beat', () => {
  const deep = gpuStep({ ...bounce, workload: 'deep', gigabytes: 20, job: { workers: 8, queueDepth: 8 } });
  const [group] = groups(gpuStep(bounce), deep, gpuStep(sync));
  expect(group?.ratios.map(({ bytesPerSecond }) => bytesPerSecond)).toEqual([1.25]);
});

test('repeats give medians, the worst path, and nothing where one lacks a metric', () => {
  const repeat = (at: number, way: Partial<Way>) => gpuStep({ ...sync, ...way, given: { repeat: at } });
  const steps = [
    repeat(1, { gigabytes: 10, hostFraction: 0 }),
    repeat(2, { gigabytes: 30, verdict: 'mixed', hostFraction: 0.25 }),
    repeat(3, { gigabytes: 20, hostFraction: 0 }),
  ].map((step, at) => (at === 1 ? { ...step, metrics: {} } : step));
  const [group] = groups(gpuStep(bounce), ...steps);
  const row = group?.rows[1];
  expect(row).toMatchObject({ path: 'mixed', hostFraction: 0.25, cpuSecondsPerGiB: null });
  expect(row?.bytesPerSecond).toBeCloseTo(20e9);
  expect(group?.ratios).toEqual([]);
});

test('repeats that took different direct paths prove none of them', () => {
  const other = gpuStep({ ...sync, verdict: 'gds-p2pdma', given: { repeat: 2 } });
  expect(groups(gpuStep(bounce), gpuStep(sync), other)[0]?.rows[1]?.path).toBe('unverified');
});

test('memory counts as registered only where cuFile has taken that of every worker', () => {
  const step = gpuStep(sync);
  const refused = gpuRecord(step.gpu?.path ?? null);
  expect(refused.registration.buffers.count).toBeLessThan(64);
  const rows = groups(gpuStep(bounce), step, { ...step, workload: 'refused', gpu: refused })[0]?.rows;
  expect(rows?.map(({ workload, registered }) => [workload, registered])).toEqual([
    ['bounce', true],
    ['sync', true],
    ['refused', false],
  ]);
});

test('reads and writes of one job are two groups', () => {
  const both = (way: Way) => gpuStep({ ...way, given: { operations: { read: operation(), write: operation() } } });
  expect(groups(both(bounce), both(sync)).map((group) => group.operation)).toEqual(['read', 'write']);
});

describe('nothing is compared', () => {
  const [first] = [gpuStep(bounce)];
  test.each<[string, StepRecord]>([
    ['of another mount', gpuStep({ ...sync, given: { mount: 'nfs' } })],
    ['of another block size', gpuStep({ ...sync, job: { ...single, blockSize: 4096 } })],
    ['of another access', gpuStep({ ...sync, job: { ...single, access: 'random' } })],
    ['of another size', gpuStep({ ...sync, job: { ...single, size: 2 ** 30 } })],
    ['of more in flight', gpuStep({ ...sync, job: { workers: 65, queueDepth: 1 } })],
    ['that has failed', failedStep({ ...gpuStep(sync), status: 'failed' })],
    ['that has moved nothing', gpuStep({ ...sync, given: { operations: {} } })],
    ['of memory of the host', gpuStep({ ...sync, job: { ...single, memory: 'host' } })],
  ])('%s', (_, other) => {
    expect(groups(first, other)).toEqual([]);
  });

  test('where a repeat has failed', () => {
    const failed = failedStep({ ...gpuStep(sync), repeat: 2, status: 'failed', operations: {} });
    expect(groups(first, gpuStep(sync), failed)).toEqual([]);
  });
});

test('whatever repeats have shown, a row is direct only where all of them are, by the same path', () => {
  const verdicts = fc.array(fc.constantFrom(...gdsVerdicts), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(verdicts, fc.constantFrom('refuse', 'allow', 'force'), (found: GdsVerdictName[], cufileCompat) => {
      const steps = found.map((verdict, at) =>
        gpuStep({ ...sync, verdict, job: { ...single, cufileCompat }, given: { repeat: at + 1 } }),
      );
      const other = gpuStep({ ...bounce, job: { cufileCompat } });
      const row = groups(other, ...steps)[0]?.rows[1];
      const same = new Set(found).size === 1 && found[0]?.startsWith('gds-') === true && cufileCompat !== 'force';
      expect(row === undefined ? null : isDirect(row)).toBe(same);
    }),
    { seed: 5 },
  );
});

test('a step with cuFile that has no record of its path is unverified', () => {
  const bare = gpuStep({ ...sync, given: { gpu: gpuRecord(null) } });
  expect(groups(gpuStep(bounce), bare)[0]?.rows[1]?.path).toBe('unverified');
});
