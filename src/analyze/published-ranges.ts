// What guides say of how busy storage keeps GPUs: second-hand figures that users bring with them, never a measurement.

/** Of one kind of storage. */
export interface PublishedRange {
  storage: string;
  fromPercent: number;
  toPercent: number;
}

/** The guides that the figures are from; they do not say how they were measured. */
export const publishedSources = '"WEKA complete guide 2025" and "Lustre vs WekaFS"';

const ofNfs: readonly PublishedRange[] = [
  { storage: 'NFS on disks', fromPercent: 20, toPercent: 30 },
  { storage: 'NFS on flash', fromPercent: 40, toPercent: 50 },
];

const ranges: Readonly<Record<string, readonly PublishedRange[]>> = {
  nfs: ofNfs,
  nfs4: ofNfs,
  lustre: [
    { storage: 'Lustre', fromPercent: 60, toPercent: 70 },
    { storage: 'Lustre with one metadata server and a file an image', fromPercent: 30, toPercent: 40 },
  ],
  wekafs: [
    { storage: 'WekaFS on flash', fromPercent: 80, toPercent: 95 },
    { storage: 'WekaFS with GPUDirect Storage', fromPercent: 85, toPercent: 98 },
  ],
};

/** All of them, each once. */
export const allPublishedRanges: readonly PublishedRange[] = [...new Set(Object.values(ranges).flat())];

/** Ranges of a type of file system as the kernel names it; empty where no guide is known to say any. */
export function publishedRanges(fileSystem: string): readonly PublishedRange[] {
  return ranges[fileSystem] ?? [];
}
