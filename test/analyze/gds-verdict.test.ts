// The verdict on a path: a case for each verdict and each reason, and what holds of any evidence.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isGds, verdictOf, type PathEvidence } from '../../src/analyze/gds-verdict.js';
import type { NativeCufileStats } from '../../src/native/contract.js';
import { gdsVerdicts, type GdsVerdictName } from '../../src/result/gpu-schema.js';
import { cufileStats, evidence } from '../fixtures/gpu.js';

type Moved = Partial<NativeCufileStats>;
const after = (moved: Moved) => ({ after: cufileStats(moved, 7) });
const uncountedReads = after({ reads: 1000 });
const refused = { strict: false, refused: 'CUFILE_IO_NOT_SUPPORTED: no direct path' };

const cases: [string, Partial<PathEvidence>, GdsVerdictName, string][] = [
  ['reads by nvidia-fs', {}, 'gds-nvfs', 'went by nvidia-fs (1000), none through the memory of the host'],
  [
    'writes by nvidia-fs',
    { reads: 0, writes: 9, ...after({ writes: 9, nvfsWrites: 9 }) },
    'gds-nvfs',
    'all 9 operations',
  ],
  ['peer-to-peer', after({ reads: 1000, p2pReads: 1000 }), 'gds-p2pdma', 'went by PCI peer-to-peer (1000)'],
  ['transfers that were split', after({ reads: 4000, nvfsReads: 4000 }), 'gds-nvfs', 'all 1000 operations'],
  ['both, mostly peer-to-peer', after({ reads: 1000, p2pReads: 600, nvfsReads: 400 }), 'gds-p2pdma', '(600)'],
  ['both, mostly nvidia-fs', after({ reads: 1000, p2pReads: 400, nvfsReads: 600 }), 'gds-nvfs', '(600)'],
  ['RDMA of WekaFS', { ...uncountedReads, fileSystem: 'wekafs' }, 'gds-rdma', 'RDMA of wekafs'],
  ['RDMA of GPFS', { ...uncountedReads, fileSystem: 'gpfs' }, 'gds-rdma', 'RDMA of gpfs'],
  ['the coherent link', { ...uncountedReads, devices: ['NVIDIA GH200 480GB'] }, 'gds-c2c', 'coherent link'],
  ['a newer coherent link', { ...uncountedReads, devices: ['NVIDIA GB300'] }, 'gds-c2c', 'coherent link'],
  ['batches by nvidia-fs', after({ batchEnqueued: 1000, batchNvfs: 1000 }), 'gds-nvfs', '(1000)'],
  ['batches by peer-to-peer', after({ batchEnqueued: 1000, batchP2p: 1000 }), 'gds-p2pdma', '(1000)'],
  ['batches by RDMA', { ...after({ batchEnqueued: 1000 }), fileSystem: 'wekafs' }, 'gds-rdma', 'RDMA'],

  ['a part by the host', after({ reads: 1000, nvfsReads: 700, posixReads: 300 }), 'mixed', '300 of 1000 operations'],
  [
    'a single write by the host',
    { writes: 1, ...after({ reads: 1000, p2pReads: 1000, writes: 1, posixWrites: 1 }) },
    'mixed',
    '1 of 1001 operations',
  ],
  ['a part by nobody known', after({ reads: 1000, posixReads: 400 }), 'mixed', '400 of 1000'],
  [
    'entries of a batch by the host',
    after({ batchEnqueued: 1000, batchNvfs: 900, batchPosixEnqueued: 100 }),
    'mixed',
    '100 of 1000',
  ],

  ['all by the host', after({ reads: 1000, posixReads: 1000 }), 'compat', 'All 1000 operations went through'],
  ['batches by the host', after({ batchEnqueued: 1000, batchPosixEnqueued: 1000 }), 'compat', 'All 1000'],
  ['batches by io_uring', after({ batchEnqueued: 1000, batchUring: 1000 }), 'compat', 'All 1000'],
  ['the host by demand', { forced: true }, 'compat', 'was told to go through the memory of the host'],
  ['refused, then by the host', { ...refused, ...after({ reads: 9, posixReads: 9 }) }, 'compat', 'no direct path'],
  ['refused, and no statistics', { ...refused, before: null, after: null }, 'compat', 'CUFILE_IO_NOT_SUPPORTED'],

  ['no statistics', { before: null, after: null }, 'unverified', 'has no statistics (before 1.15)'],
  ['statistics of the end only', { before: null }, 'unverified', 'has no statistics'],
  ['statistics that went back', { before: cufileStats({ reads: 1001 }, 7) }, 'unverified', 'were set back'],
  ['statistics that stand still', after({}), 'unverified', 'have not counted a single operation'],
  ['a driver that is not strict', { strict: false }, 'unverified', 'opened so that it may go through the memory'],
  ['refused, yet nothing by the host', refused, 'unverified', 'refused this mount'],
  ['files that were not taken', { registered: 3 }, 'unverified', 'took 3 of 4 files'],
  ['no file that was taken', { registered: 0, files: null }, 'unverified', 'took 0 of all files'],
  ['nothing moved', { reads: 0 }, 'unverified', 'No operation has moved data'],
  ['too few counted', after({ reads: 1000, nvfsReads: 999 }), 'unverified', '999 of 1000 reads are counted'],
  [
    'writes that reads make up for',
    { writes: 10, ...after({ reads: 4000, nvfsReads: 4000, writes: 9, nvfsWrites: 9 }) },
    'unverified',
    '9 of 10 writes are counted',
  ],
  [
    'parts of split reads that took no path',
    after({ reads: 4000, nvfsReads: 2000 }),
    'unverified',
    '2000 of 4000 reads are counted',
  ],
  ['too few entries', after({ batchEnqueued: 1000, batchP2p: 998 }), 'unverified', '998 of 1000 operations'],
  ['too few of RDMA', { ...after({ reads: 999 }), fileSystem: 'gpfs' }, 'unverified', '999 of 1000 reads'],
  ['no path that is known', uncountedReads, 'unverified', 'no other direct path is known here'],
  [
    'a coherent link that not all GPUs have',
    { ...uncountedReads, devices: ['NVIDIA GH200 480GB', 'NVIDIA L40S'] },
    'unverified',
    'no other direct path',
  ],
  ['no GPU that is known', { ...uncountedReads, devices: [] }, 'unverified', 'no other direct path'],
  [
    'unaligned operations',
    after({ reads: 1000, nvfsReads: 1000, unalignedReads: 2 }),
    'unverified',
    'not aligned, so that the host had a part in them: 2.',
  ],
  [
    'unaligned writes',
    { writes: 5, ...after({ reads: 1000, nvfsReads: 1000, writes: 5, nvfsWrites: 5, unalignedWrites: 1 }) },
    'unverified',
    'the host had a part in them: 1.',
  ],
  ['a way around', after({ reads: 1000, p2pReads: 1000, routedReads: 3 }), 'unverified', 'dynamic routing'],
  ['holes', after({ reads: 1000, p2pReads: 1000, sparseRegions: 4 }), 'unverified', 'from storage: 4.'],
  [
    'inline data',
    after({ reads: 1000, p2pReads: 1000, inlineRegions: 5 }),
    'unverified',
    'inodes that were read, which the host does: 5.',
  ],
  ['data that differs', { doubts: ['Data differs.'] }, 'unverified', 'Data differs.'],
];

