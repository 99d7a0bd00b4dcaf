// The block of a mount: each axis with the pain that it fits, the figure of the run, and those of others with their sources.
import { expect, test } from 'vitest';
import { mountProfiles } from '../../src/analyze/mount-profile.js';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import { profileLines } from '../../src/report/profiles.js';
import { mountRecord, operation, runRecord, stepRecord } from '../fixtures/records.js';

const told = { evidence: 'mountinfo', version: '', details: {}, targets: [], asked: [] };
const mounts = [mountRecord('share', { system: { kind: 'lustre', title: 'Lustre', ...told } })];
const steps = [stepRecord({ mount: 'share', operations: { read: operation({ perSecond: 12_345 }) } })];
const record = runRecord(steps, { mounts, profiles: mountProfiles(mounts, steps) });

test('reads as a list of what is good and what it is good for', () => {
  const lines = profileLines(record, lookOf({ width: 80, colour: false }));
  expect(lines.slice(0, 3)).toEqual([
    'Which fits your pain: share, Lustre',
    ' IOPS (shuffled samples, caches of keys and values)',
    '   12.3k IOPS, 4KiB random read, in random-read-4k/share/1',
  ]);
  const text = lines.join(' ').replace(/ +/g, ' ');
  expect(text).toContain('published: 5 K to 20 K, an OST on disks [1];');
  expect(text).toContain('6 nodes [2]');
  expect(text).toContain('The published IOPS is of other sizes: no comparison.');
  expect(text).toContain('No step of this run tells of: bandwidth, metadata, latency.');
  expect(text).toContain('[1] the comparison "Lustre vs WekaFS"; [2] the guide "WEKA complete guide 2025".');
  // Nothing shown has it as its source.
  expect(text).not.toContain('I/O blender');
  expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(80);
});

test('no line without a profile', () => {
  expect(profileLines(runRecord(steps), lookOf({ width: 80, colour: false }))).toEqual([]);
});
