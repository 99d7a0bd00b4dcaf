// Each warning: raised by its own evidence at its limit, and silent just below it.
import { describe, expect, test } from 'vitest';
import { warningCodes, warningsOf } from '../../src/analyze/warnings.js';
import type { NativeJobResult } from '../../src/native/contract.js';
import { fileSystemOnNode, gdsVerdict, nativeGpu } from '../fixtures/gpu.js';
import { checkpointAsked, checkpointResult, checkpointRound } from '../fixtures/checkpoints.js';
import { directFacts, nativeOperation, nativeReady, nativeResult } from '../result/samples.js';
import { checkpointCases } from './checkpoint-cases.js';
import { type Case, latencyWith, readSpec, type Spec, warned, workersWith } from './judging.js';
import { layoutCases } from './layout-cases.js';
import { mountCases } from './mount-cases.js';
import { trainingCases } from './training-cases.js';

const io = (readBytes: number) => ({ readBytes, writeBytes: 0, rchar: 0, wchar: 0 });
const cache = (residentBytes: number) => ({ residentBytes, totalBytes: 1000, method: 'mincore' });
/** What was read back, with this many of 1000 bytes still in memory. */
const readBack = (residentBytes: number): NonNullable<NativeJobResult['verification']> => ({
  sectors: { good: 1, torn: 0, stale: 0, misplaced: 0, foreign: 0, zeros: 0, corrupt: 0 },
  ...{ bytes: 4096, elapsedNs: 1, residentBytes, totalBytes: 1000, mismatches: [] },
});
test('a clean result has no warning', () => {
  expect(warned({}, {})).toEqual([]);
});

const target = { percentile: 99, below: 1000, rate: 500, percentileNs: 1000, kept: false };
const refusedEngine = { engineUsed: 'sync', engineRefused: [{ engine: 'io_uring', reason: 'EPERM' }] } as const;
const refusedFeature = { engineFeaturesRefused: [{ feature: 'sq-poll', reason: 'EINVAL' }] };