test.each(cases)('%s', (_, given, verdict, reason) => {
  const found = verdictOf(evidence(given));
  expect(found.verdict).toBe(verdict);
  expect(found.reasons.join(' ')).toContain(reason);
});

test('all verdicts have a case', () => {
  expect(new Set(cases.map(([, , verdict]) => verdict))).toEqual(new Set(gdsVerdicts));
});

test('the share of the host is told where statistics tell it', () => {
  const share = (given: Partial<PathEvidence>) => verdictOf(evidence(given)).hostFraction;
  expect(share({})).toBe(0);
  expect(share(after({ reads: 1000, nvfsReads: 700, posixReads: 300 }))).toBe(0.3);
  expect(share(after({ reads: 1000, posixReads: 1000 }))).toBe(1);
  expect(share({ strict: false })).toBeNull();
  expect(share({ ...refused, before: null, after: null })).toBeNull();
});

test('all that stands against a path is told at once', () => {
  const { reasons } = verdictOf(evidence({ strict: false, registered: 1, reads: 2000, doubts: ['Data differs.'] }));
  expect(reasons).toHaveLength(4);
});

describe('of any evidence', () => {
  const counter = fc.integer({ min: 0, max: 20 });
  const keys = Object.keys(cufileStats()) as (keyof NativeCufileStats)[];
  const stats = fc
    .record({ base: counter, moved: fc.dictionary(fc.constantFrom(...keys), counter) })
    .map(({ base, moved }) => ({ before: cufileStats({}, base), after: cufileStats(moved as Moved, base) }));
  const facts = fc.record({
    strict: fc.boolean(),
    forced: fc.boolean(),
    refused: fc.option(fc.constant('a reason')),
    registered: counter,
    files: fc.option(counter),
    reads: counter,
    writes: counter,
    doubts: fc.constantFrom([], ['A doubt.']),
    fileSystem: fc.constantFrom('ext4', 'wekafs'),
    devices: fc.constantFrom(['NVIDIA GH200 480GB'], ['NVIDIA H100']),
  });
  const any = fc.record({ facts, stats }).map((one): PathEvidence => ({ ...one.facts, ...one.stats }));
  /** Evidence that is mostly right, so that direct paths are common. */
  const nearlyRight = fc
    .record({ facts, reads: counter, less: fc.constantFrom(0, 0, 0, 1), key: fc.constantFrom(...keys) })
    .chain(({ facts: given, reads, less, key }) =>
      fc.constantFrom(0, 0, 1).map((extra): PathEvidence => {
        const moved = { reads, nvfsReads: Math.max(0, reads - less) };
        const right = { ...given, strict: true, forced: false, refused: null, registered: 20, reads, writes: 0 };
        return {
          ...right,
          ...{ before: cufileStats(), after: cufileStats({ ...moved, [key]: (moved as Moved)[key] ?? extra }) },
        };
      }),
    );
  const both = fc.oneof(any, nearlyRight);

  test('a direct path needs every single proof', () => {
    let direct = 0;
    fc.assert(
      fc.property(both, (given) => {
        const { verdict } = verdictOf(given);
        if (!isGds(verdict)) return;
        direct++;
        const { before, after: end } = given;
        const moved = (key: keyof NativeCufileStats) => (end?.[key] ?? 0) - (before?.[key] ?? 0);
        expect(given).toMatchObject({ strict: true, forced: false, doubts: [] });
        expect(given.registered).toBeGreaterThanOrEqual(given.files ?? 1);
        for (const key of keys.filter((name) => /posix|unaligned|routed|sparse|inline|Aio|Uring|Mixed/i.test(name))) {
          expect([key, moved(key)]).toEqual([key, 0]);
        }
        const counted = moved('reads') + moved('writes') + moved('batchEnqueued');
        const known = ['p2pReads', 'nvfsReads', 'p2pWrites', 'nvfsWrites', 'batchP2p', 'batchNvfs'] as const;
        const most = Math.max(
          counted,
          known.map(moved).reduce((sum, one) => sum + one, 0),
        );
        expect(most).toBeGreaterThanOrEqual(given.reads + given.writes);
        expect(given.reads + given.writes).toBeGreaterThan(0);
      }),
      { numRuns: 2000, seed: 5 },
    );
    expect(direct).toBeGreaterThan(50);
  });

  test('one operation by the host is enough to lose a direct path', () => {
    fc.assert(
      fc.property(
        both,
        fc.constantFrom('posixReads', 'posixWrites', 'batchPosixEnqueued', 'batchAio'),
        (given, key) => {
          const more = { ...given, after: given.after && { ...given.after, [key]: given.after[key] + 1 } };
          expect(isGds(verdictOf(more).verdict)).toBe(false);
        },
      ),
      { seed: 5 },
    );
  });

  test('there is a reason, the same each time, and a share from 0 to 1', () => {
    fc.assert(
      fc.property(both, (given) => {
        const found = verdictOf(given);
        expect(found.reasons.length).toBeGreaterThan(0);
        expect(found.reasons.every((reason) => /^(cuFile|[A-Z0-9]).*\.$/.test(reason))).toBe(true);
        expect(verdictOf(structuredClone(given))).toEqual(found);
        const share = found.hostFraction ?? 0;
        expect(share >= 0 && share <= 1).toBe(true);
        if (found.verdict === 'mixed') expect(share > 0 && share < 1).toBe(true);
      }),
      { seed: 5 },
    );
  });
});
