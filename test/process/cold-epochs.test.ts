// Epochs of small files on real and on failing mounts: each file once an epoch, cold each time, errors told once.
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { NativeFileSizes } from '../../src/native/contract.js';
import { buildFaultfs, FaultMount, whyNoFaultMount } from '../helpers/fault-mount.js';
import { Workplace } from '../helpers/cli.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../helpers/temporary.js';
import { binding, completeSpec, runJob } from '../native/jobs.js';

const engines = binding.probe().filter(({ name }) => ['sync', 'io_uring', 'libaio'].includes(name));
const fileCount = 90;
const epochs = 3;

const workload = (seed: number) =>
  ['kind: files', 'name: epoch', `files: ${fileCount}`, 'fileSize: 4KiB', 'filesPerDirectory: 40', `epochs: ${epochs}`]
    .concat(['direct: false', 'workers: 2', `seed: ${seed}`, ''])
    .join('\n');

test('the record and the text tell of each cold epoch', () => {
  const place = new Workplace({ 'epoch.yaml': workload(1) });
  const { exitCode, stdout } = place.run('run', 'epoch.yaml');
  const [step] = place.record().steps;
  expect(exitCode).toBe(0);
  expect(step?.epochs).toHaveLength(epochs);
  const sum = step?.epochs?.reduce((seconds, epoch) => seconds + epoch.seconds, 0);
  expect(sum).toBeCloseTo(step?.elapsedSeconds ?? 0, 6);
  for (const epoch of step?.epochs ?? [])
    expect(epoch).toMatchObject({ files: fileCount, before: { residentBytes: 0 } });
  expect(step?.operations.firstByte?.count).toBe(epochs * fileCount);
  expect(stdout.match(/^ {3}\d: 90 files in /gm)).toHaveLength(epochs);
});

test('epochs that are warm are not told one by one', () => {
  const place = new Workplace({ 'epoch.yaml': workload(1) });
  expect(place.run('run', 'epoch.yaml', '--set', 'dropCache=false')).toMatchObject({ exitCode: 0 });
  expect(place.record().steps[0]).not.toHaveProperty('epochs');
});

test('an epoch leaves files of others in the directories of its data set alone', () => {
  const place = new Workplace({ 'epoch.yaml': workload(1) });
  expect(place.run('run', 'epoch.yaml', '--out', 'first').exitCode).toBe(0);
  const directory = place.record('first').steps[0]?.dataset?.directory ?? '';
  const foreign = place.path('ioproof-data', directory, 'd000001', 'notes');
  writeFileSync(foreign, 'mine');
  const before = statSync(foreign, { bigint: true });
  expect(place.run('run', 'epoch.yaml', '--out', 'second').exitCode).toBe(0);
  expect(place.record('second').steps[0]).toMatchObject({
    dataset: { reused: true },
    operations: { open: { count: 270 } },
  });
  const { mtimeNs, atimeNs, ino } = statSync(foreign, { bigint: true });
  expect({ mtimeNs, atimeNs, ino }).toEqual({ mtimeNs: before.mtimeNs, atimeNs: before.atimeNs, ino: before.ino });
});

test('a directory that holds what a job has not made is not removed, and the error says so', async () => {
  const files = {
    kind: 'files',
    root: temporaryDirectory(),
    fileCount: 5,
    fileSize: 1,
    engine: 'sync',
    access: 'permutation',
  } as const;
  await runJob({ ...files, operations: ['mkdir'], createFiles: true });
  const directory = join(files.root, 'd000000', 'f000000002.dir');
  writeFileSync(join(directory, 'notes'), 'mine');
  const { firstError } = await runJob({ ...files, operations: ['rmdir'] });
  expect(firstError).toMatchObject({ operation: 'rmdir', path: directory, errnoName: 'ENOTEMPTY' });
  expect(readFileSync(join(directory, 'notes'), 'utf8')).toBe('mine');
});

const missing = whyNoFaultMount();

