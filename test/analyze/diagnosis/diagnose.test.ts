// What bounded a step by its own result: each rule on both sides of its limit, and which rule overrules which.
import { describe, expect, test } from 'vitest';
import type { LinkRecord } from '../../../src/result/schema.js';
import { checkpointResult, checkpointRound } from '../../fixtures/checkpoints.js';
import { kvAsked, kvResult, kvTimes } from '../../fixtures/cached.js';
import { trainingAsked } from '../../fixtures/training.js';
import { nativeOperation, nativeReady } from '../../result/samples.js';
import { diagnosed, elapsedNs, type Given, onDevice, onServer, operationsInFlight } from './diagnosing.js';

const boundOf = (given: Given) => diagnosed(given)?.bound;
const quota = (cpuQuotaCores: number) => ({
  cgroup: { version: 2 as const, cpuQuotaCores, memoryLimitBytes: null, cpuset: null },
});
const ethernet: LinkRecord = {
  ...{ name: 'eth0', kind: 'ethernet', state: 'up', rateBytesPerSecond: null, mtu: 9000, numaNode: 0 },
  driver: 'mlx5_core',
};
const link = (rateBytesPerSecond: number): LinkRecord => ({ ...ethernet, rateBytesPerSecond });
/** 4 KiB reads: 32 in flight of a millisecond each are 131 MB/s. */
const movedPerSecond = 32 * 1000 * 4096;

interface Case {
  bound: string;
  what: string;
  fits: Given;
  evidence: Record<string, unknown>;
  /** The nearest step that it is not said of. */
  else: Given;
}

const cases: Case[] = [
  {
    ...{ bound: 'pace', what: 'a rate that was kept' },
    fits: { inFlight: 1, spec: { rateOperations: 1000 } },
    evidence: { askedPerSecond: 1000, reachedPerSecond: 1000 },
    else: { inFlight: 1, spec: { rateOperations: 1100 } },
  },
  {
    ...{ bound: 'pace', what: 'a rate of bytes that was kept' },
    fits: { inFlight: 1, spec: { rateBytes: 4_096_000 } },
    evidence: { askedBytesPerSecond: 4_096_000, reachedBytesPerSecond: 4_096_000 },
    else: { inFlight: 1, spec: { rateBytes: 4_500_000 } },
  },
  {
    // 5000 operations with a pause of a millisecond each in ten seconds.
    ...{ bound: 'pace', what: 'pauses that take half of the time' },
    fits: { inFlight: 0.5, depth: 1, spec: { thinkNs: 1e6, thinkEvery: 1 } },
    evidence: { pauseFraction: 0.5 },
    else: { inFlight: 0.5, depth: 1, spec: { thinkNs: 0.99e6, thinkEvery: 1 } },
  },
  {
    ...{ bound: 'compute', what: 'accelerators that are fed' },
    fits: { spec: { kind: 'training', training: trainingAsked() }, metrics: { wallAuPercent: 90 } },
    evidence: { wallAuPercent: 90, limitPercent: 90 },
    else: { spec: { kind: 'training', training: trainingAsked() }, metrics: { wallAuPercent: 89.9 } },
  },
  {
    ...{ bound: 'cgroup', what: 'a quota of processor time that is used up' },
    fits: { cpu: 0.45, host: quota(0.5) },
    evidence: { usedCores: 0.45, quotaCores: 0.5 },
    else: { cpu: 0.44, host: quota(0.5) },
  },
  {
    ...{ bound: 'harness', what: 'the null engine' },
    fits: { result: { ready: nativeReady({ engineUsed: 'null' }) } },
    evidence: { perSecond: 32_000, cpuFraction: 0.1 },
    else: { result: { ready: nativeReady({ engineUsed: 'sync' }) } },
  },
  {
    ...{ bound: 'cache', what: 'half of the bytes from the page cache' },
    fits: { hits: 0.5 },
    evidence: { cachedFraction: 0.5, proof: 'proc-self-io' },
    else: { hits: 0.49 },
  },
  {
    ...{ bound: 'cache', what: 'a tmpfs' },
    fits: { fileSystem: onServer('tmpfs') },
    evidence: { type: 'tmpfs' },
    else: { fileSystem: onServer('nfs') },
  },
  {
    ...{ bound: 'client-cpu', what: 'busy workers' },
    fits: { cpu: 0.85 },
    evidence: { cpuFraction: 0.85, userFraction: 0.3 },
    else: { cpu: 0.84 },
  },
  {
    ...{ bound: 'client-cpu', what: 'more busy workers than processors' },
    fits: { cpu: 0.425, workers: 4, cores: 2 },
    evidence: { cpuFraction: 0.85 },
    else: { cpu: 0.425, workers: 4, cores: 3 },
  },
  {
    ...{ bound: 'harness', what: 'workers that are busy outside the kernel' },
    fits: { cpu: 0.9, user: 0.51 },
    evidence: { cpuFraction: 0.9, userFraction: 0.51 },
    else: { cpu: 0.9, user: 0.49 },
  },
  {
    ...{ bound: 'network', what: 'a link that the bytes fill' },
    fits: { fileSystem: onServer(), host: { ...quota(64), links: [link(movedPerSecond / 0.86)] } },
    evidence: { link: 'eth0', bytesPerSecond: movedPerSecond },
    else: { fileSystem: onServer(), host: { ...quota(64), links: [link(movedPerSecond / 0.84)] } },
  },
  {
    ...{ bound: 'metadata', what: 'names that take half of the time' },
    fits: { result: { operations: { open: operationsInFlight(16), read: operationsInFlight(16) } } },
    evidence: { metadataFraction: 0.5, operation: 'open', meanNs: 1e6 },
    else: { result: { operations: { open: operationsInFlight(15.9), read: operationsInFlight(16.1) } } },
  },
  {
    ...{ bound: 'latency', what: 'one at a time' },
    fits: { inFlight: 1.49, depth: 2 },
    evidence: { inFlight: 1.49, slots: 2, operation: 'read', meanNs: 1e6 },
    else: { inFlight: 1.5, depth: 2 },
  },
  {
    ...{ bound: 'device', what: 'a long queue' },
    fits: { inFlight: 7, depth: 8 },
    evidence: { inFlight: 7, slots: 8 },
    else: { inFlight: 6.9, depth: 8 },
  },
  {
    ...{ bound: 'device', what: 'two at a time on a disk that spins' },
    fits: { inFlight: 2, depth: 2, fileSystem: onDevice({ name: 'sda', rotational: true }) },
    evidence: { inFlight: 2 },
    else: { inFlight: 2, depth: 2, fileSystem: onDevice({ name: 'vda', rotational: true }) },
  },
  {
    ...{ bound: 'server', what: 'a long queue on its way to a server' },
    fits: { inFlight: 7, depth: 8, fileSystem: onServer() },
    evidence: { inFlight: 7, slots: 8 },
    else: { inFlight: 6.9, depth: 8, fileSystem: onServer() },
  },
];

