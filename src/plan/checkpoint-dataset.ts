// Where checkpoints lie on a mount, and how much of it they take. What saves and what loads the same files share a place.
import { createHash } from 'node:crypto';
import type { NativeCheckpointPart } from '../native/contract.js';
import type { CheckpointWorkload } from '../spec/checkpoint-workload.js';
import { layoutText } from '../spec/layout-text.js';
import { formatBytes } from '../spec/units.js';
import { checkpointParts } from './checkpoint-parts.js';
import type { CheckpointSet, Dataset, FileSet } from './planned-step.js';

// Raised when files of the same description get another content or another place.
const contentVersion = 1;
const hashDigits = 12;
const mebibyte = 2 ** 20;
const bytesAChecksum = 4;

/** What one checkpoint is made of. */
export interface CheckpointFacts {
  bytes: number;
  /** Of each rank. */
  rankBytes: number[];
  /** With closing files, without the seal. */
  files: number;
  /** Below its own directory. */
  directories: number;
  largestFile: number;
}

/** Sums over the parts of a checkpoint. */
export function checkpointFacts(workload: CheckpointWorkload): CheckpointFacts {
  const { parts, closing } = checkpointParts(workload);
  const ends = new Map<string, number>();
  for (const { name, offset, bytes } of parts) ends.set(name, Math.max(ends.get(name) ?? 0, offset + bytes));
  for (const { name, content } of closing) ends.set(name, content.length / 2);
  const sizes = [...ends.values()];
  return {
    bytes: sum(sizes),
    rankBytes: bytesOfRanks(parts, workload.ranks),
    files: ends.size,
    directories: new Set([...ends.keys()].flatMap(directoriesAbove)).size,
    largestFile: sizes.reduce((most, size) => Math.max(most, size), 0),
  };
}

function bytesOfRanks(parts: NativeCheckpointPart[], ranks: number): number[] {
  const bytes = Array.from({ length: ranks }, () => 0);
  for (const part of parts) bytes[part.rank] = (bytes[part.rank] ?? 0) + part.bytes;
  return bytes;
}

/** `a/b` of `a/b/c` and `a` besides. */
function directoriesAbove(name: string): string[] {
  const names = name.split('/');
  return names.slice(1).map((_, depth) => names.slice(0, depth + 1).join('/'));
}

/** The files of one checkpoint as every data set is described. */
export function checkpointFileSet(workload: CheckpointWorkload): FileSet {
  const { files, largestFile } = checkpointFacts(workload);
  return { fileCount: files, filesPerDirectory: files, fileSize: largestFile };
}

/** Checkpoints that are there at the same time at most: an old one goes when the next is complete. */
export function mostAtOnce({ saves, keep }: CheckpointWorkload): number {
  return Math.min(saves, keep + 1);
}

/** Null for the null engine, which touches no storage. */
export function checkpointDataset(workload: CheckpointWorkload): Dataset | null {
  if (workload.engine === 'null') return null;
  const { model, format, layout, ranks, saves, keep } = workload;
  const facts = checkpointFacts(workload);
  const kept = Math.min(saves, keep);
  const passing = mostAtOnce(workload) - kept;
  const each = { bytes: facts.bytes + sealBytes(facts), inodes: inodesOf(facts) };
  const stem = `checkpoint-${model}-${format}-${ranks}x${sizeName(facts)}`;
  const checkpoints: CheckpointSet = {
    directoryPrefix: checkpointParts(workload).directoryPrefix,
    of: `${model}, format ${format}, ${ranks} ${ranks === 1 ? 'rank' : 'ranks'}${layout === null ? '' : `, ${layoutText(layout)}`}`,
    bytes: facts.bytes,
    files: facts.files,
    passingBytes: passing * each.bytes,
    passingInodes: passing * each.inodes,
  };
  return {
    directory: `${stem}-${descriptionHash(workload)}`,
    ...checkpointFileSet(workload),
    fileCount: kept * facts.files,
    seed: workload.seed,
    bytes: kept * each.bytes,
    // The folder itself and its manifest are two more.
    inodes: kept * each.inodes + 2,
    checkpoints,
  };
}

/** A checksum of each MiB, and a page for what describes them. */
function sealBytes({ bytes, files }: CheckpointFacts): number {
  return bytesAChecksum * (Math.ceil(bytes / mebibyte) + files) + 4096;
}

/** Its files, its directory and those in it, and the seal. */
function inodesOf({ files, directories }: CheckpointFacts): number {
  return files + directories + 2;
}

function sizeName({ rankBytes }: CheckpointFacts): string {
  const most = rankBytes.reduce((largest, bytes) => Math.max(largest, bytes), 0);
  return formatBytes(most < mebibyte ? most : Math.round(most / mebibyte) * mebibyte);
}

/** Tells equal files from different ones, whatever is done with them. */
function descriptionHash(workload: CheckpointWorkload): string {
  const { parts, closing, directoryPrefix } = checkpointParts(workload);
  const spread = workload.layout === null ? {} : { spread: workload.layout };
  const described = { contentVersion, closing, directoryPrefix, parts, ...spread };
  return createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, hashDigits);
}

function sum(values: number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
