// Checkpoints on files: engines, O_DIRECT with tails that fill no sector, syncs, shared files, copies in the background.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { NativeCheckpoint, NativeCheckpointPart, NativeJobSpec } from '../../src/native/contract.js';
import { binding, completeSpec } from './jobs.js';
import { checkpointOf, jobOf, mebibyte, partsOf, runCheckpoint } from './checkpoints.js';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'ioproof-checkpoint-'));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

const header = Buffer.from('what a file begins with');

/** Sizes that end at a block, within a block, within a sector and before the first. */
const oddParts: NativeCheckpointPart[] = [
  { name: 'a.bin', rank: 0, offset: 0, bytes: 3 * mebibyte + 4097, header: header.toString('hex') },
  { name: 'sub/b.bin', rank: 0, offset: 0, bytes: 2 * mebibyte, header: '' },
  { name: 'c.bin', rank: 1, offset: 0, bytes: 100, header: '' },
  { name: 'sub/deep/d.bin', rank: 1, offset: 0, bytes: mebibyte + 512, header: '' },
];
const closing = [{ name: 'index.json', content: Buffer.from('{"parts":4}').toString('hex') }];

const sharedParts: NativeCheckpointPart[] = [0, 1, 2].map((rank) => ({
  name: 'all.bin',
  rank,
  offset: rank * 2 * mebibyte,
  bytes: rank === 2 ? mebibyte + 77 : 2 * mebibyte,
  header: '',
}));

function save(checkpoint: Partial<NativeCheckpoint>, changes: Partial<NativeJobSpec>) {
  return runCheckpoint({ loads: 1, verifyLoads: true, ...checkpoint }, { root, dropCache: true, ...changes });
}

function namesBelow(directory: string): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(directory, name)).isFile())
    .sort();
}

function expectWritten(parts: NativeCheckpointPart[], directory: string): void {
  const sizes = new Map<string, number>();
  for (const { name, offset, bytes } of parts) sizes.set(name, Math.max(sizes.get(name) ?? 0, offset + bytes));
  for (const [name, bytes] of sizes) expect(statSync(join(directory, name)).size).toBe(bytes);
}

const engines = [
  { engine: 'sync', queueDepth: 1 },
  { engine: 'io_uring', queueDepth: 4 },
  { engine: 'libaio', queueDepth: 4 },
] as const;

describe.each(engines)('engine $engine', (queue) => {
  describe.each([false, true])('direct: %s', (direct) => {
    test.each(['none', 'file', 'rank'] as const)('sync %s: files have their size and their bytes', async (sync) => {
      const pieces = 4 + 2 + 1 + 2;
      const result = await save({ parts: oddParts, closing, sync }, { ...queue, direct });

      expect(result).toMatchObject({ endReason: 'passes', ready: { direct: { used: direct } } });
      expect(result.checkpoint).toMatchObject({ verifiedPieces: pieces, damagedPieces: 0 });
      const directory = join(root, 'step1');
      expect(namesBelow(directory)).toEqual([
        'a.bin',
        'c.bin',
        'index.json',
        'ioproof.seal',
        'sub/b.bin',
        'sub/deep/d.bin',
      ]);
      expectWritten(oddParts, directory);
      expect(readFileSync(join(directory, 'a.bin')).subarray(0, header.length)).toEqual(header);
      expect(readFileSync(join(directory, 'index.json'), 'utf8')).toBe('{"parts":4}');
      expect(result.operations.fsync?.count).toBe(sync === 'none' ? undefined : 5);
    });

    test.each([true, false])('ranks write to one file; renamed at the end: %s', async (rename) => {
      const result = await save({ ranks: 3, parts: sharedParts, rename }, { ...queue, direct });
      expect(result.checkpoint).toMatchObject({ verifiedPieces: 6, damagedPieces: 0 });
      expect(namesBelow(join(root, 'step1'))).toEqual(['all.bin', 'ioproof.seal']);
      expectWritten(sharedParts, join(root, 'step1'));
      expect(result.operations.rename?.count).toBe(rename ? 1 : undefined);
    });

    test('saves in the background write what was copied', async () => {
      const { checkpoint } = await save({ parts: oddParts, background: true, saves: 3, keep: 2 }, { ...queue, direct });
      expect(checkpoint).toMatchObject({ damagedPieces: 0, verifiedPieces: 9 });
      expect(readdirSync(root).sort()).toEqual(['step2', 'step3']);
      for (const { kind, ranks } of checkpoint.rounds)
        for (const { stallNs, endNs } of ranks) {
          if (kind === 'save') expect(stallNs).toBeLessThan(endNs);
          else expect(stallNs).toBe(endNs);
        }
    });
  });

  test('blocks smaller than a MiB', async () => {
    const small = { blockSize: 16384, readSizes: block(16384), writeSizes: block(16384) };
    const { checkpoint, operations } = await save({ parts: oddParts }, { ...queue, ...small });
    expect(checkpoint).toMatchObject({ verifiedPieces: 9, damagedPieces: 0 });
    expect(operations.write?.count).toBe(3 * 64 + 1 + 2 * 64 + 1 + 64 + 1);
  });
});