const cases: Case[] = [
  {
    code: 'DIRECT_NOT_USED',
    spec: { direct: true },
    raised: { ready: nativeReady({ direct: directFacts(false) }) },
    evidence: { reason: 'open with O_DIRECT gives EINVAL', method: 'trial' },
    silent: { ready: nativeReady({ direct: directFacts(true) }) },
  },
  {
    code: 'PAGE_CACHE_ANSWERED',
    raised: { operations: { read: nativeOperation({ bytes: 1000 }) }, processIo: io(900) },
    evidence: { hitFraction: expect.closeTo(0.1, 9), method: 'proc-self-io', residentBeforeFraction: 0 },
    silent: { operations: { read: nativeOperation({ bytes: 1000 }) }, processIo: io(960) },
  },
  {
    code: 'PAGE_CACHE_ANSWERED',
    raised: { ready: nativeReady({ cacheBefore: cache(51) }), processIo: io(-1) },
    evidence: { hitFraction: null, method: 'unknown', residentBeforeFraction: 0.051 },
    silent: { ready: nativeReady({ cacheBefore: cache(50) }), processIo: io(-1) },
  },
  {
    // What the first of two processes has fetched, the other is meant to find.
    code: 'PAGE_CACHE_ANSWERED',
    spec: { kind: 'checkpoint', checkpoint: checkpointAsked({ saves: 0, loadAll: true }) },
    raised: { operations: { read: nativeOperation({ bytes: 1000 }) }, processIo: io(470) },
    evidence: { hitFraction: expect.closeTo(0.53, 9), method: 'proc-self-io', residentBeforeFraction: 0 },
    silent: { operations: { read: nativeOperation({ bytes: 1000 }) }, processIo: io(480) },
  },
  {
    code: 'ENGINE_FELL_BACK',
    raised: { ready: nativeReady({ ...refusedEngine, engineRefused: [...refusedEngine.engineRefused] }) },
    evidence: { used: 'sync', refused: refusedEngine.engineRefused },
    silent: { ready: nativeReady({ engineUsed: 'sync' }) },
  },
  {
    code: 'FEATURE_REFUSED',
    raised: { ready: nativeReady(refusedFeature) },
    evidence: { refused: refusedFeature.engineFeaturesRefused },
    silent: { ready: nativeReady() },
  },
  {
    code: 'CUFILE_COMPAT',
    circumstances: { gdsPath: gdsVerdict('compat', 1) },
    raised: {},
    evidence: { reason: 'A reason.' },
    silent: {},
    silentCircumstances: { gdsPath: gdsVerdict('gds-nvfs', 0) },
  },
  {
    code: 'CUFILE_MIXED',
    circumstances: { gdsPath: gdsVerdict('mixed', 0.25) },
    raised: {},
    evidence: { hostFraction: 0.25, reason: 'A reason.' },
    silent: {},
    silentCircumstances: { gdsPath: gdsVerdict('gds-p2pdma', 0) },
  },
  {
    code: 'CUFILE_UNVERIFIED',
    circumstances: { gdsPath: gdsVerdict('unverified') },
    raised: {},
    evidence: { reason: 'A reason.' },
    silent: {},
    silentCircumstances: { gdsPath: null },
  },
  {
    code: 'GPU_FAR_FROM_STORAGE',
    circumstances: { fileSystem: fileSystemOnNode(0) },
    raised: { gpu: nativeGpu() },
    evidence: { gpus: [{ gpu: 0, numaNode: 1 }], storage: 'nvme0n1', storageNumaNode: 0 },
    silent: { gpu: nativeGpu() },
    silentCircumstances: { fileSystem: fileSystemOnNode(1) },
  },
  {
    code: 'CACHE_NOT_DROPPED',
    raised: { ready: nativeReady({ cacheBefore: cache(11) }) },
    evidence: cache(11),
    silent: { ready: nativeReady({ cacheBefore: cache(10) }) },
  },
  {
    code: 'SYSTEM_CACHES_NOT_DROPPED',
    circumstances: { systemCaches: { dropped: false, reason: 'EACCES' } },
    raised: {},
    evidence: { reason: 'EACCES' },
    silent: {},
    silentCircumstances: { systemCaches: { dropped: true, reason: '' } },
  },
  {
    code: 'VERIFIED_FROM_MEMORY',
    raised: { verification: readBack(51) },
    evidence: { residentFraction: 0.051 },
    silent: { verification: readBack(50) },
  },
  {
    code: 'SHORT_OPERATIONS',
    raised: { operations: { read: nativeOperation({ short: 2 }) } },
    evidence: { read: 2 },
    silent: { operations: { read: nativeOperation({ short: 0 }) } },
  },
  {
    code: 'HISTOGRAM_OVERFLOW',
    raised: { operations: { read: nativeOperation({ latencyNs: latencyWith(1) }) } },
    evidence: { read: 1 },
    silent: { operations: { read: nativeOperation({ latencyNs: latencyWith(0) }) } },
  },
  {
    code: 'START_SKEW',
    raised: { startSkewNs: 1_000_001, elapsedNs: 1e8 },
    evidence: { startSkewSeconds: 0.001_000_001, measuredSeconds: 0.1 },
    silent: { startSkewNs: 1_000_000, elapsedNs: 1e7 },
  },
  {
    code: 'START_SKEW',
    raised: { startSkewNs: 20_000_001, elapsedNs: 2e9 },
    evidence: { startSkewSeconds: 0.020_000_001, measuredSeconds: 2 },
    silent: { startSkewNs: 20_000_000, elapsedNs: 2e9 },
  },
  {
    code: 'STARTED_LATE',
    raised: {},
    circumstances: { startedLateNs: 1e8 },
    evidence: { lateSeconds: 0.1 },
    silent: {},
    silentCircumstances: { startedLateNs: 9.9e7 },
  },
  {
    code: 'STRAGGLER',
    raised: { workers: workersWith(400) },
    evidence: { worker: 0, workers: 9, paceFraction: 0.4, operations: 400, medianOperations: 1000 },
    silent: { workers: workersWith(700) },
  },
  {
    code: 'RATE_NOT_KEPT',
    spec: { rateOperations: 10_000 },
    raised: { elapsedNs: 2e9, operations: { read: nativeOperation({ count: 37_999 }) } },
    evidence: { askedPerSecond: 20_000, reachedPerSecond: 18_999.5 },
    silent: { elapsedNs: 2e9, operations: { read: nativeOperation({ count: 38_000 }) } },
  },
  {
    code: 'FEW_OPERATIONS',
    raised: { operations: { read: nativeOperation({ count: 99 }) } },
    evidence: { read: 99 },
    silent: { operations: { read: nativeOperation({ count: 100 }) } },
  },
  {
    code: 'RUN_TOO_SHORT',
    raised: { elapsedNs: 949_999_999 },
    evidence: { elapsedSeconds: 0.949_999_999 },
    silent: { elapsedNs: 950_000_000 },
  },
  ...trainingCases,
  ...checkpointCases,
  ...layoutCases,
  ...mountCases,
  {
    code: 'NOT_STEADY',
    circumstances: { steadiness: { attained: false, afterSeconds: null, value: 3.5, mean: 1000 } },
    raised: { endReason: 'passes' },
    evidence: { lastValuePercent: 3.5, lastMeanPerSecond: 1000 },
    silent: { endReason: 'stopped' },
  },
  {
    code: 'TARGET_NOT_KEPT',
    circumstances: { target },
    raised: {},
    evidence: { rate: 500, percentile: 99, percentileNs: 1000, belowNs: 1000 },
    silent: {},
    silentCircumstances: { target: { ...target, percentileNs: 999, kept: true } },
  },
];

