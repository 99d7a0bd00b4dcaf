// The key `layout`: its values in every kind, what it refuses, and how it is shown.
import { describe, expect, test } from 'vitest';
import { layoutKeys } from '../../src/filesystem/layout.js';
import { showWorkload } from '../../src/spec/show.js';
import { kinds } from '../../src/spec/workload.js';
import { block, loadOne, loadText, problemsOf } from './loading.js';

const further: Partial<Record<(typeof kinds)[number], string>> = {
  files: 'files: 4\nfileSize: 4KiB\n',
  checkpoint: 'bytesPerRank: 1MiB\n',
  training: 'model: unet3d\naccelerator: h100\n',
  'kv-cache': 'capacity: 1GiB\n',
};

const none = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };

test.each(kinds)('kind %s has it, as the file system has it by default', (kind) => {
  const head = `name: w\nkind: ${kind}\n${further[kind] ?? ''}`;
  expect(loadOne(head).layout).toBeNull();
  expect(loadOne(`${head}layout: {pool: ssd_pool, stripeCount: -1, stripeSize: 16MiB}\n`).layout).toEqual({
    ...none,
    ...{ pool: 'ssd_pool', stripeCount: -1, stripeSize: 16 * 2 ** 20 },
  });
});

test('its keys are those that adapters know', () => {
  expect(Object.keys(block('layout: {stripeCount: 1}').layout ?? {})).toEqual([...layoutKeys]);
});

test('it is set from the command line', () => {
  expect(block('', ['layout={objectClass: EC_4P2G1}']).layout).toEqual({ ...none, objectClass: 'EC_4P2G1' });
});

test('it is shown so that it loads again', () => {
  const loaded = loadText('name: b\nkind: block\nlayout: {stripeSize: 1MiB, objectSize: 4MiB}\n');
  const shown = showWorkload(loaded);
  expect(shown).toMatch(/stripeSize: 1MiB/);
  expect(loadText(shown).workloads).toEqual(loaded.workloads);
});

describe('refused', () => {
  test.each<[string, string]>([
    ['layout: {}', 'layout: asks for nothing. Give one of pool, stripeCount,'],
    ['layout: {pool: null}', 'layout: asks for nothing.'],
    ['layout: 4', 'layout: must be {pool: …, stripeCount: …,'],
    ['layout: dcp', 'layout: must be {pool: …, stripeCount: …,'],
    ['layout: {stripes: 4}', 'layout.stripes: is not a key'],
    ['layout: {stripeCount: 0}', 'must be a whole number from 1 to 2000, -1 for all targets, or null but is 0'],
    ['layout: {stripeCount: -2}', 'Give a whole number in that range, or -1.'],
    ['layout: {stripeSize: 4095B}', 'must be from 4KiB to'],
    ['layout: {stripeSize: 4GiB}', 'must be from 4KiB to'],
    [
      'layout: {pool: 7}',
      'layout.pool: must be text of letters, digits, ".", "_" and "-", or null but is 7. Put it in quotes.',
    ],
    ['layout: {pool: "-d;x"}', 'layout.pool: must be text of letters'],
    ['layout: {objectClass: sx}', 'layout.objectClass: must be text of capital letters'],
    ['layout: {objectSize: 4MiB, stripeSize: 3MiB}', 'objectSize 4MiB, which is no multiple of stripeSize 3MiB'],
    ['layout: {objectSize: 4MiB, objectClass: SX}', 'has objectSize, of CephFS, and objectClass, of DAOS'],
    ['layout: {pool: a}\nengine: null', 'layout: has no effect with engine "null", which has no files. Remove it.'],
  ])('%s', (line, message) => {
    const problems = problemsOf(`name: b\nkind: block\n${line}\n`);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(message);
  });
});
