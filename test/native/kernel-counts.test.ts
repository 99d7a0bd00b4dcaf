// Counts of real jobs against /proc/self/io of a process that does nothing else: calls, their bytes, and the device's.
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';
import { runCounted } from './counted-job.js';
import { layOut, runJob } from './jobs.js';
import { depthOf, engines, places, usePlace } from './places.js';

const blockSize = 65_536;
const fileSize = 4 * 2 ** 20;
/** Calls and bytes of the process itself: its own readings of /proc, and wake-ups of its event loop. */
const otherCalls = 64;
const otherBytes = 16_384;

/** At least `least`, and no more than others in the process add to it. */
function expectAbout(value: number, least: number, others: number): void {
  expect(value).toBeGreaterThanOrEqual(least);
  expect(value).toBeLessThan(least + others);
}

describe.each(places)('on $name', (place) => {
  const { missing } = place;
  const here = usePlace(place);
  const sync = engines.find(({ name }) => name === 'sync');

  test.skipIf(missing)(`reads by calls: bytes and calls of the kernel are those of the job ${missing}`, async () => {
    expect(sync?.available).toBe(true);
    const files = await layOut(temporaryDirectory(here()), fileSize, 3);
    const { result, kernel } = runCounted({
      ...files,
      blockSize,
      engine: 'sync',
      access: 'random',
      passes: 2,
      workers: 3,
    });
    const { count, bytes } = result.operations.read ?? { count: 0, bytes: 0 };

    expect({ count, bytes }).toEqual({ count: 384, bytes: 6 * fileSize });
    expectAbout(kernel.syscr, count, otherCalls);
    expectAbout(kernel.rchar, bytes, otherBytes);
    expectAbout(result.processIo.rchar, bytes, otherBytes);
    expectAbout(result.processIo.wchar, 0, otherBytes);
  });

  test.skipIf(missing)(`writes by calls: bytes and calls of the kernel are those of the job ${missing}`, async () => {
    const files = await layOut(temporaryDirectory(here()), fileSize, 2);
    const { result, kernel } = runCounted({
      ...files,
      blockSize,
      engine: 'sync',
      readPercent: 0,
      passes: 3,
      workers: 2,
    });
    const { count, bytes } = result.operations.write ?? { count: 0, bytes: 0 };

    expect({ count, bytes }).toEqual({ count: 384, bytes: 6 * fileSize });
    expectAbout(kernel.syscw, count, otherCalls);
    expectAbout(kernel.wchar, bytes, otherBytes);
    expectAbout(result.processIo.wchar, bytes, otherBytes);
  });

  test.skipIf(missing)(`small files: every epoch reads every byte by calls that are counted ${missing}`, async () => {
    const root = temporaryDirectory(here());
    const files = { root, kind: 'files', fileCount: 64, fileSize: 100_000, filesPerDirectory: 20 } as const;
    const chain = { ...files, engine: 'sync', blockSize, access: 'permutation' } as const;
    await runJob({ ...chain, operations: ['create', 'write', 'close'], createFiles: true });
    const { result, kernel } = runCounted({ ...chain, operations: ['open', 'read', 'close'], passes: 4 });

    // Two pieces a file: 65,536 and 34,464 bytes.
    expect(result.operations.read).toMatchObject({ count: 512, bytes: 256 * 100_000, short: 0 });
    expect(result.operations.open?.count).toBe(256);
    expect(result.operations.chain?.count).toBe(256);
    expectAbout(kernel.syscr, 512, otherCalls);
    expectAbout(kernel.rchar, 256 * 100_000, otherBytes);
  });
});

describe.each(places.filter(({ hasDevice }) => hasDevice))('on the device of $name', (place) => {
  const here = usePlace(place);

  // A mapping is never direct.
  describe.each(engines.filter(({ name }) => name !== 'mmap'))('engine $name', ({ name: engine, reason }) => {
    const why = place.missing || reason;

    test.skipIf(why)(`direct reads fetch from the device what the job counts ${why}`, async () => {
      const files = await layOut(temporaryDirectory(here()), fileSize, 2);
      const job = {
        ...files,
        blockSize,
        engine,
        direct: true,
        access: 'random',
        passes: 3,
        ...depthOf(engine),
      } as const;
      const { result, kernel } = runCounted(job);

      expect(result.ready.direct.used).toBe(true);
      expect(result.operations.read).toMatchObject({ count: 384, bytes: 6 * fileSize });
      expectAbout(kernel.read_bytes, 6 * fileSize, blockSize);
      expectAbout(result.processIo.readBytes, 6 * fileSize, blockSize);
    });

    test.skipIf(why)(`direct writes send to the device what the job counts ${why}`, async () => {
      const files = await layOut(temporaryDirectory(here()), fileSize, 2);
      const job = { ...files, blockSize, engine, direct: true, readPercent: 0, passes: 3, ...depthOf(engine) } as const;
      const { result, kernel } = runCounted(job);

      expect(result.operations.write).toMatchObject({ count: 384, bytes: 6 * fileSize });
      expectAbout(kernel.write_bytes, 6 * fileSize, blockSize);
      expectAbout(result.processIo.writeBytes, 6 * fileSize, blockSize);
    });
  });

  describe.each(engines)('engine $name', ({ name: engine, reason }) => {
    const why = place.missing || reason;

    test.skipIf(why)(`cold buffered reads of each block once fetch each byte once ${why}`, async () => {
      const files = await layOut(temporaryDirectory(here()), fileSize, 2);
      const job = { ...files, blockSize, engine, access: 'permutation', dropCache: true, ...depthOf(engine) } as const;
      const { result, kernel } = runCounted(job);

      expect(result.ready.cacheBefore.residentBytes).toBe(0);
      expect(result.operations.read).toMatchObject({ count: 128, bytes: 2 * fileSize });
      expectAbout(kernel.read_bytes, 2 * fileSize, blockSize);
    });
  });
});
