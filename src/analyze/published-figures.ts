// What guides, vendors and operators publish of storage systems: second-hand figures that users bring, never a measurement.
import type { FileSystemKind } from '../filesystem/kinds.js';
import type { profileAxes } from '../result/mount-profile-schema.js';

export type ProfileAxis = (typeof profileAxes)[number];

/** What the letters stand for. None of them says how its figures were measured. */
export const publishedSourceTitles = {
  A: 'the comparison "Lustre vs WekaFS"',
  B: 'the guide "WEKA complete guide 2025"',
  C: 'the article "Feeding the I/O blender"',
  E: 'the report of an operator of Lustre on an incident',
} as const;

export type PublishedSource = keyof typeof publishedSourceTitles;

/** `low` and `high` in bytes per second, operations per second or nanoseconds; null: no such end is published. */
export interface PublishedFigure {
  axis: ProfileAxis;
  /** As it is published. */
  text: string;
  low: number | null;
  high: number | null;
  /** A node, an OST, a cluster of so many. */
  of: string;
  sources: readonly PublishedSource[];
}

type Row = [of: string, text: string, low: number | null, high: number | null, ...sources: PublishedSource[]];

const gb = 1e9;
const thousand = 1e3;
const million = 1e6;
const us = 1e3;
const ms = 1e6;

const lustre = {
  bandwidth: [
    ['an OST on disks', '2 to 5 GB/s', 2 * gb, 5 * gb, 'A'],
    ['16 OSTs on disks', '32 to 80 GB/s', 32 * gb, 80 * gb, 'A'],
    ['an OST on NVMe', '8 to 15 GB/s', 8 * gb, 15 * gb, 'A'],
    ['16 OSTs on NVMe', '128 to 240 GB/s', 128 * gb, 240 * gb, 'A'],
    ['6 nodes', '30 GB/s read, 20 GB/s write', 20 * gb, 30 * gb, 'B'],
  ],
  iops: [
    ['an OST on disks', '5 K to 20 K', 5 * thousand, 20 * thousand, 'A'],
    ['an OST on NVMe', '100 K to 500 K', 100 * thousand, 500 * thousand, 'A'],
    ['6 nodes', '800 K read, 400 K write', 400 * thousand, 800 * thousand, 'B'],
  ],
  metadata: [
    ['one MDS', '50 K to 200 K a second', 50 * thousand, 200 * thousand, 'A'],
    ['several MDS (DNE)', '200 K to 1 M a second', 200 * thousand, million, 'A'],
    ['6 nodes', '100 K a second', 100 * thousand, 100 * thousand, 'B'],
  ],
  latency: [
    ['a shared system', '0.18 to 0.35 ms', 180 * us, 350 * us, 'C'],
    ['6 nodes, 4K read', '0.5 ms', 500 * us, 500 * us, 'B'],
  ],
} satisfies Rows;

const weka = {
  bandwidth: [
    ['a node', '5 to 10 GB/s', 5 * gb, 10 * gb, 'A', 'B'],
    ['32 nodes', '160 to 320 GB/s', 160 * gb, 320 * gb, 'A'],
    ['6 nodes', '80 GB/s read, 50 GB/s write', 50 * gb, 80 * gb, 'B'],
  ],
  iops: [
    ['a node', '1 M or more', million, null, 'A', 'B'],
    ['6 nodes', '6 M read, 3 M write', 3 * million, 6 * million, 'B'],
  ],
  metadata: [
    ['a cluster', '1 M a second or more', million, null, 'A', 'B'],
    ['6 nodes', '2 M a second', 2 * million, 2 * million, 'B'],
  ],
  latency: [
    ['a cluster', 'below 0.2 ms', null, 200 * us, 'A', 'B'],
    ['6 nodes, 4K read', '0.15 ms', 150 * us, 150 * us, 'B'],
  ],
} satisfies Rows;

const nfs = {
  bandwidth: [['one server', '1.2 GB/s read, 1.0 GB/s write', gb, 1.2 * gb, 'B']],
  iops: [['one server', '50 K read, 30 K write', 30 * thousand, 50 * thousand, 'B']],
  metadata: [['one server', '20 K a second', 20 * thousand, 20 * thousand, 'B']],
  latency: [['one server', '2 ms', 2 * ms, 2 * ms, 'B']],
} satisfies Rows;

const ceph = {
  bandwidth: [['the largest', 'up to 200 GB/s and more', null, 200 * gb, 'B']],
  latency: [['a cluster', '1 to 5 ms', ms, 5 * ms, 'B']],
} satisfies Rows;

const local = {
  latency: [
    ['the tier of NVMe', 'below 0.1 ms', null, 100 * us, 'B'],
    ['the tier of SSD', 'below 0.5 ms', null, 500 * us, 'B'],
  ],
} satisfies Rows;

type Rows = Partial<Record<ProfileAxis, Row[]>>;

/** By the kind of file system; those of no kind here have none. */
export const publishedOfKinds: Partial<Record<FileSystemKind, Rows>> = {
  lustre,
  wekafs: weka,
  nfs,
  cephfs: ceph,
  'ceph-fuse': ceph,
  gpfs: { bandwidth: [['the largest', '1 TB/s and more', 1000 * gb, null, 'B']] },
  beegfs: { bandwidth: [['the largest, some 1,000 nodes', '500 GB/s and more', 500 * gb, null, 'B', 'C']] },
  beeond: {
    bandwidth: [['100 nodes', '500 GB/s of staging', 500 * gb, 500 * gb, 'C']],
    latency: [['NVMe of the nodes of a job', '15 to 25 us', 15 * us, 25 * us, 'C']],
  },
  daos: { iops: [['a rack', '100 M', 100 * million, 100 * million, 'C']] },
  ...{ xfs: local, ext4: local, btrfs: local, zfs: local },
};

/** What is said to be needed, of whatever system. */
export const publishedTargets: { what: string; figure: string; source: PublishedSource }[] = [
  { what: 'bandwidth for AI', figure: '100 GB/s and more', source: 'B' },
  { what: 'IOPS for AI', figure: 'millions', source: 'B' },
  { what: 'metadata for AI', figure: 'hundreds of thousands of operations a second', source: 'B' },
  { what: 'latency for AI', figure: 'below 0.2 ms to the first byte', source: 'B' },
  { what: 'metadata for 10,000 GPUs', figure: '20 M operations a second', source: 'C' },
];

/** Those of one kind on one axis. */
export function publishedFigures(kind: FileSystemKind, axis: ProfileAxis): PublishedFigure[] {
  return (publishedOfKinds[kind]?.[axis] ?? []).map(([of, text, low, high, ...sources]) => {
    return { axis, of, text, low, high, sources };
  });
}

/**
 * Whether one client can be set against it: its latency is that of any size, and one server is all of its system. A part
 * (an OST, a node of a cluster) or a whole cluster is neither.
 */
export function isComparable(axis: ProfileAxis, of: string): boolean {
  return axis === 'latency' || of === 'one server';
}

/** `"WEKA complete guide 2025"`, for a reader who has no table of letters. */
export function sourcesText(sources: readonly PublishedSource[]): string {
  return sources.map((letter) => publishedSourceTitles[letter]).join(' and ');
}
