// Text of /proc/self/mountstats → statistics of one mount: versions, transports, old kernels, and text that is none.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findStatistics } from '../../../src/filesystem/nfs/mountstats.js';
import { mountstats } from './mounted.js';

const of = (mountPoint: string): ReturnType<typeof findStatistics> => findStatistics(mountstats, mountPoint);
const operation = (mountPoint: string, name: string): unknown =>
  of(mountPoint)?.operations.find((counts) => counts.name === name);

test('version 3: options, bytes, events and each kind of request', () => {
  expect(of('/home')).toMatchObject({
    mountPoint: '/home',
    type: 'nfs',
    options: expect.arrayContaining(['vers=3', 'hard', 'nolock']) as string[],
    bytes: [4194304, 2097152, 8388608, 1048576, 12582912, 3145728, 1024, 512],
    transports: [{ protocol: 'tcp', connects: 2, sends: 5526, receives: 5520, badXids: 3, backlogSum: 250 }],
  });
  expect(of('/home')?.events).toHaveLength(27);
  expect(operation('/home', 'READ')).toEqual({
    ...{ name: 'READ', requests: 5000, transmissions: 5004, timeouts: 2, sentBytes: 500000, receivedBytes: 12700000 },
    ...{ queueMs: 1000, waitMs: 15000, totalMs: 16500, errors: 1 },
  });
});

test('several connections, and a mount point with a blank', () => {
  const statistics = of('/mnt/many wires');
  expect(statistics?.transports.map(({ sends, badXids }) => [sends, badXids])).toEqual([
    [90, 0],
    [30, 0],
    [20, 1],
  ]);
  expect(statistics?.lines.nfsv4).toContain('pnfs=not configured');
});

test('RDMA has more numbers and begins as TCP does', () => {
  expect(of('/mnt/pnfs')?.transports).toEqual([
    { protocol: 'rdma', connects: 1, sends: 120, receives: 119, badXids: 1, backlogSum: 7 },
  ]);
});

test('an old kernel: UDP, no errors of requests, fewer bytes', () => {
  expect(of('/mnt/old')?.transports).toEqual([
    { protocol: 'udp', connects: null, sends: 12, receives: 11, badXids: 1, backlogSum: 6 },
  ]);
  expect(operation('/mnt/old', 'READ')).toMatchObject({ requests: 3, totalMs: 2200, errors: null });
});

test('a local socket has no port', () => {
  const text = 'device x:/ mounted on /l with fstype nfs statvers=1.1\n\txprt:\tlocal 0 1 2 0 30 29 1 5 6 7 8 9\n';
  expect(findStatistics(text, '/l')?.transports).toEqual([
    { protocol: 'local', connects: 1, sends: 30, receives: 29, badXids: 1, backlogSum: 6 },
  ]);
});

test('of stacked mounts the uppermost counts', () => {
  expect(operation('/mnt/stacked', 'READ')).toMatchObject({ requests: 2 });
});

test('numbers that are too large or none are left out with their request', () => {
  expect(of('/mnt/stacked')?.operations.map(({ name }) => name)).toEqual(['READ']);
});

describe('there are no statistics', () => {
  test.each(['/proc', '/', '/sys/kernel/debug', '/mnt/bare', '/mnt/none', '/hom'])('of %s', (mountPoint) => {
    expect(of(mountPoint)).toBeNull();
  });

  test('in any text that is none', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(findStatistics(text, '/home')).toBeNull();
      }),
    );
  });
});

test('any lines behind the head are read without an error', () => {
  const line = fc.oneof(
    fc.string(),
    fc.tuple(fc.constantFrom('xprt', 'bytes', 'events', 'READ', 'opts'), fc.string()).map(([k, v]) => `\t${k}: ${v}`),
    fc.constant('\tper-op statistics'),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const head = 'device a:/ mounted on /fuzz with fstype nfs statvers=1.1';
      const found = findStatistics([head, ...lines.filter((text) => !text.includes('device '))].join('\n'), '/fuzz');
      for (const { requests } of found?.operations ?? []) expect(Number.isSafeInteger(requests)).toBe(true);
    }),
  );
});