describe.each(cases)('$code', (row) => {
  const { code, spec = {}, raised, evidence, silent, circumstances = {} } = row;
  const { silentCircumstances = circumstances } = row;

  test('is raised with its evidence and advice', () => {
    const warning = warned(spec, raised, circumstances).find((candidate) => candidate.code === code);
    expect(warning).toEqual({ code, evidence, advice: expect.stringMatching(/\w.*\.$/) as string });
  });

  test('is silent at the limit', () => {
    expect(warned(spec, silent, silentCircumstances).map((warning) => warning.code)).not.toContain(code);
  });
});

test('caches that were not to be dropped are no doubt', () => {
  expect(warned({}, {}, { systemCaches: null })).toEqual([]);
});

test('a goal that was reached is no doubt', () => {
  const steadiness = { attained: true, afterSeconds: 10, value: 0.5, mean: 1000 };
  expect(warned({}, {}, { steadiness, target: { ...target, percentileNs: 999, kept: true } })).toEqual([]);
});

test.each([
  ['iops', 'lastMeanPerSecond'],
  ['bandwidth', 'lastMeanBytesPerSecond'],
  ['p99', 'lastMeanNs'],
] as const)('a state of %s that is not steady has its mean as %s', (metric, key) => {
  const steadiness = { attained: false, afterSeconds: null, value: 3.5, mean: 1000 };
  const [warning] = warningsOf({ spec: readSpec, steadyState: { metric } }, nativeResult(), { steadiness });
  expect(warning?.evidence).toEqual({ lastValuePercent: 3.5, [key]: 1000 });
});

describe('a step that failed', () => {
  const brief = { elapsedNs: 1e6, operations: { read: nativeOperation({ count: 1 }) } };
  const firstError = {
    operation: 'read',
    path: '/a',
    offset: 0,
    length: 4096,
    errno: 5,
    errnoName: 'EIO',
    worker: 0,
  } as const;
  const sectors = { good: 0, torn: 0, stale: 1, misplaced: 0, foreign: 0, zeros: 0, corrupt: 0 };
  const verification = { sectors, bytes: 4096, elapsedNs: 1, residentBytes: 0, totalBytes: 0, mismatches: [] };

  test.each<Partial<NativeJobResult>>([
    { endReason: 'stopped' },
    { endReason: 'error' },
    { firstError },
    { verification },
  ])('is not blamed for having measured little: %j', (ended) => {
    expect(warned({}, { ...brief, ...ended })).toEqual([]);
  });

  test('unlike one that did not fail', () => {
    const codes = warned({}, { ...brief, verification: { ...verification, sectors: { ...sectors, stale: 0 } } });
    expect(codes.map(({ code }) => code)).toEqual(['FEW_OPERATIONS', 'RUN_TOO_SHORT']);
  });
});

describe('a run of a part of a scenario', () => {
  const codesOf = (scenario: { every: number | null }, spec: Partial<Spec>, result: Partial<NativeJobResult>) =>
    warningsOf({ spec: { ...readSpec, ...spec }, scenario }, nativeResult(result)).map(({ code }) => code);
  const saving = { kind: 'checkpoint', checkpoint: checkpointAsked({ saves: 1, loads: 0 }) } as const;
  const saved = { checkpoint: checkpointResult({ rounds: [checkpointRound({ endNs: 5e7 })] }), elapsedNs: 5e7 };

  test('is not blamed for a single save', () => {
    expect(codesOf({ every: null }, saving, saved)).toEqual([]);
    expect(warned(saving, saved).map(({ code }) => code)).toEqual(['RUN_TOO_SHORT', 'FEW_ROUNDS']);
  });

  test('is not blamed for being short where it starts again, and else is', () => {
    expect(codesOf({ every: 1e9 }, {}, { elapsedNs: 1e8 })).toEqual([]);
    expect(codesOf({ every: null }, {}, { elapsedNs: 1e8 })).toEqual(['RUN_TOO_SHORT']);
  });

  test('says how often it was to start where it was late', () => {
    const late = warningsOf({ spec: readSpec, scenario: { every: 5e9 } }, nativeResult(), { startedLateNs: 2e9 });
    expect(late).toMatchObject([{ code: 'STARTED_LATE', evidence: { lateSeconds: 2, everySeconds: 5 } }]);
  });
});

test('saves and loads are short by the longest of them, without the pauses', () => {
  const spec = { kind: 'checkpoint', checkpoint: checkpointAsked({ saves: 2, loads: 0 }) } as const;
  const codesOf = (endNs: number) => {
    const rounds = [checkpointRound({ endNs: 1e7 }), checkpointRound({ endNs })];
    return warned(spec, { checkpoint: checkpointResult({ rounds }), elapsedNs: 6e10 }).map(({ code }) => code);
  };
  expect(codesOf(99_999_999)).toEqual(['RUN_TOO_SHORT']);
  expect(codesOf(1e8)).toEqual([]);
});

