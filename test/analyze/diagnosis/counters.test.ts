// What bounded a step by its counters: each rule on both sides of its limit, and what the counters overrule.
import { describe, expect, test } from 'vitest';
import type { CountersRecord } from '../../../src/result/schema.js';
import { nativeOperation } from '../../result/samples.js';
import { deviceCounters, diagnosed, type Given, onDevice, onServer, rpcCounters } from './diagnosing.js';

const boundOf = (given: Given) => diagnosed(given)?.bound;
const linkAt = (busyFraction: number, name = 'mlx5_0/1'): CountersRecord['links'][number] => ({
  ...{ name, busyFraction, lineRateBytesPerSecond: 1e9, sentBytesPerSecond: 1 },
  receivedBytesPerSecond: busyFraction * 1e9,
});
const processor = (busyFraction: number) => ({
  processor: { busyFraction, waitFraction: 0, softirqFraction: 0, stealFraction: 0.05 },
});
const ioLimited = (usedFraction: number): Pick<CountersRecord, 'ioLimits'> => ({
  ioLimits: [
    ...[{ device: 'nvme0n1', of: 'reads', perSecond: 500 * usedFraction, limitPerSecond: 500, usedFraction } as const],
  ],
});
const written = { operations: { write: nativeOperation({ count: 1000, bytes: 4_096_000 }) } };

interface Case {
  bound: string;
  what: string;
  fits: Given;
  evidence: Record<string, unknown>;
  else: Given;
}

const cases: Case[] = [
  {
    ...{ bound: 'cgroup', what: 'a group that was not let run for a tenth of the time' },
    fits: { counters: { throttledSeconds: 1 } },
    evidence: { throttledSeconds: 1, throttledFraction: 0.1 },
    else: { counters: { throttledSeconds: 0.99 } },
  },
  {
    ...{ bound: 'cgroup', what: 'a group that reads nine tenths of what it may' },
    fits: { counters: ioLimited(0.9) },
    evidence: { ...{ device: 'nvme0n1', of: 'reads', perSecond: 450, limitPerSecond: 500, usedFraction: 0.9 } },
    else: { counters: ioLimited(0.89) },
  },
  {
    ...{ bound: 'cgroup', what: 'a group at its limit on a disk below the volume of the mount, with its stalls' },
    fits: {
      fileSystem: onDevice({ name: 'dm-0', stack: ['nvme0n1'] }),
      counters: { ...ioLimited(1), deltas: { 'cgroup.pressure.io.someUs': 9_000_000 } },
    },
    evidence: { waitedForIoFraction: 0.9 },
    else: { fileSystem: onDevice({ name: 'dm-0', stack: ['nvme1n1'] }), counters: ioLimited(1) },
  },
  {
    ...{ bound: 'cgroup', what: 'reads at their limit, not that of writes' },
    fits: { counters: ioLimited(1) },
    evidence: { of: 'reads' },
    else: { result: written, counters: ioLimited(1) },
  },
  {
    ...{ bound: 'cache', what: 'servers that sent less than half of the bytes' },
    fits: { fileSystem: onServer(), counters: rpcCounters({ readPerByteAsked: 0.5 }) },
    evidence: { cachedFraction: 0.5, proof: 'bytes from the servers' },
    else: { fileSystem: onServer(), counters: rpcCounters({ readPerByteAsked: 0.51 }) },
  },
  {
    // 320,000 operations of 4 KiB.
    ...{ bound: 'cache', what: 'a client that received less than half of the bytes in all' },
    fits: { fileSystem: onServer(), counters: rpcCounters({ readPerByteAsked: null, receivedBytes: 320_000 * 2048 }) },
    evidence: { cachedFraction: 0.5, proof: 'all bytes that came from the servers' },
    else: { fileSystem: onServer(), counters: rpcCounters({ readPerByteAsked: null, receivedBytes: 320_000 * 2049 }) },
  },
  {
    ...{ bound: 'cache', what: 'a device that gave less than half of the bytes of buffered reads' },
    fits: { hits: 0, counters: deviceCounters({ readPerByteAsked: 0.25 }) },
    evidence: { cachedFraction: 0.75, proof: 'bytes from the device' },
    else: { counters: deviceCounters({ readPerByteAsked: 0.25 }) },
  },
  {
    ...{ bound: 'cache', what: 'writes that have not gone on' },
    fits: { result: written, counters: deviceCounters({ readPerByteAsked: null, writtenPerByteAsked: 0.5 }) },
    evidence: { arrivedFraction: 0.5 },
    else: { result: written, counters: deviceCounters({ readPerByteAsked: null, writtenPerByteAsked: 0.51 }) },
  },
  {
    ...{ bound: 'network', what: 'a link at its rate' },
    fits: { fileSystem: onServer(), counters: { links: [linkAt(0.2, 'eth0'), linkAt(0.85)] } },
    evidence: { link: 'mlx5_0/1', busyFraction: 0.85, bytesPerSecond: 0.85e9, lineRateBytesPerSecond: 1e9 },
    else: { fileSystem: onServer(), counters: { links: [linkAt(0.849)] } },
  },
  {
    ...{ bound: 'device', what: 'a device that is busy with several requests at a time' },
    fits: { inFlight: 4, depth: 4, counters: deviceCounters({ busyFraction: 0.9, meanQueue: 2 }) },
    evidence: { device: 'nvme0n1', busyFraction: 0.9, meanQueue: 2, meanWaitMs: 1 },
    else: { inFlight: 4, depth: 4, counters: deviceCounters({ busyFraction: 0.89, meanQueue: 2 }) },
  },
  {
    ...{ bound: 'device', what: 'a disk that spins and is busy with one' },
    fits: {
      ...{ inFlight: 1, depth: 1, fileSystem: onDevice({ name: 'sda', rotational: true }) },
      counters: deviceCounters({ busyFraction: 0.9, meanQueue: 0.95 }),
    },
    evidence: { busyFraction: 0.9 },
    else: { inFlight: 1, depth: 1, counters: deviceCounters({ busyFraction: 0.9, meanQueue: 1.9 }) },
  },
  {
    ...{ bound: 'client-cpu', what: 'a machine without a free processor' },
    fits: { counters: processor(0.9) },
    evidence: { machineFraction: 0.9, stealFraction: 0.05, cpuFraction: 0.1 },
    else: { counters: processor(0.89) },
  },
  {
    // 20,000 operations of a millisecond: half of it is the wait of 10,000 requests.
    ...{ bound: 'server', what: 'answers that took half of the time' },
    fits: {
      ...{ inFlight: 2, depth: 2, fileSystem: onServer() },
      counters: rpcCounters({ requests: 10_000, meanWaitMs: 1 }),
    },
    evidence: { requests: 10_000, meanWaitMs: 1, inFlight: 2 },
    else: {
      ...{ inFlight: 2, depth: 2, fileSystem: onServer() },
      counters: rpcCounters({ requests: 10_000, meanWaitMs: 0.99 }),
    },
  },
];

