// What is taken as evidence of a job, of its samples and of a probe; the record alone gives the same verdict.
import { describe, expect, test } from 'vitest';
import { judgeJob, judgeProbe, judgeStep, type JobOfGpu } from '../../src/analyze/gds-evidence.js';
import type { NativeGpu, NativeGpuProbe } from '../../src/native/contract.js';
import { gpuRecords } from '../../src/result/gpu-record.js';
import { cufileStats, nativeCufile, nativeGpu, nativeSample } from '../fixtures/gpu.js';
import { mountRecord, stepRecord, verification } from '../fixtures/records.js';
import { nativeResult } from '../result/samples.js';

const plain: JobOfGpu = { job: { kind: 'block', files: 1 }, fileSystem: 'xfs', trial: null, verification: null };
const judged = (gpu: Partial<NativeGpu>, job: Partial<JobOfGpu> = {}) => judgeJob(nativeGpu(gpu), { ...plain, ...job });
const wrote = { ...nativeGpu().transfers, reads: 0, writes: 1000 };
const written = nativeCufile({ after: cufileStats({ writes: 1000, nvfsWrites: 1000 }) });

test('a job is judged by its own statistics, each sample by those around it', () => {
  const byHost = nativeSample({ path: 'b', before: cufileStats(), after: cufileStats({ reads: 4, posixReads: 4 }) });
  const { path, samples } = judged({ samples: [nativeSample(), byHost] });
  expect(path?.verdict).toBe('gds-nvfs');
  expect(samples.map((sample) => sample?.verdict)).toEqual(['gds-nvfs', 'compat']);
});

test('without cuFile there is no verdict', () => {
  expect(judged({ cufile: null })).toEqual({ path: null, samples: [null] });
});

describe('what a job lacks', () => {
  test.each<[string, Partial<NativeGpu>, Partial<JobOfGpu>, string]>([
    ['a second file', {}, { job: { kind: 'block', files: 2 } }, 'cuFile took 1 of 2 files.'],
    [
      'samples',
      { samples: [], noSamples: 'the time was over' },
      {},
      'No data that was read has been compared (the time was over).',
    ],
    [
      'samples of what it wrote',
      { cufile: written, transfers: wrote },
      {},
      'No data that was written has been compared.',
    ],
    ['data that is right', { samples: [nativeSample({ mismatches: 1, firstMismatch: 7 })] }, {}, '/0" differs'],
    ['a sample that could be read', { samples: [nativeSample({ error: 'EIO' })] }, {}, 'failed with EIO'],
    [
      'stamps that are right',
      {},
      { verification: verification({ sectors: { ...verification().sectors, stale: 2 } }) },
      '2 of 102 sectors',
    ],
  ])('%s', (_, gpu, job, reason) => {
    const { path } = judged(gpu, job);
    expect(path?.verdict).toBe('unverified');
    expect(path?.reasons.join(' ')).toContain(reason);
  });
});

test('of several files that are wrong, the first is named', () => {
  const samples = ['a', 'b', 'c'].map((path) =>
    nativeSample({ path, mismatches: 1, error: path === 'a' ? '' : 'EIO' }),
  );
  expect(judged({ samples }).path?.reasons).toEqual([
    'Data of "a" (and 2 more) differs between the file and the memory of the GPU.',
    'The read of a sample of "b" (and 1 more) failed with EIO.',
  ]);
});

test('data that was checked by its stamps needs no samples', () => {
  const given = { samples: [], noSamples: 'stamped', cufile: written, transfers: wrote };
  expect(judged(given, { verification: verification() }).path?.verdict).toBe('gds-nvfs');
  const nothing = verification({ sectors: { ...verification().sectors, good: 0 } });
  expect(judged(given, { verification: nothing }).path?.verdict).toBe('unverified');
});

test('a kind of workload that makes its files need not know how many there are', () => {
  expect(judged({}, { job: { kind: 'files', files: 5000 } }).path?.verdict).toBe('gds-nvfs');
});

