// When a directory has the layout that was asked for, and when a file has that of its directory.
import { describe, expect, test } from 'vitest';
import { directoryDifferences, fileDifferences } from '../../src/filesystem/compare-layout.js';
import type { FileLayout, LayoutRequest } from '../../src/filesystem/layout.js';

const none: LayoutRequest = { pool: null, stripeCount: null, stripeSize: null, objectSize: null, objectClass: null };
const found = (given: Partial<LayoutRequest>): FileLayout => ({ ...none, ...given, details: {}, targets: [], by: 'x' });

describe('a directory', () => {
  test.each<[Partial<LayoutRequest>, Partial<LayoutRequest>]>([
    [{}, { pool: 'any', stripeCount: 7 }],
    [{ stripeCount: -1 }, { stripeCount: -1, stripeSize: 4096 }],
    [{ pool: 'fs1.ssd' }, { pool: 'ssd' }],
    [{ pool: 'ssd' }, { pool: 'fs1.ssd' }],
    [{ objectClass: 'SX' }, { objectClass: 'sx' }],
  ])('asked for %j has %j as asked', (asked, has) => {
    expect(directoryDifferences({ ...none, ...asked }, found(has))).toEqual([]);
  });

  test.each<[Partial<LayoutRequest>, Partial<LayoutRequest>, string[]]>([
    [{ stripeCount: 4, stripeSize: 2 ** 20 }, { stripeCount: 1, stripeSize: 2 ** 20 }, ['stripeCount']],
    [{ pool: 'ssd' }, { pool: 'xssd' }, ['pool']],
    [{ pool: 'ssd' }, {}, ['pool']],
    [{ stripeCount: -1 }, { stripeCount: 8 }, ['stripeCount']],
    [{ objectSize: 1, objectClass: 'A' }, { objectSize: 2, objectClass: 'B' }, ['objectSize', 'objectClass']],
  ])('asked for %j has %j: %j differ', (asked, has, keys) => {
    const differences = directoryDifferences({ ...none, ...asked }, found(has));
    expect(differences.map(({ key }) => key)).toEqual(keys);
  });

  test('both values are told', () => {
    expect(directoryDifferences({ ...none, stripeCount: 4 }, found({}))).toEqual([
      { key: 'stripeCount', asked: 4, found: null },
    ]);
  });
});

describe('a file', () => {
  test.each<[Partial<LayoutRequest>, Partial<LayoutRequest>]>([
    [{ stripeCount: -1 }, { stripeCount: 8 }],
    [{ stripeCount: 4 }, {}],
    [{}, { stripeCount: 4 }],
  ])('in a directory with %j may have %j', (directory, file) => {
    expect(fileDifferences({ ...none, ...directory }, found(file))).toEqual([]);
  });

  test('with fewer stripes than its directory gives differs', () => {
    expect(fileDifferences({ ...none, stripeCount: 8 }, found({ stripeCount: 4 }))).toEqual([
      { key: 'stripeCount', asked: 8, found: 4 },
    ]);
  });
});