describe.each(cases)('$bound: $what', ({ bound, fits, evidence, else: other }) => {
  test('is said with its evidence', () => {
    const found = diagnosed(fits);
    const close = Object.entries(evidence).map(([key, value]) => {
      return [key, typeof value === 'number' ? (expect.closeTo(value, 6) as number) : value] as const;
    });
    expect(found).toMatchObject({ bound, evidence: Object.fromEntries(close) });
    expect(found?.sentence).toMatch(/^\w.*\.$/);
  });

  test('is not said beyond its limit', () => {
    expect(boundOf(other)).not.toBe(bound);
  });
});

describe('what is not known', () => {
  test('is said so, with what was in flight', () => {
    expect(diagnosed({ inFlight: 4, depth: 4 })).toMatchObject({
      bound: 'unknown',
      sentence:
        'Operations waited for the storage, 4 in flight of 4: too few to tell whether more would get more of it.',
      advice: expect.stringContaining('queueDepth') as string,
    });
  });

  test('is said so where workers neither wait nor compute', () => {
    expect(diagnosed({ inFlight: 10, depth: 32 })).toMatchObject({
      bound: 'unknown',
      sentence: 'Nothing stands out: 10 in flight of 32, the workers busy 10% of their time.',
    });
  });

  test('is said so where nothing completed', () => {
    expect(diagnosed({ result: { operations: {} } })).toMatchObject({
      bound: 'unknown',
      sentence: 'No operation completed.',
    });
  });
});

describe('a network', () => {
  test('is not blamed where nobody knows which link the bytes took', () => {
    const links = [link(movedPerSecond), { ...link(movedPerSecond), name: 'eth1' }];
    expect(boundOf({ fileSystem: onServer(), host: { ...quota(64), links } })).toBe('server');
  });
});

