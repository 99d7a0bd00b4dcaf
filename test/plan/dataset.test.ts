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

const plain = { compressPercent: 0, dedupeBlock: 0, dedupePercent: 0, pattern: '' };

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

test('the data of a tree: every directory of it counts, and each leaf has its share of the files', () => {
  const directories = { width: 3, depth: 2 };
  const tree = { ...directories, filesIn: 'leaves' } as const;
  expect(filesData({ files: 20, directories: tree, filesPerDirectory: null, prefix: 'img' })).toMatchObject({
    directory: expect.stringMatching(/^files-20x16KiB-[0-9a-f]{12}$/) as string,
    fileCount: 20,
    filesPerDirectory: 3,
    directories,
    prefix: 'img',
    inodes: 20 + 3 + 9 + 2,
  });
});

test('the data of drawn sizes: the expected sum and four standard deviations, and no more than there can be', () => {
  const fileSizes = { uniform: { from: 1, to: 999 } };
  const deviation = Math.sqrt((999 ** 2 - 1) / 12);
  expect(filesData({ files: 10_000, fileSize: fileSizes })).toMatchObject({
    directory: expect.stringMatching(/^files-10000xuniform-[0-9a-f]{12}$/) as string,
    fileSize: 999,
    fileSizes,
    bytes: Math.ceil(10_000 * 500 + 4 * deviation * 100),
  });
  expect(filesData({ files: 2, fileSize: fileSizes })?.bytes).toBe(2 * 999);
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
    ['compressPercent', { compressPercent: 50 }],
    ['dedupePercent', { dedupePercent: 50 }],
    ['the block that is repeated', { dedupePercent: 50, blockSize: 8 * KiB }],
    ['pattern', { pattern: '0xab' }],
    ['stamps in its sectors', { verify: 'during' }],
    ['making its files', { readPercent: 0, prewrite: false }],
  ])('differs by %s', (_key, change) => {
    expect(blockName(change)).not.toBe(blockName({}));
  });

  test.each<[string, Partial<FilesWorkload>]>([
    ['files', { files: 2001 }],
    ['fileSize', { fileSize: 32 * KiB }],
    ['filesPerDirectory', { filesPerDirectory: 10 }],
    ['the law of sizes', { fileSize: { uniform: { from: 1, to: 16 * KiB } } }],
    ['a tree of directories', { filesPerDirectory: null, directories: { width: 2, depth: 1, filesIn: 'leaves' } }],
    ['the prefix of its files', { prefix: 'g' }],
    ['seed', { seed: 2 }],
    ['making its files', { operations: ['create', 'write', 'close'] }],
    ['removing its files', { operations: ['unlink'] }],
  ])('differs by %s', (_key, change) => {
    expect(filesName(change)).not.toBe(filesName({}));
  });

  test('differs by each number of a law', () => {
    const law = { median: 10, sigma: 1, atLeast: 1, atMost: 99 };
    const laws = [law, { ...law, median: 11 }, { ...law, sigma: 2 }, { ...law, atLeast: 2 }, { ...law, atMost: 98 }];
    expect(new Set(laws.map((lognormal) => filesName({ fileSize: { lognormal } }))).size).toBe(5);
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

test('stamped data has the number that its name ends with, whatever is verified and how it is used', () => {
  const after = blockData({ verify: 'after', readPercent: 0, access: 'permutation' });
  expect(after?.stamp).toBe(parseInt(after?.directory.split('-').at(-1) ?? '', 16));
  expect(after?.stamp).toBeGreaterThan(0);
  expect(blockData({ verify: 'only', blockSize: 64 * KiB })).toEqual(after);
  expect(blockData({ verify: 'during' })).toEqual(after);
});

test('content is described in bytes, not in words', () => {
  expect(blockData({ pattern: 'ab', compressPercent: 30 })?.content).toEqual({
    ...plain,
    compressPercent: 30,
    pattern: '6162',
  });
  expect(blockName({ pattern: 'ab' })).toBe(blockName({ pattern: '0x6162' }));
  expect(blockData({ dedupePercent: 10, blockSize: 8 * KiB })?.content).toEqual({
    ...plain,
    dedupePercent: 10,
    dedupeBlock: 8 * KiB,
  });
});

describe('a chain that makes its files', () => {
  test('has a folder of its own, marked by a suffix', () => {
    expect(filesName({ operations: ['create', 'write', 'close'] })).toMatch(/^files-2000x16KiB-[0-9a-f]{12}-created$/);
    expect(filesName({ operations: ['unlink'] })).toMatch(/-unlinked$/);
  });

  test.each([['mkdir', 'rmdir'] as const, ['mkdir', 'rmdir', 'create', 'close'] as const])(
    'needs no files for [%s, %s …]',
    (...operations) => {
      expect(filesData({ operations: [...operations] })).toMatchObject({ bytes: 0, inodes: 2000 + 2 + 2 });
      expect(filesName({ operations: [...operations] })).toMatch(/-created$/);
    },
  );

  test.each([
    [['rename'], 0],
    [['link', 'unlink'], 0],
    [['link'], 0],
    [['setxattr'], 0],
    [['unlink', 'create', 'write', 'close'], 0],
    [['symlink'], 2000],
    [['symlink', 'mkdir'], 4000],
  ] as const)('has a folder of its own for %j, with room for what it leaves', (operations, further) => {
    const data = filesData({ operations: [...operations] });
    expect(data?.directory).toMatch(/-changed$/);
    expect(data).toMatchObject({ bytes: 2000 * 16 * KiB, inodes: 2000 + further + 2 + 2 });
  });

  test.each([[['readdir']], [['stat', 'setattr']], [['open', 'write', 'close']]] as const)(
    'shares its folder with others for %j',
    (operations) => {
      expect(filesName({ operations: [...operations] })).toBe(filesName({}));
    },
  );

  test('needs no bytes where it writes none, but inodes', () => {
    expect(filesData({ operations: ['create', 'close'] })).toMatchObject({ bytes: 0, inodes: 2000 + 2 + 2 });
    expect(filesData({ operations: ['create', 'write', 'close'] })).toMatchObject({ bytes: 2000 * 16 * KiB });
  });
});