function block(bytes: number): NativeJobSpec['readSizes'] {
  return { from: bytes, to: bytes, unit: bytes, shares: [] };
}

test('each rank may load all parts, and compares all of them', async () => {
  const { checkpoint } = await save({ parts: oddParts, loadAll: true, loads: 2 }, { engine: 'sync' });
  expect(checkpoint).toMatchObject({ verifiedPieces: 2 * 2 * 9, damagedPieces: 0 });
});

test('saves, checkpoints and parts all have bytes of their own', async () => {
  await save({ parts: partsOf(2, mebibyte), saves: 2, keep: 2 }, { engine: 'sync' });
  const all = ['step1', 'step2'].flatMap((step) =>
    ['rank0.bin', 'rank1.bin'].map((name) => readFileSync(join(root, step, name)).toString('base64')),
  );
  expect(new Set(all).size).toBe(4);
});

test('a bit that is not as it was saved is found', async () => {
  await save({ parts: oddParts }, { engine: 'sync' });
  const path = join(root, 'step1', 'sub/b.bin');
  const bytes = readFileSync(path);
  bytes[mebibyte + 5] = (bytes[mebibyte + 5] ?? 0) ^ 1;
  writeFileSync(path, bytes);

  const again = await runCheckpoint(
    { parts: oddParts, saves: 0, loads: 1, present: [1], verifyLoads: true, loadShift: 1 },
    { root, engine: 'sync' },
  );
  expect(again.checkpoint).toMatchObject({ verifiedPieces: 9, damagedPieces: 1 });
  expect(again.checkpoint.damaged).toMatchObject([{ path, offset: mebibyte, length: mebibyte }]);
  const [damage] = again.checkpoint.damaged;
  expect(damage?.found).not.toBe(damage?.expected);
});

test('what was dropped from the page cache is told before a load', async () => {
  const { checkpoint } = await save({ parts: partsOf(2, 4 * mebibyte) }, { engine: 'sync' });
  const [, load] = checkpoint.rounds;
  expect(load?.cacheBefore.totalBytes).toBe(8 * mebibyte);
  expect(load?.cacheBefore.residentBytes).toBe(0);
  const warm = await save(
    { parts: partsOf(2, 4 * mebibyte), saves: 1, firstNumber: 2 },
    { engine: 'sync', dropCache: false },
  );
  expect(warm.checkpoint.rounds[1]?.cacheBefore.residentBytes).toBe(8 * mebibyte);
});

describe('what is not complete', () => {
  const load = { saves: 0, loads: 1, present: [1] };

  test.each(['ioproof.seal', 'rank1.bin'])('without %s nothing is loaded', async (name) => {
    await runCheckpoint({}, { root, engine: 'sync' });
    rmSync(join(root, 'step1', name));
    const run = runCheckpoint(load, { root, engine: 'sync' });
    await expect(run).rejects.toMatchObject({ code: 'CHECKPOINT_INCOMPLETE' });
    await expect(run).rejects.toThrow(name);
  });

  test('a save that is stopped leaves no seal', async () => {
    const parts = partsOf(2, 64 * mebibyte);
    const job = binding.prepareJob(
      completeSpec(jobOf(checkpointOf({ parts, saves: 500, keep: 1 }), { root, engine: 'sync' })),
      () => undefined,
    );
    await job.ready;
    job.start(binding.monotonicNs());
    for (;;) {
      const { checkpoint } = job.snapshot();
      if (checkpoint !== null && checkpoint.number > 1 && checkpoint.bytesDone > 0) {
        expect(checkpoint).toMatchObject({ kind: 'save', rounds: 500, bytes: 128 * mebibyte });
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    job.stop();
    const { endReason, checkpoint, firstError } = await job.finished;
    expect({ endReason, firstError }).toEqual({ endReason: 'stopped', firstError: null });
    const rounds = checkpoint?.rounds ?? [];
    for (const { number, complete } of rounds)
      if (!complete) expect(existsSync(join(root, `step${number}`, 'ioproof.seal'))).toBe(false);
    const complete = rounds.filter(({ complete: is }) => is).map(({ number }) => number);
    const newest = Math.max(...complete);
    expect(existsSync(join(root, `step${newest}`, 'ioproof.seal'))).toBe(true);
  });
});

test('retention removes nothing that is foreign', async () => {
  await runCheckpoint({}, { root, engine: 'sync' });
  const foreign = join(root, 'step1', 'notes.txt');
  writeFileSync(foreign, 'mine');
  const { endReason, firstError, checkpoint } = await runCheckpoint(
    { firstNumber: 2, present: [1] },
    { root, engine: 'sync' },
  );
  expect(endReason).toBe('error');
  expect(firstError).toMatchObject({ operation: 'unlink', path: foreign, errnoName: 'ENOTEMPTY' });
  expect(checkpoint.rounds).toMatchObject([{ number: 2, complete: true }]);
  expect(readFileSync(foreign, 'utf8')).toBe('mine');
  expect(existsSync(join(root, 'step1', 'rank0.bin'))).toBe(true);
});