test('every code of the list has a case here', () => {
  expect([...new Set(cases.map(({ code }) => code))]).toEqual(warningCodes);
});

test('warnings come in the order of the list, each once', () => {
  const read = nativeOperation({ count: 1, short: 1 });
  const result = { ready: nativeReady(refusedFeature), operations: { read }, elapsedNs: 10 };
  const expected = ['FEATURE_REFUSED', 'SHORT_OPERATIONS', 'FEW_OPERATIONS', 'RUN_TOO_SHORT'];
  expect(warned({}, result).map(({ code }) => code)).toEqual(expected);
});

describe('a rate', () => {
  const done = (count: number, bytes: number) => ({
    elapsedNs: 1e9,
    operations: { read: nativeOperation({ count, bytes }), write: nativeOperation({ count, bytes }) },
  });
  const missed = (spec: Partial<Spec>, result: Partial<NativeJobResult>) =>
    warned(spec, result).find(({ code }) => code === 'RATE_NOT_KEPT')?.evidence;

  test('in bytes is that of reads and writes together', () => {
    expect(missed({ rateBytes: 1e9 }, done(1e5, 1e9))).toBeUndefined();
    expect(missed({ rateBytes: 1e9 }, done(1e5, 9e8))).toEqual({
      askedBytesPerSecond: 2e9,
      reachedBytesPerSecond: 1.8e9,
    });
  });

  test('is not doubted for what chance alone leaves out of few operations', () => {
    expect(missed({ rateOperations: 50 }, done(36, 0))).toBeUndefined();
    expect(missed({ rateOperations: 50 }, done(34, 0))).toBeDefined();
  });

  test('says nothing where the workers pause', () => {
    expect(missed({ rateOperations: 1e6, thinkNs: 1 }, done(10, 0))).toBeUndefined();
  });
});

describe('the page cache is not blamed', () => {
  const resident = nativeReady({ cacheBefore: cache(1000) });
  const cacheCodes = (spec: Partial<Spec>, result: Partial<NativeJobResult>) =>
    warned(spec, result).filter(({ code }) => code === 'PAGE_CACHE_ANSWERED' || code === 'CACHE_NOT_DROPPED');

  test('with O_DIRECT in use', () => {
    expect(cacheCodes({ direct: true }, { ready: { ...resident, direct: directFacts(true) } })).toEqual([]);
  });

  test('for copies without the storage', () => {
    expect(cacheCodes({ copyMode: 'copy-only' }, { ready: resident, processIo: io(0) })).toEqual([]);
  });

  test('for writes', () => {
    expect(cacheCodes({ readPercent: 0 }, { ready: resident, operations: { write: nativeOperation() } })).toEqual([]);
  });

  test('with the null engine', () => {
    const ready = { ...resident, engineUsed: 'null' } as const;
    expect(cacheCodes({ engine: 'null' }, { ready, processIo: io(0) })).toEqual([]);
  });

  test('for a cache that was not to be dropped, except as the one that answered', () => {
    const codes = cacheCodes({ dropCache: false }, { ready: resident }).map(({ code }) => code);
    expect(codes).toEqual(['PAGE_CACHE_ANSWERED']);
  });
});

test('a dropped cache that nothing could look at is not proven', () => {
  const cacheBefore = { residentBytes: 0, totalBytes: 0, method: 'none' };
  expect(warned({}, { ready: nativeReady({ cacheBefore }) })).toMatchObject([{ code: 'CACHE_NOT_DROPPED' }]);
});

test('an engine named by the user never fell back', () => {
  const ready = nativeReady({ engineRefused: [{ engine: 'io_uring', reason: 'EPERM' }] });
  expect(warned({ engine: 'sync' }, { ready })).toEqual([]);
});

describe('few operations', () => {
  test('the one sync at the end is not counted as few', () => {
    const operations = { write: nativeOperation(), fsync: nativeOperation({ count: 1 }) };
    expect(warned({ readPercent: 0 }, { operations })).toEqual([]);
  });

  test('a kind that was asked for and never happened is named with 0', () => {
    const mixed = warned({ readPercent: 99 }, { operations: { read: nativeOperation() } });
    expect(mixed).toMatchObject([{ code: 'FEW_OPERATIONS', evidence: { write: 0 } }]);
  });

  test('of a chain, every operation is judged', () => {
    const operations = { open: nativeOperation({ count: 40 }), close: nativeOperation({ count: 40 }) };
    const files = warned({ kind: 'files', operations: ['open', 'close'] }, { operations });
    expect(files).toMatchObject([{ code: 'FEW_OPERATIONS', evidence: { open: 40, close: 40 } }]);
  });
});