describe.each(cases)('$bound: $what', ({ bound, fits, evidence, else: other }) => {
  test('is said with its evidence', () => {
    expect(diagnosed(fits)).toMatchObject({ bound, evidence, sentence: expect.stringMatching(/^\w.*\.$/) as string });
  });

  test('is not said beyond its limit', () => {
    expect(boundOf(other)).not.toBe(bound);
  });
});

describe('the counters', () => {
  test('of a device that others used, too, do not tell of memory', () => {
    const counters = { shared: true, ...deviceCounters({ readPerByteAsked: 0.1 }) };
    expect(boundOf({ hits: 0, counters })).not.toBe('cache');
    const arrived = { shared: true, ...deviceCounters({ readPerByteAsked: null, writtenPerByteAsked: 0.1 }) };
    expect(boundOf({ result: written, counters: arrived })).not.toBe('cache');
  });

  test('of a link say nothing of a local disk', () => {
    expect(boundOf({ counters: { links: [linkAt(1)] } })).toBe('device');
  });

  test('tell that a long queue does not reach the device', () => {
    expect(diagnosed({ counters: deviceCounters({ busyFraction: 0.49, meanQueue: 3 }) })).toMatchObject({
      bound: 'unknown',
      sentence: 'Operations waited, 32 in flight of 32, but nvme0n1 was busy only 49% of the time.',
      advice: expect.stringContaining('not visible here') as string,
    });
    expect(boundOf({ counters: deviceCounters({ busyFraction: 0.5, meanQueue: 3 }) })).toBe('device');
  });

  test('tell where requests waited in the client', () => {
    const counters = rpcCounters({ requests: 20_000, meanWaitMs: 0.2, meanQueueMs: 0.4 });
    expect(diagnosed({ inFlight: 2, depth: 2, fileSystem: onServer(), counters })).toMatchObject({
      bound: 'server',
      sentence:
        'Each of 20.0k nfs requests waited 200us for its answer, after 400us in the queue of the client, 2 in flight of 2.',
      advice: expect.stringContaining('nconnect') as string,
    });
  });

  test('of requests do not make one at a time a matter of the server', () => {
    const counters = rpcCounters({ requests: 10_000, meanWaitMs: 1 });
    expect(boundOf({ inFlight: 1, depth: 1, fileSystem: onServer(), counters })).toBe('latency');
  });

  test('of a busy device overrule those of a busy machine', () => {
    expect(boundOf({ counters: { ...deviceCounters({}), ...processor(1) } })).toBe('device');
  });
});

describe('a machine without a free processor', () => {
  const busy = { ...processor(0.95), deltas: { 'cpu.userSeconds': 19, 'cpu.idleSeconds': 1, 'disk.vda.readMs': 900 } };
  const others = 'or other work.';

  test('names the part of the workers, and who else it may be', () => {
    // One of the nineteen seconds.
    const { sentence = '', evidence } = diagnosed({ counters: busy }) ?? {};
    expect(evidence).toMatchObject({ workersPart: expect.closeTo(1 / 19) as number });
    expect(sentence).toBe(
      'No processor of this machine was free: they were busy 95% of the time, 5% of that with the workers, else with ' +
        `the kernel, ${others}`,
    );
    const ofMount = (type: string) => diagnosed({ fileSystem: onServer(type), counters: busy })?.sentence;
    expect(ofMount('nfs4')).toContain('the client in the kernel, a server on this machine, ');
    expect(ofMount('fuse.sshfs')).toContain('the FUSE process of the mount, a server on this machine, ');
  });

  test('names no others where most of it was the workers', () => {
    const own = (cpu: number) => diagnosed({ cpu, cores: 64, workers: 16, counters: busy });
    expect(own(0.05)?.sentence).toContain(others);
    expect(own(0.06)?.sentence).toMatch(/with the workers\.$/);
    expect(own(0.06)?.advice).toContain('fewer workers');
  });

  test('is not told of fewer than ten ticks', () => {
    expect(diagnosed({ counters: { ...busy, seconds: 0.1 } })?.bound).toBe('client-cpu');
    expect(diagnosed({ counters: { ...busy, seconds: 0.09 } })?.bound).not.toBe('client-cpu');
  });
});
