// What a record keeps of facts that are too many or too long.
import { expect, test } from 'vitest';
import type { SystemFacts } from '../../src/filesystem/adapter.js';
import { bounded } from '../../src/filesystem/bounded.js';
import { storageTarget } from '../../src/filesystem/partly-told.js';

const facts: SystemFacts = {
  version: '2.15.3',
  details: { transport: 'o2ib', connectedServers: 12, mirrored: true },
  targets: [storageTarget({ name: 'OST0000', role: 'ost', pools: ['flash'], totalBytes: 5, state: 'FULL' })],
  asked: [{ what: 'lfs df', state: 'FAILED', reason: 'no' }],
};

test('facts of an ordinary size stay as they are', () => {
  expect(bounded(facts)).toEqual(facts);
});

test('long texts are cut, with a sign of it', () => {
  const long = 'x'.repeat(5000);
  const { version, details, asked } = bounded({
    ...facts,
    version: long,
    details: { unwellTargets: long },
    asked: [{ what: long, state: 'FAILED', reason: long }],
  });
  for (const text of [version, details['unwellTargets'], asked[0]?.what, asked[0]?.reason]) {
    expect(text).toMatch(/^x{1000}…$/);
  }
});

test('lists without end are cut', () => {
  const many = <T>(one: T): T[] => Array.from({ length: 20_000 }, () => one);
  const { details, targets, asked } = bounded({
    ...facts,
    details: Object.fromEntries(many(0).map((value, index) => [`fact${index}`, value])),
    targets: many(storageTarget({ name: 'OST', role: 'ost' })),
    asked: many({ what: 'lfs df', state: 'answered' as const, reason: '' }),
  });
  expect([Object.keys(details).length, targets.length, asked.length]).toEqual([500, 10_000, 500]);
});
