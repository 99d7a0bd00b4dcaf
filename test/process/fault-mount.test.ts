// A mount that fails in the middle of a run: one step fails and says where, everything else is measured and saved.
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/result/schema.js';
import { buildFaultfs, whyNoFaultMount } from '../helpers/fault-mount.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { blockSize, expectSound, FaultyPlace, middle } from './faulty-place.js';

const missing = whyNoFaultMount();

interface Failure {
  operation: 'read' | 'write';
  errno: number;
  errnoName: string;
  queueDepth: number;
}

/** Expects that the first step failed in the middle with all that is known of it, and that the second did not. */
function expectFailureInTheMiddle(place: FaultyPlace, { run, steps }: RunRecord, failure: Failure): void {
  const { operation, errno, errnoName, queueDepth } = failure;
  const [failed, sound] = steps;
  expect(failed).toMatchObject({
    mount: 'faulty',
    status: 'failed',
    endReason: 'error',
    error: { code: 'IO_ERROR', operation, length: blockSize, errno, errnoName },
  });
  expect(failed?.error?.path).toBe(place.file(failed?.dataset?.directory ?? ''));
  // Of the operations in flight, any may be the first to fail.
  expect(failed?.error?.offset).toBeGreaterThanOrEqual(middle);
  expect(failed?.error?.offset).toBeLessThan(middle + queueDepth * blockSize);
  const counts = failed?.operations[operation];
  expect(counts).toMatchObject({ count: middle / blockSize, bytes: middle });
  expect(counts?.errors).toBeGreaterThanOrEqual(1);
  expect(counts?.errors).toBeLessThanOrEqual(queueDepth);
  expectSound(sound, operation);
  expect(run.status).toBe('partial');
  expect(run.reasons).toEqual([`block/faulty/1 failed: ${failed?.error?.message ?? ''}`]);
}

describe.skipIf(missing)(`a mount that fails in the middle of a run ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  let faultfs = '';
  beforeAll(() => {
    faultfs = buildFaultfs(directory);
  });

  test.each([
    { engine: 'sync', queueDepth: 1 },
    { engine: 'io_uring', queueDepth: 8 },
    { engine: 'libaio', queueDepth: 8 },
    { engine: 'mmap', queueDepth: 1 },
  ])('EIO on a read with $engine', async ({ engine, queueDepth }) => {
    const place = await FaultyPlace.make(faultfs);
    await place.mount.set(`read fail 5 from ${middle}`);

    const command = place.run([`engine=${engine}`, `queueDepth=${queueDepth}`, 'passes=1']);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const failure: Failure = { operation: 'read', errno: 5, errnoName: 'EIO', queueDepth };
    expectFailureInTheMiddle(place, command.record(), failure);
  });

  test.each([
    { engine: 'sync', queueDepth: 1 },
    { engine: 'io_uring', queueDepth: 8 },
    { engine: 'libaio', queueDepth: 8 },
  ])('ENOSPC on a write with $engine', async ({ engine, queueDepth }) => {
    const place = await FaultyPlace.make(faultfs);
    const settings = [`engine=${engine}`, `queueDepth=${queueDepth}`, 'passes=1', 'readPercent=0'];
    // The data set is written without a fault, so that the fault meets the measured writes.
    expect(await place.run(settings).ended).toMatchObject({ exitCode: 0 });
    await place.mount.set(`write fail 28 from ${middle}`);

    const command = place.run(settings);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const record = command.record();
    expect(record.steps.map(({ dataset }) => dataset?.reused)).toEqual([true, true]);
    const failure: Failure = { operation: 'write', errno: 28, errnoName: 'ENOSPC', queueDepth };
    expectFailureInTheMiddle(place, record, failure);
  });

  test('every n-th read fails: the first failure ends the step', async () => {
    const place = await FaultyPlace.make(faultfs);
    expect(await place.run(['passes=1']).ended).toMatchObject({ exitCode: 0 });
    await place.mount.set('read fail 5 every 500');

    const command = place.run(['engine=sync', 'passes=1']);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const [failed, sound] = command.record().steps;
    expect(failed).toMatchObject({ status: 'failed', error: { operation: 'read', errno: 5 } });
    expect(failed?.operations.read).toMatchObject({ count: (failed?.error?.offset ?? 0) / blockSize, errors: 1 });
    expect(failed?.operations.read?.count).toBeLessThan(500);
    expectSound(sound, 'read');
  });

  test('ENOSPC while the data set is written: the step has no figures, and the next run writes it anew', async () => {
    const place = await FaultyPlace.make(faultfs);
    await place.mount.set(`write fail 28 from ${middle}`);

    const command = place.run(['passes=1']);

    expect(await command.ended).toMatchObject({ exitCode: 3 });
    const [failed, sound] = command.record().steps;
    const dataset = sound?.dataset?.directory ?? '';
    expect(failed).toMatchObject({
      status: 'failed',
      error: { code: 'IO_ERROR', operation: 'write', path: place.file(dataset), errno: 28, errnoName: 'ENOSPC' },
      dataset: null,
      operations: {},
    });
    expect(failed?.error?.offset).toBeGreaterThanOrEqual(middle);
    expect(failed?.error?.message).toMatch(`writing the data set "${dataset}": write of`);
    expectSound(sound, 'read');

    await place.mount.set('all clear');
    const again = place.run(['passes=1']);
    expect(await again.ended).toMatchObject({ exitCode: 0 });
    expect(again.record().steps.map((step) => step.dataset?.reused)).toEqual([false, true]);
  });
});
