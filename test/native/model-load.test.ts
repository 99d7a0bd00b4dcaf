// Loads of the same files by several workers at once, through every engine that a reader is.
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { NativeCheckpoint, NativeJobSpec } from '../../src/native/contract.js';
import { mebibyte, partsOf, runCheckpoint } from './checkpoints.js';

const processes = 3;
const pieces = 2 + 1 + 4;
const files = {
  parts: [
    ...partsOf(1, 2 * mebibyte),
    { name: 'odd.bin', rank: 0, offset: 0, bytes: 777, header: 'abcdef' },
    { name: 'sub/last.bin', rank: 0, offset: 0, bytes: 3 * mebibyte + 5000, header: '' },
  ],
};
const read = pieces - 2;

let root = '';
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'ioproof-model-'));
  await runCheckpoint({ ...files, ranks: 1 }, { root, engine: 'sync' });
});
afterAll(() => {
  rmSync(root, { recursive: true });
});

function load(changes: Partial<NativeJobSpec>, checkpoint: Partial<NativeCheckpoint> = {}) {
  const asked = { ...files, ranks: processes, saves: 0, loads: 2, loadAll: true, present: [1], ...checkpoint };
  return runCheckpoint(
    { sync: 'none', rename: false, verifyLoads: true, ...asked },
    { root, dropCache: true, ...changes },
  );
}

describe.each([
  { engine: 'sync', queueDepth: 1, direct: false },
  { engine: 'io_uring', queueDepth: 8, direct: false },
  { engine: 'mmap', queueDepth: 1, direct: false },
  { engine: 'io_uring', queueDepth: 8, direct: true },
  { engine: 'libaio', queueDepth: 8, direct: true },
] as const)('$engine, direct: $direct', (how) => {
  test('each has all bytes, and they are what was laid out', async () => {
    const { checkpoint, operations, endReason } = await load(how);
    expect(endReason).toBe('passes');
    expect(checkpoint).toMatchObject({ verifiedPieces: 2 * processes * pieces, damagedPieces: 0 });
    const bytes = files.parts.reduce((sum, part) => sum + part.bytes, 0);
    for (const round of checkpoint.rounds) {
      expect(round).toMatchObject({ kind: 'load', number: 1, complete: true });
      expect(round.ranks.map((rank) => rank.bytes)).toEqual([bytes, bytes, bytes]);
      for (const { firstByteNs, endNs } of round.ranks) expect(firstByteNs).toBeLessThan(endNs);
      expect(round.endNs).toBe(Math.max(...round.ranks.map(({ endNs }) => endNs)));
    }
    expect(operations.open?.count).toBe(2 * processes * files.parts.length);
    expect(operations.close?.count).toBe(2 * processes * files.parts.length);
    expect(operations.read?.bytes).toBe(2 * processes * bytes);
  });
});

test('the page cache is empty before each load of a mapping, though the one before has filled it', async () => {
  const { checkpoint } = await load({ engine: 'mmap' });
  for (const { cacheBefore } of checkpoint.rounds) {
    if (cacheBefore.method === 'none') continue;
    expect(cacheBefore.totalBytes).toBeGreaterThan(5 * mebibyte);
    expect(cacheBefore.residentBytes).toBe(0);
  }
});

test('in virtual time, a process opens, reads and closes one file after the other', async () => {
  const latency = 1_000_000;
  const { checkpoint } = await load(
    { engine: 'null', root: '', nullLatencyNs: latency, dropCache: false },
    { verifyLoads: false },
  );
  const all = (2 * files.parts.length + 2 + 1 + 4) * latency;
  expect(read).toBe(5);
  expect(checkpoint.rounds.map(({ startNs, endNs }) => [startNs, endNs])).toEqual([
    [0, all],
    [all, all],
  ]);
  for (const rank of checkpoint.rounds.flatMap(({ ranks }) => ranks))
    expect(rank).toMatchObject({ firstByteNs: 2 * latency, endNs: all });
});

test('engine mmap saves nothing', async () => {
  await expect(runCheckpoint({ ranks: 1 }, { root, engine: 'mmap' })).rejects.toMatchObject({
    code: 'BAD_SPEC',
    message: expect.stringContaining('mmap') as string,
  });
});

test('a file that is damaged is found, and one that is too short is refused', async () => {
  const other = mkdtempSync(join(tmpdir(), 'ioproof-model-'));
  await runCheckpoint({ ...files, ranks: 1 }, { root: other, engine: 'sync' });
  const path = join(other, 'step1', 'odd.bin');
  writeFileSync(path, Buffer.alloc(777));
  const { checkpoint } = await load({ engine: 'mmap', root: other }, { loads: 1 });
  expect(checkpoint).toMatchObject({ damagedPieces: processes });
  expect(checkpoint.damaged[0]).toMatchObject({ path, offset: 0, length: 777 });
  truncateSync(path, 776);
  await expect(load({ engine: 'mmap', root: other })).rejects.toMatchObject({ code: 'CHECKPOINT_INCOMPLETE' });
  rmSync(other, { recursive: true });
});
