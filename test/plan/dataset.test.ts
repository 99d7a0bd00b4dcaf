// Data sets: equal data has one name, different data has different names.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { datasetOf } from '../../src/plan/dataset.js';
import type { SizedBlock, SizedFiles } from '../../src/plan/size.js';
import type { BlockWorkload, FilesWorkload } from '../../src/spec/workload.js';
import { block, files, GiB, KiB, MiB } from './samples.js';

const blockData = (given: Partial<BlockWorkload> = {}) => datasetOf(block(given) as SizedBlock);
const filesData = (given: Partial<FilesWorkload> = {}) => datasetOf(files(given) as SizedFiles);
const blockName = (given: Partial<BlockWorkload>) => blockData(given)?.directory;
const filesName = (given: Partial<FilesWorkload>) => filesData(given)?.directory;

test('the data of a block workload: its size over its files', () => {
  expect(blockData({ size: GiB, files: 4, seed: 7 })).toEqual({
    directory: expect.stringMatching(/^block-4x256MiB-[0-9a-f]{12}$/) as string,
    fileCount: 4,
    filesPerDirectory: expect.any(Number) as number,
    fileSize: 256 * MiB,
    seed: 7,
    bytes: GiB,
    inodes: 4 + 1 + 2,
  });
});

test('the data of a files workload: files, folders, the root and its manifest', () => {
  expect(filesData({ files: 2001, fileSize: 16 * KiB, filesPerDirectory: 1000 })).toEqual({
    directory: expect.stringMatching(/^files-2001x16KiB-[0-9a-f]{12}$/) as string,
    fileCount: 2001,
    filesPerDirectory: 1000,
    fileSize: 16 * KiB,
    seed: 1,
    bytes: 2001 * 16 * KiB,
    inodes: 2001 + 3 + 2,
  });
});

test('the null engine has none', () => {
  expect(blockData({ engine: 'null' })).toBeNull();
});

// A name that changes makes every user write all data again: change contentVersion only where the content changed.
test('names are the same in every version', () => {
  expect(blockName({ size: GiB })).toBe('block-1x1GiB-717526271788');
  expect(filesName({ files: 4000 })).toBe('files-4000x16KiB-8ccace88e727');
});

describe('the name', () => {
  test.each<[string, Partial<BlockWorkload>]>([
    ['size', { size: 128 * MiB }],
    ['files', { files: 2 }],
    ['seed', { seed: 2 }],
  ])('differs by %s', (_key, change) => {
    expect(blockName(change)).not.toBe(blockName({}));
  });

  test.each<[string, Partial<FilesWorkload>]>([
    ['files', { files: 2001 }],
    ['fileSize', { fileSize: 32 * KiB }],
    ['filesPerDirectory', { filesPerDirectory: 10 }],
    ['seed', { seed: 2 }],
    ['making its files', { operations: ['create', 'write', 'close'] }],
    ['removing its files', { operations: ['unlink'] }],
  ])('differs by %s', (_key, change) => {
    expect(filesName(change)).not.toBe(filesName({}));
  });

  test('differs by kind, where all numbers are equal', () => {
    const count = { fileSize: 64 * MiB, files: 1, filesPerDirectory: 1000 };
    const hash = (name: string | undefined) => name?.split('-').at(-1);
    expect(hash(filesName(count))).not.toBe(hash(blockName({ size: 64 * MiB, files: 1 })));
  });

  test('does not depend on how the data is used', () => {
    const use = fc.record({
      name: fc.constantFrom('a', 'b'),
      blockSize: fc.constantFrom(4 * KiB, MiB),
      queueDepth: fc.integer({ min: 1, max: 64 }),
      readPercent: fc.integer({ min: 0, max: 100 }),
      direct: fc.boolean(),
      engine: fc.constantFrom('auto' as const, 'sync' as const),
      access: fc.constantFrom('sequential' as const, 'random' as const, 'zipf' as const),
      skew: fc.constantFrom(null, 1.1),
      offset: fc.constantFrom(0, 4 * KiB),
      serviceOrder: fc.constantFrom('random' as const, 'roundrobin' as const),
      rate: fc.constantFrom(null, { operations: 10 }),
      ioSize: fc.constantFrom(null, MiB),
      blockSizeSplit: fc.constantFrom<BlockWorkload['blockSizeSplit'][]>(null, [{ size: 8 * KiB, percent: 100 }]),
    });
    fc.assert(
      fc.property(use, (given) => {
        expect(blockName({ ...given, files: 1 })).toBe(blockName({ files: 1 }));
      }),
    );
  });
});

describe('a chain that makes its files', () => {
  test('has a folder of its own, marked by a suffix', () => {
    expect(filesName({ operations: ['create', 'write', 'close'] })).toMatch(/^files-2000x16KiB-[0-9a-f]{12}-created$/);
    expect(filesName({ operations: ['unlink'] })).toMatch(/-unlinked$/);
  });

  test('needs no bytes where it writes none, but inodes', () => {
    expect(filesData({ operations: ['create', 'close'] })).toMatchObject({ bytes: 0, inodes: 2000 + 2 + 2 });
    expect(filesData({ operations: ['create', 'write', 'close'] })).toMatchObject({ bytes: 2000 * 16 * KiB });
  });
});
