// What a mount was seen to do in a run: which figures tell of which axis, and how they lie to what is published.
import { describe, expect, test } from 'vitest';
import { mountProfiles } from '../../src/analyze/mount-profile.js';
import { publishedFigures, publishedOfKinds } from '../../src/analyze/published-figures.js';
import type { FileSystemKind } from '../../src/filesystem/kinds.js';
import { fileSystemKinds, fileSystemTitles } from '../../src/filesystem/kinds.js';
import { profileAxes } from '../../src/result/mount-profile-schema.js';
import { runSchema, type StepRecord } from '../../src/result/schema.js';
import {
  blockJob,
  engine,
  failedStep,
  latency,
  mountRecord,
  operation,
  runRecord,
  stepRecord,
} from '../fixtures/records.js';

function mountOf(kind: FileSystemKind) {
  const told = { evidence: 'mountinfo', version: '', details: {}, targets: [], asked: [] };
  return mountRecord('here', { system: { kind, title: fileSystemTitles[kind], ...told } });
}

const profileOf = (steps: StepRecord[], kind: FileSystemKind = 'nfs') => mountProfiles([mountOf(kind)], steps)[0];
const measured = (steps: StepRecord[], axis: (typeof profileAxes)[number]) =>
  profileOf(steps)?.axes.find((one) => one.axis === axis)?.measured ?? null;

const random = (perSecond: number, given: Partial<StepRecord> = {}) =>
  stepRecord({ operations: { read: operation({ perSecond }) }, ...given });
const large = (bytesPerSecond: number) =>
  stepRecord({
    workload: 'sequential',
    job: blockJob({ access: 'sequential', blockSize: 2 ** 20 }),
    operations: { read: operation({ perSecond: bytesPerSecond / 2 ** 20, blockSize: 2 ** 20 }) },
  });
const alone = (p50us: number, depth = 1) =>
  stepRecord({
    workload: 'latency',
    job: blockJob({ queueDepth: depth, workers: 1 }),
    engine: engine({ queueDepth: depth }),
    operations: { read: operation({ perSecond: 1e6 / p50us, p50us }) },
  });
const files = (kinds: Partial<StepRecord['operations']>, given: Partial<StepRecord> = {}) =>
  stepRecord({
    workload: 'files',
    job: { kind: 'files', operations: Object.keys(kinds) },
    operations: kinds,
    ...given,
  });

describe('the figure of an axis', () => {
  test('is the best median over the repeats of a variant', () => {
    const steps = [random(100), random(900), random(300), random(400, { workload: 'other', repeat: 1 })];
    expect(measured(steps, 'iops')).toEqual({ value: 400, step: 'other/here/1', what: '4KiB random read' });
  });

  test('is a bandwidth by whatever moves bytes, and of saves their own rate', () => {
    expect(measured([random(1000), large(2 ** 30)], 'bandwidth')).toMatchObject({
      value: 2 ** 30,
      what: '1MiB sequential read',
    });
    const saved = stepRecord({ job: { kind: 'checkpoint' }, metrics: { saveBytesPerSecond: 5e9 } });
    expect(measured([saved], 'bandwidth')).toMatchObject({ value: 5e9, what: 'save of a checkpoint' });
  });

  test('is of small random blocks', () => {
    expect(measured([large(2 ** 30)], 'iops')).toBeNull();
    const ordered = random(1000, { job: blockJob({ access: 'sequential' }) });
    expect(measured([ordered], 'iops')).toBeNull();
    const largest = (blockSize: number) => measured([random(1000, { job: blockJob({ blockSize }) })], 'iops');
    expect(largest(16_384)).not.toBeNull();
    expect(largest(16_385)).toBeNull();
  });

  test('is a latency with one operation in flight alone, and the lowest', () => {
    expect(measured([alone(90), { ...alone(80), workload: 'other' }], 'latency')).toMatchObject({ value: 80_000 });
    expect(measured([alone(90, 2)], 'latency')).toBeNull();
  });

  test('is of names where no data is moved, and else of whole files', () => {
    expect(
      measured([files({ mkdir: operation({ perSecond: 7000 }), close: operation({ perSecond: 9e4 }) })], 'metadata'),
    ).toEqual({ value: 7000, step: 'files/here/1', what: 'mkdir' });
    const whole = { open: operation(), read: operation(), chain: operation() };
    expect(measured([files(whole, { metrics: { samplesPerSecond: 55 } })], 'metadata')).toMatchObject({ value: 55 });
    const packed = { metrics: { samplesPerSecond: 55 }, job: { kind: 'files', packing: 'tar' } };
    expect(measured([files(whole, packed)], 'metadata')).toBeNull();
  });

  test('is of looks only where nothing else tells: caches may have answered', () => {
    const stats = files({ stat: operation({ perSecond: 4e5 }) });
    expect(measured([stats], 'metadata')).toMatchObject({ value: 4e5, what: 'stat, which caches may have answered' });
    expect(measured([stats, files({ unlink: operation({ perSecond: 900 }) })], 'metadata')).toMatchObject({
      value: 900,
    });
  });

  test('is of a hundred calls on names', () => {
    const counting = (count: number) => measured([files({ mkdir: operation({ count }) })], 'metadata');
    expect(counting(100)).not.toBeNull();
    expect(counting(99)).toBeNull();
  });

  test('is no bandwidth of small blocks and files, unless they are in order', () => {
    expect(measured([random(1000)], 'bandwidth')).toBeNull();
    expect(measured([random(1000, { job: blockJob({ access: 'sequential' }) })], 'bandwidth')).not.toBeNull();
    const ofSize = (size: number) =>
      measured([files({ read: operation({ count: 10, bytes: 10 * size }) }, { metrics: {} })], 'bandwidth');
    expect(ofSize(16_384)).toBeNull();
    expect(ofSize(16_385)).not.toBeNull();
  });

  test.each<[string, Partial<StepRecord>]>([
    ['memory answered', { diagnosis: { bound: 'cache', sentence: '', evidence: {}, advice: '' } }],
    ['was of ioproof itself', { diagnosis: { bound: 'harness', sentence: '', evidence: {}, advice: '' } }],
    ['touched no storage', { engine: engine({ used: 'null' }) }],
    ['only checked data', { job: blockJob({ verify: 'only' }) }],
    ['only copied between memories', { job: blockJob({ copyMode: 'copy-only' }) }],
  ])('is none of a step that %s', (_what, given) => {
    expect(profileOf([random(1000, given)])).toBeUndefined();
  });

  test('is none of a step that failed, or of another mount', () => {
    expect(profileOf([failedStep(), random(1000, { mount: 'there' })])).toBeUndefined();
  });
});

