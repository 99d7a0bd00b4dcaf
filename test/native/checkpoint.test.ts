// Saves and loads of several ranks through the addon: on files, and in virtual time.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { mebibyte, runCheckpoint } from './checkpoints.js';

describe('on files', () => {
  let root = '';
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ioproof-checkpoint-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  test('what was saved is loaded and is what was saved', async () => {
    const { checkpoint, operations, endReason } = await runCheckpoint(
      { saves: 2, loads: 1, keep: 1, verifyLoads: true },
      { root, engine: 'sync', dropCache: true },
    );

    expect(endReason).toBe('passes');
    expect(checkpoint.rounds.map(({ kind, number, complete }) => ({ kind, number, complete }))).toEqual([
      { kind: 'save', number: 1, complete: true },
      { kind: 'save', number: 2, complete: true },
      { kind: 'load', number: 2, complete: true },
    ]);
    expect(checkpoint).toMatchObject({ verifiedPieces: 6, damagedPieces: 0, damaged: [] });
    expect(checkpoint.rounds.map(({ removedFiles }) => removedFiles)).toEqual([0, 2, 0]);
    for (const { ranks, startNs, endNs } of checkpoint.rounds) {
      expect(startNs).toBeGreaterThan(0);
      for (const rank of ranks) {
        expect(rank.bytes).toBe(3 * mebibyte);
        const times = [rank.startNs, rank.firstByteNs, rank.transferredNs, rank.endNs, endNs];
        expect(times).toEqual([...times].sort((one, other) => one - other));
      }
    }
    expect(operations.write).toMatchObject({ count: 12, bytes: 12 * mebibyte });
    expect(operations.rename?.count).toBe(4);
    expect(operations.fsyncDirectory?.count).toBe(4);
    expect(operations.read).toMatchObject({ count: 6, bytes: 6 * mebibyte });
    expect(readdirSync(root)).toEqual(['step2']);
    const files = readdirSync(join(root, 'step2')).sort();
    expect(files).toEqual(['ioproof.seal', 'rank0.bin', 'rank1.bin']);
    expect(statSync(join(root, 'step2', 'rank1.bin')).size).toBe(3 * mebibyte);
    expect(readFileSync(join(root, 'step2', 'rank0.bin')).equals(readFileSync(join(root, 'step2', 'rank1.bin')))).toBe(
      false,
    );
  });

  test('a later job loads what an earlier one has saved', async () => {
    await runCheckpoint({}, { root, engine: 'sync' });
    const { checkpoint } = await runCheckpoint(
      { saves: 0, loads: 2, present: [1], loadShift: 1, verifyLoads: true },
      { root, engine: 'sync' },
    );
    expect(checkpoint.rounds.map(({ kind, number, complete }) => [kind, number, complete])).toEqual([
      ['load', 1, true],
      ['load', 1, true],
    ]);
    expect(checkpoint).toMatchObject({ verifiedPieces: 12, damagedPieces: 0 });
  });
});

describe('in virtual time', () => {
  test('a save takes its calls one after the other', async () => {
    const latency = 1_000_000;
    const { checkpoint } = await runCheckpoint(
      { ranks: 4, saves: 2, loads: 1, pauseNs: 7_000_000 },
      { engine: 'null', nullLatencyNs: latency },
    );
    // Create, three writes, fsync, close, rename, fsync of the directory; open, three reads, close.
    const save = 8 * latency;
    const load = 5 * latency;
    const second = save + 7_000_000;
    expect(checkpoint.rounds.map(({ startNs, endNs }) => [startNs, endNs])).toEqual([
      [0, save],
      [second, save],
      [second + save, load],
    ]);
    for (const { ranks, endNs } of checkpoint.rounds)
      for (const rank of ranks) expect(rank).toMatchObject({ startNs: 0, firstByteNs: 2 * latency, endNs });
  });
});
