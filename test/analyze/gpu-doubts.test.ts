// Doubts about steps with memory of GPUs are raised only where they are due.
import { describe, expect, test } from 'vitest';
import { warningsOf, type Circumstances, type StepToJudge } from '../../src/analyze/warnings.js';
import type { NativeGpu } from '../../src/native/contract.js';
import { fileSystemOnNode, gdsVerdict, nativeGpu } from '../fixtures/gpu.js';
import { nativeResult } from '../result/samples.js';

type Spec = StepToJudge['spec'];

const plain: Spec = {
  ...{ kind: 'block', engine: 'cufile', direct: false, dropCache: false, visits: 'once', readPercent: 100 },
  ...{ operations: [], mix: [], workers: 1, rateOperations: 0, rateBytes: 0, thinkNs: 0 },
  ...{ cufileCompat: 'refuse', copyMode: 'full', training: null, sampleFiles: null },
  ...{ checkpoint: null, passes: 0, coldPasses: 'none' },
  ...{ compressPercent: 0, dedupePercent: 0, pattern: '', refill: true },
};
const codes = (spec: Partial<Spec>, circumstances: Circumstances, gpu: NativeGpu | null = nativeGpu()) =>
  warningsOf({ spec: { ...plain, ...spec } }, nativeResult({ gpu }), circumstances).map(({ code }) => code);

test('the way through the host that was asked for is no doubt', () => {
  const circumstances = { gdsPath: gdsVerdict('compat', 1) };
  expect(codes({ cufileCompat: 'force' }, circumstances)).toEqual([]);
  expect(codes({ cufileCompat: 'allow' }, circumstances)).toEqual(['CUFILE_COMPAT']);
});

test.each(['gds-nvfs', 'gds-p2pdma', 'gds-c2c', 'gds-rdma'] as const)('nor is %s', (verdict) => {
  expect(codes({}, { gdsPath: gdsVerdict(verdict, 0) })).toEqual([]);
});

describe('a GPU is far', () => {
  const node0 = fileSystemOnNode(0);

  test('on another node than the storage', () => {
    expect(codes({}, { fileSystem: node0 })).toEqual(['GPU_FAR_FROM_STORAGE']);
    expect(codes({}, { fileSystem: fileSystemOnNode(1) })).toEqual([]);
  });

  test('but not where the system does not tell', () => {
    const [device] = nativeGpu().devices;
    const unknown = nativeGpu({ devices: device === undefined ? [] : [{ ...device, numaNode: -1 }] });
    expect(unknown.devices).toHaveLength(1);
    expect(codes({}, { fileSystem: node0 }, unknown)).toEqual([]);
    expect(codes({}, { fileSystem: fileSystemOnNode(null) })).toEqual([]);
    expect(codes({}, { fileSystem: { ...node0, device: null } })).toEqual([]);
    expect(codes({}, {})).toEqual([]);
  });

  test('nor where no storage or no GPU was used', () => {
    expect(codes({ copyMode: 'copy-only' }, { fileSystem: node0 })).toEqual([]);
    expect(codes({}, { fileSystem: node0 }, null)).toEqual([]);
  });
});
