// Checkpoints in their data set: which are complete, what they take, and that nothing foreign is removed with them.
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { IoproofError } from '../../src/errors.js';
import { checkMounts } from '../../src/mount/check.js';
import {
  checkpointSets,
  checkpointUsage,
  findCheckpoints,
  removeCheckpoints,
  requireOwnFiles,
} from '../../src/mount/checkpoints.js';
import { clean } from '../../src/mount/clean.js';
import { beginDataset, completeDataset } from '../../src/mount/datasets.js';
import type { Dataset } from '../../src/plan/planned-step.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { makeImmutable, testNeeding, whyNotImmutable } from './mounts.js';

const files = ['model.bin', 'optim/rank_0.bin', 'optim/rank_1.bin', 'index.json'];

const dataset: Dataset = {
  directory: 'checkpoint-custom-deepspeed-2x4KiB-0123456789ab',
  fileCount: 4,
  filesPerDirectory: 4,
  fileSize: 4096,
  seed: 1,
  bytes: 12288,
  inodes: 9,
  checkpoints: {
    directoryPrefix: 'step-',
    of: 'custom, format deepspeed, 2 ranks',
    bytes: 12288,
    files: 4,
    passingBytes: 0,
    passingInodes: 0,
  },
};

function begin(mountPath = temporaryDirectory()) {
  const root = beginDataset(mountPath, dataset);
  const place = { mountPath, directory: dataset.directory, directoryPrefix: 'step-', files };
  return { mountPath, root, place };
}

function save(root: string, number: number, names: readonly string[]): void {
  for (const name of names) {
    const path = join(root, `step-${number}`, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, Buffer.alloc(4096, number));
  }
}

const sealed = [...files, 'ioproof.seal'];
const quiet = () => undefined;

describe('a checkpoint', () => {
  test('is complete with its seal, and the oldest comes first whatever their names say', () => {
    const { mountPath, root } = begin();
    save(root, 10, sealed);
    save(root, 9, sealed);
    save(root, 11, ['model.bin.partial', 'ioproof.seal.partial']);
    mkdirSync(join(root, 'step-12'));
    expect(findCheckpoints(mountPath, dataset.directory, 'step-')).toEqual([
      { number: 9, complete: true, files: 4 },
      { number: 10, complete: true, files: 4 },
      { number: 11, complete: false, files: 2 },
      { number: 12, complete: false, files: 0 },
    ]);
  });

  test.each(['step-', 'step-0', 'step-01', 'step--1', 'step-1x', 'step-9999999999', 'other-1'])(
    'is not what is named %s',
    (name) => {
      const { mountPath, root } = begin();
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, 'ioproof.seal'), '');
      expect(findCheckpoints(mountPath, dataset.directory, 'step-')).toEqual([]);
    },
  );

  test('is not complete with a directory or a link in place of its seal', () => {
    const { mountPath, root } = begin();
    save(root, 1, files);
    mkdirSync(join(root, 'step-1', 'ioproof.seal'));
    save(root, 2, sealed);
    save(root, 3, files);
    symlinkSync('../step-2/ioproof.seal', join(root, 'step-3', 'ioproof.seal'));
    const found = findCheckpoints(mountPath, dataset.directory, 'step-');
    expect(found.filter(({ complete }) => complete).map(({ number }) => number)).toEqual([2]);
  });

  test('that is nowhere is not found', () => {
    expect(findCheckpoints(temporaryDirectory(), dataset.directory, 'step-')).toEqual([]);
    expect(checkpointSets(temporaryDirectory())).toEqual([]);
  });
});

describe('what lies on a mount', () => {
  test('is told with the space that it takes, complete or not', () => {
    const { mountPath, root } = begin();
    save(root, 1, sealed);
    save(root, 2, ['model.bin.partial']);
    const [set] = checkpointSets(mountPath);
    expect(set).toMatchObject({ directory: dataset.directory, of: dataset.checkpoints });
    expect(set?.found.map(({ number }) => number)).toEqual([1, 2]);
    const [usage] = checkpointUsage(mountPath);
    // Five files and one, three directories, the set itself and its manifest.
    expect(usage).toMatchObject({ directory: dataset.directory, complete: 1, inodes: 6 + 3 + 2 });
    expect(usage?.bytes).toBeGreaterThanOrEqual(6 * 4096);
    completeDataset(mountPath, dataset);
    expect(checkMounts([{ name: 'here', path: mountPath }]).capacities[0]?.checkpoints).toEqual(
      checkpointUsage(mountPath),
    );
  });

  test('is removed by clean, all of it', () => {
    const { mountPath, root } = begin();
    save(root, 1, sealed);
    save(root, 2, ['model.bin.partial']);
    expect(clean(mountPath)).toMatchObject({ files: 6, kept: [] });
    expect(readdirSync(mountPath)).toEqual([]);
  });
});

describe('removal before a save', () => {
  test('takes complete and interrupted checkpoints, and their temporary files', () => {
    const { root, place } = begin();
    save(root, 1, sealed);
    save(root, 2, ['model.bin.partial', 'optim/rank_1.bin', 'ioproof.seal.partial']);
    removeCheckpoints(place, quiet);
    expect(existsSync(root)).toBe(false);
  });

  test('of nothing is no error', () => {
    const { place } = begin();
    removeCheckpoints(place, quiet);
    removeCheckpoints(place, quiet);
  });

  test.each<[string, string, string?]>([
    ['a file beside the checkpoints', 'notes.txt'],
    ['a file in a checkpoint', 'step-1/notes.txt'],
    ['a file of a checkpoint in another place', 'step-1/rank_0.bin'],
    ['a file in a directory of a checkpoint', 'step-1/optim/notes.txt'],
    ['a file below a directory that no checkpoint has', 'step-1/more/model.bin', 'step-1/more'],
    ['a file in a directory that is no checkpoint', 'other/model.bin', 'other'],
  ])('refuses %s, and removes nothing', (_what, name, told = name) => {
    const { root, place } = begin();
    save(root, 1, sealed);
    const path = join(root, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, 'mine');
    const before = readdirSync(root, { recursive: true });
    const error = errorOf(() => {
      removeCheckpoints(place, quiet);
    });
    expect(error).toMatchObject({ code: 'DATA_DIRECTORY_FOREIGN', exitCode: 4 });
    expect(error.message).toContain(join(root, told));
    expect(readdirSync(root, { recursive: true })).toEqual(before);
  });

  test('refuses a link that has the name of a file, and says how many there are', () => {
    const { root, place } = begin();
    save(root, 1, ['model.bin']);
    for (const name of ['optim', 'index.json']) symlinkSync('/etc', join(root, 'step-1', name));
    expect(
      errorOf(() => {
        requireOwnFiles(place);
      }).message,
    ).toMatch(/index\.json".*nor are 1 more/);
  });

  testNeeding(whyNotImmutable, 'tells what cannot be removed, which passes for complete no more', () => {
    const { mountPath, root, place } = begin();
    save(root, 1, sealed);
    makeImmutable(join(root, 'step-1', 'model.bin'));
    const error = errorOf(() => {
      removeCheckpoints(place, quiet);
    });
    expect(error.code).toBe('CHECKPOINTS_STAY');
    expect(error.message).toContain('model.bin');
    expect(findCheckpoints(mountPath, dataset.directory, 'step-')).toMatchObject([{ number: 1, complete: false }]);
  });
});

function errorOf(act: () => void): IoproofError {
  try {
    act();
  } catch (error) {
    return error as IoproofError;
  }
  throw new Error('nothing was thrown');
}
