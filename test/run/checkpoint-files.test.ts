// The files of checkpoint steps before and after their jobs: an empty place, complete checkpoints, or a refusal.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { NativeJobResult } from '../../src/native/contract.js';
import { datasetState } from '../../src/mount/datasets.js';
import { makePlan } from '../../src/plan/plan.js';
import { type CheckpointStep, isCheckpoint, settleCheckpoints, withPresent } from '../../src/run/checkpoint-files.js';
import { ensureDataset, releaseDataset } from '../../src/run/dataset-layout.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from '../native/jobs.js';
import { checkpoint } from '../plan/samples.js';
import { nativeResult } from '../result/samples.js';

type Given = Parameters<typeof checkpoint>[0];

const quiet = () => undefined;
const observer = {
  onProgress: quiet,
  onResumed: quiet,
  onJob: quiet,
  onRemoving: quiet,
  onDirectory: () => Promise.resolve(),
};
const ensure = (step: CheckpointStep) => ensureDataset(binding, step, observer);

/** Planned without a look at the mount, as where something else has changed it since. */
function stepOf(path: string, given: Given = {}): CheckpointStep {
  const mount = { name: 'here', path, freeBytes: null, freeInodes: null };
  const [step] = makePlan([checkpoint({ bytesPerRank: 4096, ...given })], [mount], { repeat: 1 }).steps;
  if (step === undefined || !isCheckpoint(step)) throw new Error('the plan has no step with checkpoints');
  return step;
}

/** What a job leaves of a save that it has ended, or not. */
function save(step: CheckpointStep, number: number, ended = true): void {
  const { root, checkpoint: spec } = step.spec;
  const directory = join(root, `${spec.directoryPrefix}${number}`);
  mkdirSync(directory);
  for (const { name } of ended ? spec.parts : spec.parts.slice(0, 1)) writeFileSync(join(directory, name), 'x');
  if (ended) writeFileSync(join(directory, 'ioproof.seal'), 'x');
}

function settle(step: CheckpointStep, changes: Partial<NativeJobResult> = {}): void {
  settleCheckpoints(step, nativeResult({ endReason: 'passes', ...changes }));
  releaseDataset(step, quiet);
}

describe('a step that saves', () => {
  test('begins with an empty place, whatever an earlier one has left', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path);
    expect(await ensure(step)).toMatchObject({ bytes: step.dataset.bytes, reused: false, layoutSeconds: 0 });
    save(step, 1);
    save(step, 2, false);
    expect(await ensure(stepOf(path))).toMatchObject({ reused: false });
    expect(readdirSync(step.spec.root)).toEqual(['.manifest.partial.json']);
    expect(withPresent(step)).toEqual(step.spec);
  });

  test('leaves what it has saved, as a complete data set', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path);
    await ensure(step);
    save(step, 3);
    settle(step);
    expect(datasetState(path, step.dataset)).toBe('complete');
    expect(existsSync(join(step.spec.root, `${step.spec.checkpoint.directoryPrefix}3`))).toBe(true);
  });

  test.each<[string, Partial<NativeJobResult>]>([
    ['was stopped', { endReason: 'stopped' }],
    [
      'failed',
      {
        endReason: 'error',
        firstError: { operation: 'write', errno: 5, path: '/x', offset: 0, length: 1, message: 'no' } as never,
      },
    ],
  ])('and %s leaves what counts as begun', async (_what, changes) => {
    const path = temporaryDirectory();
    const step = stepOf(path);
    await ensure(step);
    save(step, 1);
    settle(step, changes);
    expect(datasetState(path, step.dataset)).toBe('partial');
    // Its checkpoints can be loaded all the same.
    expect(withPresent(stepOf(path, { saves: 0 })).checkpoint?.present).toEqual([1]);
  });

  test('refuses to remove what is foreign, and leaves all', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path);
    await ensure(step);
    save(step, 1);
    const notes = join(step.spec.root, 'notes.txt');
    writeFileSync(notes, 'mine');
    await expect(ensure(stepOf(path))).rejects.toMatchObject({
      code: 'DATA_DIRECTORY_FOREIGN',
      message: expect.stringContaining(notes) as string,
    });
    expect(withPresent(stepOf(path, { saves: 0 })).checkpoint?.present).toEqual([1]);
  });

  test('asks again for the space of K + 1 checkpoints when it begins', async () => {
    const step = stepOf(temporaryDirectory());
    const { checkpoints } = step.dataset;
    const dataset = { ...step.dataset, checkpoints: { ...checkpoints, passingBytes: 2 ** 60 } };
    await expect(ensure({ ...step, dataset })).rejects.toMatchObject({ code: 'NOT_ENOUGH_SPACE' });
  });
});

describe('a step that only loads', () => {
  test('gets all complete checkpoints, oldest first', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path, { keep: 3 });
    await ensure(step);
    for (const number of [10, 9, 8]) save(step, number);
    save(step, 11, false);
    settle(step);
    const load = stepOf(path, { saves: 0 });
    expect(await ensure(load)).toEqual({
      directory: step.dataset.directory,
      bytes: 3 * step.dataset.checkpoints.bytes,
      reused: true,
      layoutSeconds: 0,
    });
    expect(withPresent(load).checkpoint?.present).toEqual([8, 9, 10]);
    settle(load);
    expect(datasetState(path, step.dataset)).toBe('complete');
  });

  test('refuses where nothing was ever saved', async () => {
    await expect(ensure(stepOf(temporaryDirectory(), { saves: 0 }))).rejects.toMatchObject({
      code: 'NO_COMPLETE_SAVE',
      advice: 'Save first, for example with --set saves=1.',
    });
  });

  test('refuses an interrupted save, and tells how far it came', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path);
    await ensure(step);
    save(step, 1, false);
    await expect(ensure(stepOf(path, { saves: 0 }))).rejects.toMatchObject({
      code: 'NO_COMPLETE_SAVE',
      message: expect.stringMatching(/step1" has 1 of 4 files and no seal, so its save was interrupted/) as string,
    });
  });

  test('names the checkpoints of other files that somebody may have meant', async () => {
    const path = temporaryDirectory();
    const step = stepOf(path, { ranks: 4 });
    await ensure(step);
    save(step, 1);
    await expect(ensure(stepOf(path, { saves: 0 }))).rejects.toMatchObject({
      code: 'NO_COMPLETE_SAVE',
      advice: expect.stringContaining(`"${step.dataset.directory}"`) as string,
    });
  });
});