describe('next to what is published', () => {
  test.each([
    [1.3e9, 'bandwidth better than of one server'],
    [1.2e9, 'bandwidth as of one server'],
    [1e9, 'bandwidth as of one server'],
    [0.99e9, 'bandwidth worse than of one server'],
  ])('%d bytes a second: %s', (rate, text) => {
    expect(profileOf([large(rate)])?.sentence).toBe(`Next to what is published of NFS: ${text}.`);
  });

  test.each([
    [1.9, 'better than'],
    [2, 'as'],
    [2.1, 'worse than'],
  ])('a latency of %d ms: %s', (ms, text) => {
    expect(profileOf([alone(ms * 1000)])?.sentence).toContain(`latency ${text} of one server`);
  });

  test('of a latency that has an upper end only', () => {
    const at = (us: number) => profileOf([alone(us)], 'xfs')?.sentence;
    expect(at(100)).toContain('latency as of the tier of NVMe and of the tier of SSD.');
    expect(at(101)).toContain('latency as of the tier of SSD, worse than of the tier of NVMe.');
  });

  test('a client is not set against parts or clusters', () => {
    const apart = 'The published bandwidth is of other sizes: no comparison.';
    expect(profileOf([large(280 * 2 ** 20)], 'cephfs')?.sentence).toBe(apart);
    expect(profileOf([large(1e12)], 'cephfs')?.sentence).toBe(apart);
    expect(profileOf([large(4e9)], 'lustre')?.sentence).toBe(apart);
    const both = profileOf([large(4e9), alone(3000)], 'cephfs')?.sentence;
    expect(both).toBe(`Next to what is published of CephFS (kernel client): latency as of a cluster. ${apart}`);
  });

  test('nothing is said of a kind that has none', () => {
    expect(profileOf([large(1e9)], 'moosefs')).toMatchObject({ sentence: '', mount: 'here' });
  });

  test('figures come with what they are of and with their sources in words', () => {
    const [first] = profileOf([large(1e9)])?.axes ?? [];
    expect(first?.published).toEqual([
      {
        ...{ text: '1.2 GB/s read, 1.0 GB/s write', low: 1e9, high: 1.2e9, of: 'one server' },
        source: 'the guide "WEKA complete guide 2025"',
      },
    ]);
  });
});

test('every published figure has a source, ends in order, and a kind that exists', () => {
  const kinds = Object.keys(publishedOfKinds) as FileSystemKind[];
  expect(fileSystemKinds).toEqual(expect.arrayContaining(kinds));
  const all = kinds.flatMap((kind) => profileAxes.flatMap((axis) => publishedFigures(kind, axis)));
  expect(all.length).toBeGreaterThan(20);
  for (const { low, high, sources, text } of all) {
    expect(sources.length, text).toBeGreaterThan(0);
    expect((low ?? 0) <= (high ?? Infinity), text).toBe(true);
    expect(low ?? high, text).not.toBeNull();
  }
});

test('a record with profiles is valid', () => {
  const steps = [random(1000), { ...alone(90, 1), operations: { read: operation({ latencyNs: latency(90_000) }) } }];
  const record = runRecord(steps, { profiles: mountProfiles([mountOf('nfs')], steps) });
  expect(runSchema.parse(record)).toEqual(record);
});