describe('the order', () => {
  test('has what was asked for before the engine, and limits before caches', () => {
    const nothing = { ready: nativeReady({ engineUsed: 'null' as const }) };
    expect(boundOf({ inFlight: 1, spec: { rateOperations: 1000 }, result: nothing })).toBe('pace');
    expect(boundOf({ hits: 0.9, cpu: 0.5, host: quota(0.5) })).toBe('cgroup');
  });

  test('does not blame names where the workers had nothing under way for most of their time', () => {
    expect(boundOf({ kind: 'stat', workers: 4, inFlight: 2, depth: 1 })).toBe('metadata');
    expect(boundOf({ kind: 'stat', workers: 4, inFlight: 1.99, depth: 1 })).not.toBe('metadata');
    const training = { kind: 'training' } as const;
    expect(boundOf({ kind: 'open', workers: 4, inFlight: 1, depth: 1, spec: training })).toBe('metadata');
  });

  test('has caches before processors, and these before the storage', () => {
    expect(boundOf({ hits: 0.9, cpu: 1 })).toBe('cache');
    expect(boundOf({ kind: 'stat', cpu: 1 })).toBe('client-cpu');
    expect(boundOf({ kind: 'stat', inFlight: 1, depth: 1 })).toBe('metadata');
  });
});

describe('what is in flight', () => {
  test('counts the time of saves and loads alone', () => {
    const rounds = [checkpointRound({ endNs: elapsedNs / 4 }), checkpointRound({ endNs: elapsedNs / 4 })];
    const spec = { kind: 'checkpoint' } as const;
    // Half of the time is pauses: in the other half twice as much is in flight.
    const found = diagnosed({ inFlight: 4, depth: 8, spec, result: { checkpoint: checkpointResult({ rounds }) } });
    expect(found).toMatchObject({ bound: 'device', evidence: { inFlight: 8 } });
  });

  test('does not count workers that were done before', () => {
    const worker = { worker: 0, operations: 1, bytes: 1, chains: 1, elapsedNs };
    const workers = [worker, { ...worker, worker: 1, elapsedNs: elapsedNs / 3 }];
    const found = diagnosed({ inFlight: 8, depth: 8, workers: 2, result: { workers } });
    expect(found?.evidence).toMatchObject({ inFlight: 12, slots: 16 });
  });

  test('counts a listing once, and not what is made of other times', () => {
    const operations = { list: operationsInFlight(1), statx: operationsInFlight(0.9), chain: operationsInFlight(1) };
    const found = diagnosed({ depth: 1, result: { operations } });
    expect(found).toMatchObject({ bound: 'metadata', evidence: { inFlight: 1, metadataFraction: 1 } });
  });

  test('takes a close that writes out data for the data', () => {
    const write = nativeOperation({ count: 10, bytes: 40_960 });
    const operations = { close: operationsInFlight(8), write };
    expect(boundOf({ depth: 8, result: { operations }, fileSystem: onServer() })).toBe('server');
    expect(boundOf({ depth: 8, result: { operations: { close: operationsInFlight(8) } } })).toBe('metadata');
  });
});

describe('requests of a cache of keys and values', () => {
  /** In 320 s of serving, storage and answers took these seconds together. */
  const served = (storageSeconds: number, answerSeconds: number): Given => ({
    spec: { kind: 'kv-cache', kvCache: kvAsked({ tokenNs: 1e7 }) },
    result: {
      kvCache: kvResult({
        requests: 100,
        storageNs: { ...kvTimes(1e9), mean: (storageSeconds / 100) * 1e9 },
        generatedTokens: answerSeconds * 100,
      }),
    },
  });

  test('are held back by their answers, by nothing, or by what the storage is held back by', () => {
    expect(diagnosed(served(150, 161))).toMatchObject({ bound: 'compute', evidence: { computeFraction: 161 / 320 } });
    expect(boundOf(served(150, 159))).toBe('device');
    expect(diagnosed(served(79, 80))).toMatchObject({ bound: 'pace', evidence: { storageFraction: 79 / 320 } });
    expect(boundOf(served(80, 81))).toBe('device');
    expect(boundOf(served(161, 161))).toBe('device');
  });
});

test('polling is no work of the processors', () => {
  expect(boundOf({ cpu: 1, spec: { ioPoll: true } })).toBe('device');
});

test('a step that measures nothing has no diagnosis', () => {
  expect(diagnosed({ verifyMode: 'only' })).toBeNull();
  expect(diagnosed({ spec: { copyMode: 'copy-only' } })).toBeNull();
  expect(diagnosed({ result: { elapsedNs: 0 } })).toBeNull();
});
