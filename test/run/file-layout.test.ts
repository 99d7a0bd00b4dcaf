// A layout from the empty directory to the files in it: set, proved, recorded, and every way in which that can fail.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { IoproofError } from '../../src/errors.js';
import type { NoAnswer } from '../../src/filesystem/access.js';
import type { LayoutAdapter, MountedFileSystem } from '../../src/filesystem/adapter.js';
import type { FileLayout, LayoutRequest } from '../../src/filesystem/layout.js';
import { DatasetLayout } from '../../src/run/file-layout.js';
import { noAnswer, ScriptedAccess } from '../helpers/scripted-access.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const none: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
const four = { ...none, stripeCount: 4 };
const found = (stripeCount: number | null): FileLayout => {
  return { ...none, stripeCount, details: {}, targets: [], by: 'tell' };
};

const mount: MountedFileSystem = {
  kind: 'lustre',
  path: '/mnt/l',
  mountPoint: '/mnt/l',
  source: '10.0.0.1@tcp:/fs',
  type: 'lustre',
  options: [],
  superOptions: [],
  majorMinor: '0:50',
};

interface Behaviour {
  set?: { ok: true; by: string } | NoAnswer;
  /** Of directories, and of files. */
  read?: (path: string) => FileLayout | NoAnswer;
}

function layoutOn(
  asked: LayoutRequest | null,
  behaviour: Behaviour | null,
): { layout: DatasetLayout; root: string; calls: string[] } {
  const calls: string[] = [];
  const root = temporaryDirectory();
  const adapter: LayoutAdapter = {
    keys: ['stripeCount'],
    set: (path) => {
      calls.push(`set ${path.slice(root.length)}`);
      return Promise.resolve(behaviour?.set ?? { ok: true, by: 'set -c 4' });
    },
    read: (path) => {
      calls.push(`read ${path.slice(root.length)}`);
      return Promise.resolve((behaviour?.read ?? (() => found(4)))(path));
    },
  };
  const layouts = { mount, adapter: behaviour === null ? undefined : adapter, access: new ScriptedAccess({}) };
  return { layout: new DatasetLayout(layouts, asked), root, calls };
}

async function errorOf(promise: Promise<void>): Promise<IoproofError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof IoproofError) return error;
  throw new Error('nothing was thrown');
}

test('is set, read back, and read of one file', async () => {
  const { layout, root, calls } = layoutOn(four, {});
  await layout.set(root);
  await layout.prove(root);
  await layout.readFile(root);
  expect(layout.record()?.file).toBeNull();
  writeFileSync(join(root, 'f1'), '');
  await layout.readFile(root);
  await layout.readFile(root);
  expect(calls).toEqual(['set ', 'read ', 'read /f1']);
  expect(layout.record()).toEqual({ asked: four, setBy: 'set -c 4', directory: found(4), file: found(4), problem: '' });
});

test('is read where nothing is asked for, and nothing is set', async () => {
  const { layout, root, calls } = layoutOn(null, {});
  writeFileSync(join(root, 'f1'), '');
  await layout.set(root);
  await layout.prove(root);
  await layout.readFile(root);
  expect(calls).toEqual(['read ', 'read /f1']);
  expect(layout.record()).toMatchObject({ asked: null, setBy: null, file: { stripeCount: 4 } });
});

test('of a data set that is there is proved, and not set', async () => {
  const { layout, root, calls } = layoutOn(four, {});
  await layout.prove(root);
  expect(calls).toEqual(['read ']);
  expect(layout.record()).toMatchObject({ asked: four, setBy: null });
});

test.each(['TIMED_OUT', 'ABANDONED'] as const)('of a tool that hangs (%s) is asked for once', async (code) => {
  const { layout, root, calls } = layoutOn(null, { read: () => noAnswer(code, 'tell: no end within 5 s') });
  writeFileSync(join(root, 'f1'), '');
  await layout.prove(root);
  await layout.readFile(root);
  await layout.readFile(root);
  expect(calls).toEqual(['read ']);
  expect(layout.record()).toMatchObject({ directory: null, file: null, problem: 'tell: no end within 5 s' });
});

test('is nothing on a file system without layouts', async () => {
  const { layout, root } = layoutOn(null, null);
  await layout.set(root);
  await layout.prove(root);
  await layout.readFile(root);
  expect(layout.record()).toBeNull();
});

describe('fails', () => {
  test('where it cannot be set', async () => {
    const refused = layoutOn(four, { set: noAnswer('REFUSED', 'set -c 4: exit status 1: no pool') });
    const error = await errorOf(refused.layout.set(refused.root));
    expect(error.code).toBe('LAYOUT_NOT_SET');
    expect(error.message).toBe(`the layout of "${refused.root}" could not be set: set -c 4: exit status 1: no pool`);
    expect(refused.layout.record()).toMatchObject({ asked: four, setBy: null, directory: null });
  });

  test('where the file system has none', async () => {
    const { layout, root } = layoutOn(four, null);
    expect((await errorOf(layout.set(root))).message).toContain('Lustre has no layout that ioproof could set');
  });

  test('where it is not kept, with both values', async () => {
    const { layout, root } = layoutOn(four, { read: () => found(1) });
    const error = await errorOf(layout.set(root));
    expect(error.code).toBe('LAYOUT_NOT_KEPT');
    expect(error.message).toBe(`"${root}" has another layout: stripeCount is 1 and not 4 (tell)`);
    expect(error.details['differences']).toEqual([{ key: 'stripeCount', asked: 4, found: 1 }]);
    expect(layout.record()).toMatchObject({ asked: four, setBy: 'set -c 4', directory: { stripeCount: 1 } });
  });

  test('where it is set and not told', async () => {
    const { layout, root } = layoutOn(four, { read: () => found(null) });
    expect((await errorOf(layout.set(root))).message).toContain('stripeCount is not told and not 4');
  });

  test('where it cannot be read back', async () => {
    const { layout, root } = layoutOn(four, { read: () => noAnswer('TIMED_OUT', 'tell: no answer') });
    const error = await errorOf(layout.set(root));
    expect([error.code, error.message]).toEqual([
      'LAYOUT_NOT_READ',
      `the layout of "${root}" could not be read back: tell: no answer`,
    ]);
  });
});

describe('goes on, and says what could not be read,', () => {
  test('where nothing was asked for', async () => {
    const { layout, root } = layoutOn(null, { read: () => noAnswer('MISSING', 'tell is not installed') });
    writeFileSync(join(root, 'f1'), '');
    await layout.prove(root);
    await layout.readFile(root);
    expect(layout.record()).toMatchObject({ directory: null, file: null, problem: 'tell is not installed' });
  });

  test('where only the file tells nothing', async () => {
    const read = (path: string) => (path.endsWith('f1') ? noAnswer('FAILED', 'garbage') : found(4));
    const { layout, root } = layoutOn(four, { read });
    await layout.set(root);
    writeFileSync(join(root, 'f1'), '');
    await layout.readFile(root);
    expect(layout.record()).toMatchObject({ directory: { stripeCount: 4 }, file: null, problem: 'garbage' });
  });

  test('where reading throws', async () => {
    const { layout, root } = layoutOn(null, {
      read: () => {
        throw new RangeError('no such place');
      },
    });
    await layout.prove(root);
    expect(layout.record()?.problem).toBe(`${root}: no such place`);
  });
});