test('force is compat, and a refused trial explains why the host was used', () => {
  expect(judged({}, { job: { ...plain.job, cufileCompat: 'force' } }).path?.verdict).toBe('compat');
  const cufile = nativeCufile({ strict: false, after: cufileStats({ reads: 1000, posixReads: 1000 }) });
  const trial = { ok: false, code: 'CUFILE_IO_NOT_SUPPORTED', reason: 'tmpfs' };
  const { path } = judged({ cufile }, { trial });
  expect(path?.verdict).toBe('compat');
  expect(path?.reasons[0]).toContain('refused this mount (CUFILE_IO_NOT_SUPPORTED)');
  expect(judged({}, { trial: { ok: true, code: '', reason: '' } }).path?.verdict).toBe('gds-nvfs');
});

test('the record is enough to judge once more', () => {
  const gpu = nativeGpu({ cufile: nativeCufile({ after: cufileStats({ reads: 1000 }) }) });
  const verdicts = judgeJob(gpu, { ...plain, fileSystem: 'wekafs' });
  const records = gpuRecords(nativeResult({ gpu }), verdicts, null) ?? {};
  const step = stepRecord({ ...records, mount: 'weka', job: plain.job });
  const mounts = [mountRecord('here'), mountRecord('weka', { type: 'wekafs' })];
  expect(verdicts.path?.verdict).toBe('gds-rdma');
  expect(judgeStep(step, mounts)).toEqual(verdicts);
  expect(judgeStep(step, [])?.path?.verdict).toBe('unverified');
  expect(judgeStep(stepRecord(), mounts)).toBeNull();
});

describe('a probe', () => {
  const ok = { ok: true, code: '', reason: '' };
  const transfer = (direction: 'read' | 'write', at: number): NativeGpuProbe['transfers'][number] => {
    const counted = (writes: number, reads: number) =>
      cufileStats({ writes, p2pWrites: writes, reads, p2pReads: reads });
    const before = counted(Math.ceil(at / 2), Math.floor(at / 2));
    const end = at + 1;
    const after = counted(Math.ceil(end / 2), Math.floor(end / 2));
    return { direction, bytes: 4096, stage: ok, sameBytes: true, before, after };
  };
  const probe: NativeGpuProbe = {
    ...{ cuda: ok, cudaLibrary: '', cudaVersion: '13.0', devices: nativeGpu().devices },
    ...{ cufile: ok, driverOpen: ok, facts: nativeCufile(), handleRegister: ok },
    transfers: [transfer('write', 0), transfer('read', 1), transfer('write', 2), transfer('read', 3)],
  };
  const asked = { compat: 'refuse', fileSystem: { type: 'xfs' }, refused: null } as const;
  const changed = (change: Partial<NativeGpuProbe['transfers'][number]>): NativeGpuProbe => ({
    ...probe,
    transfers: probe.transfers.map((one, at) => (at === 1 ? { ...one, ...change } : one)),
  });

  test('is judged by its transfers together', () => {
    expect(judgeProbe(probe, asked).verdict).toBe('gds-p2pdma');
    expect(judgeProbe(probe, { ...asked, compat: 'force' }).verdict).toBe('compat');
    expect(judgeProbe({ ...probe, facts: nativeCufile({ strict: false }) }, asked).verdict).toBe('unverified');
  });

  test('proves nothing where a transfer failed or its bytes differ, or where nothing was moved', () => {
    const failed = changed({ stage: { ok: false, code: 'CUFILE_IO_ERROR', reason: 'the read gave EIO' } });
    expect(judgeProbe(failed, asked)).toMatchObject({
      verdict: 'unverified',
      reasons: ['The read of 4096 bytes failed: the read gave EIO.'],
    });
    expect(judgeProbe(changed({ sameBytes: false }), asked).reasons[0]).toContain('the file and the memory');
    const nothing = { ...probe, facts: null, handleRegister: { ...ok, ok: false }, transfers: [] };
    expect(judgeProbe(nothing, asked).verdict).toBe('unverified');
  });
});
