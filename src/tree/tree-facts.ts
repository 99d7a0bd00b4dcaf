// What is counted while a tree of files is walked; memory does not grow with the tree.
import { SizeHistogram } from './size-histogram.js';

/** Entries that are neither files nor directories, and so are no part of a workload. */
export const leftOutKinds = ['symbolic link', 'fifo', 'socket', 'block device', 'character device'] as const;
export type LeftOutKind = (typeof leftOutKinds)[number];

/** Entries that could not be looked at, for one error. */
export interface Unreadable {
  count: number;
  /** The first few. */
  paths: string[];
}

const shownPaths = 3;

/** Numbers by depth, where there are any: 0 is the directory that is imported. */
export type ByDepth = number[];

export class TreeFacts {
  readonly sizes = new SizeHistogram();
  readonly leftOut = new Map<LeftOutKind, number>();
  readonly unreadable = new Map<string, Unreadable>();
  /** Names of files that have another name somewhere. */
  hardLinked = 0;
  /** Directories of other file systems that were not entered. */
  otherFileSystems = 0;
  directories = 0;
  readonly filesAt: ByDepth = [];
  /** Directories that hold files. */
  readonly holdersAt: ByDepth = [];
  readonly filesPerHolder = { min: Infinity, max: 0 };

  get files(): number {
    return this.sizes.files;
  }

  /** Directories that hold files. */
  get holders(): number {
    return this.holdersAt.reduce((sum, count) => sum + count, 0);
  }

  file(size: number, names: number): void {
    this.sizes.add(size);
    if (names > 1) this.hardLinked++;
  }

  other(kind: LeftOutKind): void {
    this.leftOut.set(kind, (this.leftOut.get(kind) ?? 0) + 1);
  }

  /** A directory that was read to its end, with the files that are in itself. */
  directory(depth: number, files: number): void {
    this.directories++;
    if (files === 0) return;
    this.filesAt[depth] = (this.filesAt[depth] ?? 0) + files;
    this.holdersAt[depth] = (this.holdersAt[depth] ?? 0) + 1;
    this.filesPerHolder.min = Math.min(this.filesPerHolder.min, files);
    this.filesPerHolder.max = Math.max(this.filesPerHolder.max, files);
  }

  failed(code: string, path: string): void {
    const { count, paths } = this.unreadable.get(code) ?? { count: 0, paths: [] };
    this.unreadable.set(code, { count: count + 1, paths: count < shownPaths ? [...paths, path] : paths });
  }
}