describe.skipIf(missing)(`on a mount that counts and fails ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  async function mounted(log?: string): Promise<FaultMount> {
    const mount = await FaultMount.make(faultfs, log);
    onTestFinished(() => mount.unmount());
    return mount;
  }

  // What the kernel has in memory never reaches the mount.
  const cold = { dropCache: true, coldPasses: 'files' } as const;
  const chains = { kind: 'files', fileCount, fileSize: 4096, filesPerDirectory: 40, access: 'permutation' } as const;

  /** Sizes of which one in ten is so large, the others 4 KiB. */
  const someOf = (bytes: number): NativeFileSizes => ({
    form: 'histogram',
    from: 0,
    to: 0,
    median: 0,
    sigma: 0,
    shares: [
      { bytes: 4096, weight: 90 },
      { bytes, weight: 10 },
    ],
  });

  /** Paths of the files that were opened and of those that were read since `from` bytes of the log, in their order. */
  function requests(log: string, from: number): { opened: string[]; read: string[] } {
    const lines = readFileSync(log, 'utf8').slice(from).split('\n');
    const of = (word: string) =>
      lines.flatMap((line) => (line.startsWith(`${word} `) ? (line.split(' ')[1] ?? []) : []));
    return { opened: of('open').filter((path) => /f\d{9}$/.test(path)), read: of('read') };
  }

  describe.each(engines)('engine $name', ({ name: engine, reason }) => {
    const depth = { queueDepth: engine === 'sync' ? 1 : 4 };

    test.skipIf(reason)(`every file is opened and read once an epoch, in an order of its own ${reason}`, async () => {
      const log = join(temporaryDirectory(), 'log');
      const mount = await mounted(log);
      const job = { ...chains, root: mount.path, engine, ...depth };
      await runJob({ ...job, operations: ['create', 'write', 'close'], createFiles: true });
      const orders: string[] = [];
      for (const seed of [1, 1, 2]) {
        const from = statSync(log).size;
        await runJob({ ...job, ...cold, seed, operations: ['open', 'read', 'close'], passes: 2, queueDepth: 1 });
        const { opened, read } = requests(log, from);
        const all = Array.from({ length: fileCount }, (_, file) => file);
        const numbers = (paths: string[]) => paths.map((path) => Number(path.slice(-9)));
        for (const epoch of [0, 1]) {
          const own = read.slice(epoch * fileCount, (epoch + 1) * fileCount);
          expect(numbers(own).toSorted((a, b) => a - b)).toEqual(all);
          orders.push(own.join());
        }
        expect(read).toHaveLength(2 * fileCount);
        // Besides: all are opened twice to drop what is cached of them, 64 of them to see what is, and one for a sync.
        expect(opened).toHaveLength(2 * fileCount + 2 * fileCount + 1 + 3 * 64);
      }
      expect(orders[0]).toBe(orders[2]);
      expect(orders[1]).toBe(orders[3]);
      expect(new Set(orders).size).toBe(4);
    });

    test.skipIf(reason).each([true, false])(
      `a read that fails between open and close is counted once and leaves no file open (linked: %s) ${reason}`,
      async (linkChains) => {
        const mount = await mounted();
        // Some files have three pieces, and the second one fails: a first read, and the next of them finds no other fault.
        const sizes = { fileSize: 12_288, blockSize: 4096, fileSizes: someOf(12_288) };
        const job = { ...chains, ...sizes, ...cold, root: mount.path, engine, ...depth, linkChains };
        await runJob({ ...job, dropCache: false, operations: ['create', 'write', 'close'], createFiles: true });
        const open = () => readdirSync('/proc/self/fd').length;
        const before = open();
        await mount.set('read fail 5 from 4096');
        for (let round = 0; round < 5; round++) {
          const { endReason, firstError, operations } = await runJob({ ...job, operations: ['open', 'read', 'close'] });
          expect(endReason).toBe('error');
          expect(firstError).toMatchObject({ operation: 'read', errnoName: 'EIO', offset: 4096, length: 4096 });
          const failed = operations.read?.errors ?? 0;
          expect(failed).toBeGreaterThanOrEqual(1);
          expect(failed).toBeLessThanOrEqual(job.queueDepth);
          expect(operations.open?.errors).toBe(0);
          // What failed is closed as well, by nobody's operation.
          expect(operations.close?.count).toBe((operations.open?.count ?? 0) - failed);
          expect(operations.chain?.count).toBe(operations.close?.count);
          expect(operations.firstByte?.count).toBe(operations.chain?.count);
        }
        expect(open()).toBe(before);
        await mount.set('read clear');
        const { endReason, operations } = await runJob({ ...job, operations: ['open', 'read', 'close'], passes: 3 });
        expect(endReason).toBe('passes');
        expect(operations.chain).toMatchObject({ count: 3 * fileCount, errors: 0 });
      },
    );
  });
});

test('names that a file system does not take are refused with both numbers before anything is made', async () => {
  const root = temporaryDirectory();
  const spec = completeSpec({
    kind: 'files',
    root,
    engine: 'sync',
    filePrefix: 'p'.repeat(240),
    operations: ['create', 'close', 'rename'],
    access: 'permutation',
  });
  const { ready, finished } = binding.prepareJob({ ...spec, createFiles: true }, () => undefined);
  finished.catch(() => undefined);
  await expect(ready).rejects.toMatchObject({
    code: 'NAME_TOO_LONG',
    message: expect.stringMatching(/257 bytes.* allows 255/) as string,
  });
  expect(readdirSync(root)).toEqual([]);
});
