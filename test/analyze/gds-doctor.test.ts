// What doctor concludes of a machine and of mounts from the answers that it got.
import { describe, expect, test } from 'vitest';
import { machineChecks, mountRecord, nodeRecord, wantsSecondAttempt } from '../../src/analyze/gds-doctor.js';
import { attempt, byHost, byNvfs, failed, gpuHost, noCuda, plainHost, silence, untouched } from '../fixtures/doctor.js';
import { nativeCufile, nativeGpu } from '../fixtures/gpu.js';
import { mountRecord as mount } from '../fixtures/records.js';

const refusal = failed('CUFILE_IO_NOT_SUPPORTED', 'cuFileHandleRegister: IO_NOT_SUPPORTED (5008)');
const refused = attempt('refuse', { handleRegister: refusal, transfers: [] });
const compat = attempt('allow', { facts: nativeCufile({ strict: false }), transfers: byHost });

describe('a machine', () => {
  test('that can open everything has cuFile, and a GPU without a NUMA node has none', () => {
    const [device] = nativeGpu().devices;
    const node = nodeRecord(attempt('allow', { devices: device === undefined ? [] : [{ ...device, numaNode: -1 }] }));
    expect(node).toMatchObject({ present: true, reason: '', problem: '', devices: [{ ordinal: 0, numaNode: null }] });
  });

  test.each([
    ['no CUDA', noCuda(), 'CUDA_LIBRARY_MISSING: libcuda.so.1: cannot open shared object file'],
    [
      'no cuFile',
      attempt('allow', { cufile: failed('CUFILE_LIBRARY_MISSING', 'not found'), facts: null }),
      'CUFILE_LIBRARY_MISSING: not found',
    ],
    ['a dead process', silence('allow', 'GPU_PROBE_CRASHED: signal SIGSEGV'), 'GPU_PROBE_CRASHED: signal SIGSEGV'],
  ])('with %s cannot use it', (_what, answer, reason) => {
    expect(nodeRecord(answer)).toMatchObject({ present: false, reason });
  });

  test('without GPU and driver is not told what each path needs besides', () => {
    expect(new Set(machineChecks(plainHost(), noCuda()).map(({ of }) => of))).toEqual(new Set(['node']));
    const all = new Set(machineChecks(gpuHost(), attempt('allow')).map(({ of }) => of));
    expect(all).toEqual(new Set(['node', 'nvidia-fs', 'p2pdma']));
  });
});

describe('a second attempt', () => {
  test.each([
    ['a refusal', refused, true],
    [
      'a driver that does not open',
      attempt('refuse', { driverOpen: refusal, handleRegister: untouched, transfers: [] }),
      true,
    ],
    [
      'transfers that all fail',
      attempt('refuse', { transfers: byNvfs.map((one) => ({ ...one, stage: refusal })) }),
      true,
    ],
    ['data that moved', attempt('refuse'), false],
    ['no cuFile', noCuda(), false],
    ['silence', silence('refuse', 'GPU_PROBE_TIMED_OUT'), false],
  ])('after %s: %s', (_what, first, expected) => {
    expect(wantsSecondAttempt(first)).toBe(expected);
  });
});

describe('a mount', () => {
  test('where everything went by nvidia-fs has a direct path', () => {
    const { verdict, reasons, attempts } = mountRecord(mount(), [attempt('refuse')], '');
    expect(verdict).toBe('gds-nvfs');
    expect(reasons).toHaveLength(1);
    expect(attempts).toMatchObject([{ compat: 'refuse', problem: '', transfers: [{ bytes: 4096 }, { bytes: 4096 }] }]);
  });

  test('that was refused and then went through the host is compat, and tells what was refused', () => {
    const { verdict, reasons } = mountRecord(mount(), [refused, compat], '');
    expect(verdict).toBe('compat');
    expect(reasons.join(' ')).toContain('CUFILE_IO_NOT_SUPPORTED: cuFileHandleRegister: IO_NOT_SUPPORTED (5008)');
  });

  test('never has a direct path by the attempt that allowed the host, whatever was counted', () => {
    const direct = attempt('allow', { facts: nativeCufile({ strict: false }) });
    expect(mountRecord(mount(), [refused, direct], '').verdict).toBe('unverified');
  });

  test('whose data came out wrong has no verdict of a direct path', () => {
    const wrong = attempt('refuse', { transfers: byNvfs.map((one) => ({ ...one, sameBytes: false })) });
    const { verdict, reasons } = mountRecord(mount(), [wrong], '');
    expect(verdict).toBe('unverified');
    expect(reasons.join(' ')).toContain('differ');
  });

  test('that is not tried has no verdict but the reason of the machine', () => {
    expect(mountRecord(mount(), [], 'no GPU')).toMatchObject({ verdict: null, reasons: ['no GPU'], attempts: [] });
  });

  test('that both attempts fail on has no verdict, and each reason once', () => {
    const both = [refused, attempt('allow', { handleRegister: refusal, transfers: [] })];
    expect(mountRecord(mount(), both, '')).toMatchObject({
      verdict: null,
      reasons: ['CUFILE_IO_NOT_SUPPORTED: cuFileHandleRegister: IO_NOT_SUPPORTED (5008)'],
    });
  });

  test('whose process gave no answer has no verdict', () => {
    const silent = silence('refuse', 'GPU_PROBE_TIMED_OUT: no answer within 5 s');
    expect(mountRecord(mount(), [silent], '')).toMatchObject({
      verdict: null,
      reasons: ['GPU_PROBE_TIMED_OUT: no answer within 5 s'],
      attempts: [{ problem: 'GPU_PROBE_TIMED_OUT: no answer within 5 s', transfers: [] }],
    });
  });
});
