// Honesty of reads: files that are not fully written are refused, and what the page cache holds is what fincore(1) says.
import { execFileSync, spawnSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeJobSpec, NativeReady } from '../../src/native/contract.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding, pathOf, runJob, sampleSpec, type Files } from './jobs.js';
import { places, usePlace } from './places.js';

const MiB = 2 ** 20;

const toolMissing = ['fincore', 'fallocate'].some((tool) => spawnSync(tool, ['--version']).status !== 0)
  ? 'util-linux has no fincore or fallocate here'
  : '';

/** Files of one MiB each, written by Node; synced or left dirty. */
function writtenFiles(parent: string, fileCount = 1, sync = true): Files {
  const files = { root: join(temporaryDirectory(parent), 'data'), fileCount, fileSize: MiB };
  mkdirSync(join(files.root, 'd000000'), { recursive: true });
  for (let index = 0; index < fileCount; index += 1) {
    const descriptor = openSync(pathOf(files, index), 'w');
    writeFileSync(descriptor, Buffer.alloc(MiB, index + 1));
    if (sync) fsyncSync(descriptor);
    closeSync(descriptor);
  }
  return files;
}

/** Bytes of the files in the page cache, by fincore(1). */
function cachedBytes(files: Files): number {
  const paths = Array.from({ length: files.fileCount }, (_, index) => pathOf(files, index));
  const output = execFileSync('fincore', ['--bytes', '--noheadings', '--output', 'RES', ...paths], {
    encoding: 'utf8',
  });
  return output
    .trim()
    .split('\n')
    .reduce((sum, line) => sum + Number(line), 0);
}

/** What a job finds when it is ready, and what is cached at that moment; no operation is run. */
async function prepared(
  files: Files,
  changes: Partial<NativeJobSpec>,
): Promise<{ ready: NativeReady; cached: number }> {
  const job = binding.prepareJob({ ...sampleSpec, ...files, engine: 'sync', ...changes }, () => undefined);
  const ready = await job.ready;
  const cached = cachedBytes(files);
  job.stop();
  await job.finished;
  return { ready, cached };
}

describe.each(places.filter(({ hasDevice }) => hasDevice))('on $name', (place) => {
  const here = usePlace(place);
  const why = place.missing || toolMissing;

  test.skipIf(why)(`dropCache empties the cache of every file, and the job proves it ${why}`, async () => {
    const files = writtenFiles(here(), 3);
    for (let index = 0; index < 3; index += 1) readFileSync(pathOf(files, index));
    expect(cachedBytes(files)).toBe(3 * MiB);

    const kept = await prepared(files, { dropCache: false });
    expect(kept.ready.cacheBefore).toMatchObject({ residentBytes: 3 * MiB, totalBytes: 3 * MiB });
    expect(kept.cached).toBe(3 * MiB);

    const dropped = await prepared(files, { dropCache: true });
    expect(dropped.cached).toBe(0);
    expect(dropped.ready.cacheBefore).toMatchObject({ residentBytes: 0, totalBytes: 3 * MiB });
    expect(dropped.ready.cacheBefore.method).toMatch(/^(mincore|cachestat)$/);
  });

  test.skipIf(why)(`dropCache writes dirty pages back first, since those cannot be dropped ${why}`, async () => {
    const files = writtenFiles(here(), 2, false);
    const { ready, cached } = await prepared(files, { dropCache: true });
    expect(cached).toBe(0);
    expect(ready.cacheBefore.residentBytes).toBe(0);
    expect(readFileSync(pathOf(files, 1)).equals(Buffer.alloc(MiB, 2))).toBe(true);
  });

  test.skipIf(why)(`more than 64 files are dropped too, and 64 of them are looked at ${why}`, async () => {
    const files = writtenFiles(here(), 70, false);
    const { ready, cached } = await prepared(files, { dropCache: true });
    expect(cached).toBe(0);
    expect(ready.cacheBefore).toMatchObject({ residentBytes: 0, totalBytes: 64 * MiB });
    expect(ready.cacheBefore.method).toMatch(/, 64 of 70 files$/);
  });

  test.skipIf(why)(`buffered reads fill the cache, and direct ones leave it empty ${why}`, async () => {
    const files = writtenFiles(here());
    const read = { ...files, engine: 'sync', access: 'sequential', dropCache: true } as const;

    const buffered = await runJob({ ...read, direct: false });
    expect(buffered.cacheAfter).toMatchObject({ residentBytes: cachedBytes(files), totalBytes: MiB });
    expect(cachedBytes(files)).toBe(MiB);

    const direct = await runJob({ ...read, direct: true });
    expect(direct.ready.direct).toMatchObject({ requested: true, used: true, reason: '' });
    expect(direct.cacheAfter.residentBytes).toBe(0);
    expect(cachedBytes(files)).toBe(0);
  });

  test.skipIf(why)(`space that is reserved but not written is refused, from where it begins ${why}`, async () => {
    const files = writtenFiles(here());
    truncateSync(pathOf(files, 0), MiB / 2);
    execFileSync('fallocate', ['--offset', String(MiB / 2), '--length', String(MiB / 2), pathOf(files, 0)]);
    await expect(runJob({ ...files, engine: 'sync', requireWritten: true })).rejects.toMatchObject({
      code: 'HOLES',
      path: pathOf(files, 0),
      offset: MiB / 2,
      length: MiB / 2,
    });
  });
});

