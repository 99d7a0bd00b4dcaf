// Jobs on real file systems: what the job counts is what the kernel and the files say too.
import { createHash } from 'node:crypto';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { findTmpfs, temporaryDirectory } from '../helpers/temporary.js';
import { layOut, pathOf, runJob } from './jobs.js';
import { depthOf, engines, places, usePlace } from './places.js';

const MiB = 2 ** 20;
const blocks = (4 * MiB) / 4096;

const tmpfs = findTmpfs();

/** Fingerprints of the blocks of a file. */
function fingerprints(path: string): string[] {
  const content = readFileSync(path);
  return Array.from({ length: content.length / 4096 }, (_, block) =>
    createHash('sha1')
      .update(content.subarray(block * 4096, (block + 1) * 4096))
      .digest('hex'),
  );
}

describe.each(places)('on $name', (place) => {
  const { missing } = place;
  const here = usePlace(place);

  describe.each(engines)('engine $name', ({ name: engine, reason }) => {
    const why = missing === '' ? reason : missing;

    test.skipIf(why)(`reads every byte of two files once ${why}`, async () => {
      const files = await layOut(temporaryDirectory(here()), 2 * MiB, 2);
      const result = await runJob({
        ...files,
        engine,
        access: 'permutation',
        requireWritten: true,
        ...depthOf(engine),
      });

      expect(result.ready.engineUsed).toBe(engine);
      expect(result.operations.read).toMatchObject({ count: blocks, bytes: 4 * MiB, errors: 0, short: 0 });
      // Only plain reads pass through the counter of read calls.
      if (engine === 'sync') expect(result.processIo.rchar).toBeGreaterThanOrEqual(4 * MiB);
    });

    test.skipIf(why)(`writes every block once, each with other content ${why}`, async () => {
      const files = await layOut(temporaryDirectory(here()), 4 * MiB);
      const before = fingerprints(pathOf(files, 0));
      const result = await runJob({
        ...files,
        engine,
        access: 'permutation',
        readPercent: 0,
        fsync: 'end',
        ...depthOf(engine),
      });
      const after = fingerprints(pathOf(files, 0));

      expect(result.operations.write).toMatchObject({ count: blocks, bytes: 4 * MiB, errors: 0 });
      expect(result.operations.fsync).toMatchObject({ count: 1, bytes: 0 });
      expect(after).toHaveLength(blocks);
      expect(new Set([...before, ...after]).size).toBe(2 * blocks);
    });
  });

  test.skipIf(missing)(
    `small files are read whole, and the end of a short one is a short read ${missing}`,
    async () => {
      const parent = temporaryDirectory(here());
      const files = { root: parent, fileCount: 40, fileSize: 10_000, filesPerDirectory: 15 };
      const chain = { ...files, kind: 'files', engine: 'sync', access: 'sequential' } as const;
      await runJob({ ...chain, operations: ['create', 'write', 'close'], createFiles: true });
      truncateSync(`${parent}/d000002/f000000033`, 9000);
      const { operations } = await runJob({ ...chain, operations: ['stat', 'open', 'read', 'close'] });

      expect(operations.stat?.count).toBe(40);
      expect(operations.open?.count).toBe(40);
      expect(operations.read).toMatchObject({ count: 120, bytes: 40 * 10_000 - 1000, short: 1, errors: 0 });
    },
  );
});

describe.each(places.slice(1))('direct I/O on $name', ({ missing, open }) => {
  test.skipIf(missing)(`fetches every byte from the device ${missing}`, async () => {
    const place = open();
    try {
      const files = await layOut(temporaryDirectory(place.path), 16 * MiB);
      const direct = { ...files, engine: 'io_uring', direct: true, dropCache: true, queueDepth: 8 } as const;
      const result = await runJob({ ...direct, access: 'sequential', blockSize: 65_536 });

      expect(result.ready.direct).toMatchObject({ requested: true, used: true, reason: '' });
      expect(result.ready.cacheBefore).toMatchObject({ residentBytes: 0, totalBytes: 16 * MiB });
      expect(result.operations.read?.bytes).toBe(16 * MiB);
      expect(result.processIo.readBytes).toBeGreaterThanOrEqual(16 * MiB);
      expect(result.processIo.readBytes).toBeLessThan(17 * MiB);
      expect(result.cacheAfter.residentBytes).toBe(0);
      await expect(runJob({ ...direct, blockSize: 4096 + 256 })).rejects.toMatchObject({ code: 'DIRECT_MISALIGNED' });
    } finally {
      place.close();
    }
  });
});

test.skipIf(tmpfs.missing)(`a tmpfs does not pass for direct ${tmpfs.missing}`, async () => {
  const files = await layOut(temporaryDirectory(tmpfs.path), MiB);
  const { ready } = await runJob({ ...files, engine: 'sync', direct: true, dropCache: true });
  expect(ready.direct).toMatchObject({ requested: true, used: false });
  expect(ready.direct.reason).not.toBe('');
});

describe('a file that is not fully written is refused for reads:', () => {
  const damaged = async (damage: (path: string) => void): Promise<Promise<unknown>> => {
    const files = await layOut(temporaryDirectory(), MiB);
    damage(pathOf(files, 0));
    return runJob({ ...files, engine: 'sync', requireWritten: true });
  };

  test('a hole', async () => {
    const punched = damaged((path) => {
      writeFileSync(path, Buffer.alloc(4096, 1));
      truncateSync(path, MiB);
    });
    await expect(punched).rejects.toMatchObject({ code: 'HOLES', operation: 'read', offset: 4096 });
  });

  test('a short file', async () => {
    const short = damaged((path) => {
      truncateSync(path, MiB - 1);
    });
    await expect(short).rejects.toMatchObject({ code: 'WRONG_SIZE', offset: MiB - 1, length: MiB });
  });
});

test('a missing file rejects with its path and errno', async () => {
  const root = temporaryDirectory();
  await expect(runJob({ root, engine: 'sync' })).rejects.toMatchObject({
    code: 'IO_ERROR',
    operation: 'open',
    path: `${root}/d000000/f000000000`,
    errnoName: 'ENOENT',
  });
});
