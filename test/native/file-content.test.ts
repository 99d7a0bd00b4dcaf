// Counts of real jobs against the files themselves, written and read by Node: what was counted as written has changed.
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeJobSpec } from '../../src/native/contract.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { pathOf, runJob, type Files } from './jobs.js';
import { depthOf, engines, places, usePlace } from './places.js';

const blockSize = 4096;
const blocksPerFile = 100;
const fileSize = blocksPerFile * blockSize;
const sentinel = Buffer.alloc(blockSize, 0xa5);

/** Files in which every block is the sentinel. */
function sentinelFiles(parent: string, fileCount: number): Files {
  const files = { root: join(temporaryDirectory(parent), 'data'), fileCount, fileSize };
  mkdirSync(join(files.root, 'd000000'), { recursive: true });
  for (let index = 0; index < fileCount; index += 1) {
    writeFileSync(pathOf(files, index), Buffer.alloc(fileSize, sentinel), { flush: true });
  }
  return files;
}

/** Blocks of all files, in order. */
function blocksOf(files: Files): Buffer[] {
  return Array.from({ length: files.fileCount }, (_, index) => readFileSync(pathOf(files, index))).flatMap((content) =>
    Array.from({ length: content.length / blockSize }, (__, block) =>
      content.subarray(block * blockSize, (block + 1) * blockSize),
    ),
  );
}

const changedIn = (files: Files): boolean[] => blocksOf(files).map((block) => !block.equals(sentinel));
const count = (flags: boolean[]): number => flags.filter(Boolean).length;

describe.each(places)('on $name', (place) => {
  const { missing, hasDevice } = place;
  const here = usePlace(place);
  const methods = engines.flatMap(({ name: engine, reason }) =>
    [false, true]
      .filter((direct) => !direct || (hasDevice && engine !== 'mmap'))
      .map((direct) => ({ engine, direct, title: `${engine}${direct ? ', direct' : ''}`, why: missing || reason })),
  );

  describe.each(methods)('engine $title', ({ engine, direct, why }) => {
    const base = (files: Files): Partial<NativeJobSpec> => ({
      ...files,
      engine,
      direct,
      blockSize,
      ...depthOf(engine),
    });

    test.skipIf(why)(`in a mix, as many blocks change as writes are counted, each once ${why}`, async () => {
      const files = sentinelFiles(here(), 3);
      const mix = { access: 'permutation', readPercent: 50, workers: 2, fsync: 'end' } as const;
      const { ready, operations, workers, endReason } = await runJob({ ...base(files), ...mix });
      const changed = count(changedIn(files));

      expect(ready).toMatchObject({ engineUsed: engine, direct: { requested: direct, used: direct } });
      expect(endReason).toBe('passes');
      expect(changed).toBeGreaterThan(0);
      expect(changed).toBeLessThan(3 * blocksPerFile);
      expect(operations.write).toMatchObject({ count: changed, bytes: changed * blockSize, errors: 0, short: 0 });
      expect(operations.read).toMatchObject({ count: 3 * blocksPerFile - changed, errors: 0, short: 0 });
      expect(operations.fsync?.count).toBe(3);
      expect(workers.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(3 * fileSize);
    });

    test.skipIf(why)(
      `a sequential pass of two workers writes all blocks with content that never repeats ${why}`,
      async () => {
        const files = sentinelFiles(here(), 2);
        const { operations } = await runJob({ ...base(files), access: 'sequential', readPercent: 0, workers: 2 });
        const blocks = blocksOf(files);

        expect(count(changedIn(files))).toBe(2 * blocksPerFile);
        expect(new Set(blocks.map((block) => block.toString('latin1'))).size).toBe(2 * blocksPerFile);
        expect(operations.write).toMatchObject({ count: 2 * blocksPerFile, bytes: 2 * fileSize });
        expect(operations.read).toBeUndefined();
      },
    );

    test.skipIf(why)(`a job that only reads changes nothing ${why}`, async () => {
      const files = sentinelFiles(here(), 1);
      const { operations } = await runJob({ ...base(files), access: 'random', passes: 3 });

      expect(count(changedIn(files))).toBe(0);
      expect(operations).toEqual({
        read: expect.objectContaining({ count: 3 * blocksPerFile, bytes: 3 * fileSize }) as object,
      });
    });
  });

  describe.each(engines.filter(({ name }) => name !== 'mmap'))(
    'files with engine $name',
    ({ name: engine, reason }) => {
      const why = missing || reason;
      const set = { fileCount: 70, filesPerDirectory: 30, fileSize: 10_000 };
      const base = { ...set, kind: 'files', engine, readPercent: 0, access: 'permutation', workers: 2 } as const;
      const names = (root: string): string[] =>
        readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => /\/f\d{9}$/.test(name));

      test.skipIf(why)(
        `what is counted as created is there, whole, and what is counted as unlinked is gone ${why}`,
        async () => {
          const root = temporaryDirectory(here());
          const job = { ...base, root, ...depthOf(engine) };
          const made = await runJob({ ...job, operations: ['create', 'write', 'fsync', 'close'], createFiles: true });

          const contents = names(root).map((name) => readFileSync(join(root, name)));
          expect(names(root)).toHaveLength(70);
          expect(readdirSync(root).sort()).toEqual(['d000000', 'd000001', 'd000002']);
          expect(contents.map(({ length }) => length)).toEqual(Array.from({ length: 70 }, () => 10_000));
          expect(new Set(contents.map((content) => content.toString('latin1'))).size).toBe(70);
          for (const kind of ['create', 'fsync', 'close', 'chain'] as const)
            expect(made.operations[kind]?.count).toBe(70);
          // Pieces of a block each: 4096 + 4096 + 1808.
          expect(made.operations.write).toMatchObject({ count: 210, bytes: 700_000, short: 0, errors: 0 });

          const gone = await runJob({ ...job, operations: ['stat', 'unlink'] });
          expect(names(root)).toEqual([]);
          expect(statSync(join(root, 'd000002')).isDirectory()).toBe(true);
          expect(gone.operations.stat?.count).toBe(70);
          expect(gone.operations.unlink?.count).toBe(70);
        },
      );
    },
  );
});
