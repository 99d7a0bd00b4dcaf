// Steps that break the demand for a direct path.
import { expect, test } from 'vitest';
import { gdsBreaches } from '../../src/analyze/gds-required.js';
import type { GdsVerdictName, StepRecord } from '../../src/result/schema.js';
import { gdsVerdict, gpuRecord } from '../fixtures/gpu.js';
import { engine, failedStep, stepRecord } from '../fixtures/records.js';

const cufile = engine({ requested: 'cufile', used: 'cufile' });
const step = (verdict: GdsVerdictName | null, given: Partial<StepRecord> = {}) =>
  stepRecord({ engine: cufile, gpu: gpuRecord(verdict === null ? null : gdsVerdict(verdict)), ...given });

test.each(['gds-nvfs', 'gds-p2pdma', 'gds-c2c', 'gds-rdma'] as const)('%s keeps it', (verdict) => {
  expect(gdsBreaches([step(verdict)])).toEqual([]);
});

test.each(['mixed', 'compat', 'unverified'] as const)('%s breaks it', (verdict) => {
  expect(gdsBreaches([step('gds-nvfs'), step(verdict)])).toEqual([`random-read-4k/here/1 is ${verdict}: A reason.`]);
});

test('so does a step without a result, or without a word on its path', () => {
  const skipped = failedStep({ status: 'skipped', engine: cufile, error: { code: 'SKIPPED', message: 'not run' } });
  expect(gdsBreaches([failedStep({ engine: cufile }), skipped])).toEqual([
    'random-read-4k/here/1 failed: read failed with EIO',
    'random-read-4k/here/1 skipped: not run',
  ]);
  expect(gdsBreaches([step('gds-nvfs', { status: 'failed' })])).toHaveLength(1);
  const [none, withoutGpu] = gdsBreaches([step(null), stepRecord({ engine: cufile })]);
  expect(none).toContain('is unverified');
  expect(withoutGpu).toBe(none);
});

test('steps of other engines are not asked', () => {
  expect(gdsBreaches([stepRecord(), step(null, { engine: engine({ requested: 'gpu-copy' }) })])).toEqual([]);
});