describe.each(places)('on $name', (place) => {
  const here = usePlace(place);
  const why = place.missing || toolMissing;

  test.skipIf(why)(`a hole in the last of several files is refused with its place ${why}`, async () => {
    const files = writtenFiles(here(), 3);
    const hole = ['--punch-hole', '--offset', String(64 * 1024), '--length', String(128 * 1024)];
    execFileSync('fallocate', [...hole, pathOf(files, 2)]);
    const read = { ...files, engine: 'sync' } as const;

    await expect(runJob({ ...read, requireWritten: true })).rejects.toMatchObject({
      code: 'HOLES',
      operation: 'read',
      path: pathOf(files, 2),
      offset: 64 * 1024,
    });
    // Who does not ask for the check gets the reads.
    expect((await runJob({ ...read, requireWritten: false })).operations.read?.count).toBe(768);
  });

  test.skipIf(why)(`a file that was only given a length is refused ${why}`, async () => {
    const files = writtenFiles(here());
    truncateSync(pathOf(files, 0), 0);
    truncateSync(pathOf(files, 0), MiB);
    await expect(runJob({ ...files, engine: 'sync', requireWritten: true })).rejects.toMatchObject({
      code: 'HOLES',
      offset: 0,
      length: MiB,
    });
  });

  test.skipIf(why)(`a file that is longer than described is refused ${why}`, async () => {
    const files = writtenFiles(here());
    writeFileSync(pathOf(files, 0), 'x', { flag: 'a' });
    await expect(runJob({ ...files, engine: 'sync', requireWritten: true })).rejects.toMatchObject({
      code: 'WRONG_SIZE',
      offset: MiB + 1,
      length: MiB,
    });
  });
});

const [tmpfs] = places;
const whyNoTmpfs = (tmpfs?.missing ?? '') || toolMissing;

test.skipIf(whyNoTmpfs)(`a tmpfs cannot be dropped or passed by, and both are told ${whyNoTmpfs}`, async () => {
  const files = writtenFiles(tmpfs?.open().path ?? '');
  const { ready, cached } = await prepared(files, { dropCache: true, direct: true });
  expect(cached).toBe(MiB);
  expect(ready.cacheBefore).toMatchObject({ residentBytes: MiB, totalBytes: MiB });
  expect(ready.direct).toMatchObject({ requested: true, used: false });
  expect(ready.direct.reason).toMatch(/\S+ \S+/);
  expect(binding.probeDirect(tmpfs?.open().path ?? '')).toMatchObject({ requested: true, used: false });
});
