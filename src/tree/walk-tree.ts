// Walks a tree of files: names and sizes only. Nothing is opened but directories, and no link is followed.
import type { Dir, Stats } from 'node:fs';
import { lstat, opendir } from 'node:fs/promises';
import { systemCode } from '../errors.js';
import { type LeftOutKind, TreeFacts } from './tree-facts.js';

export interface WalkOptions {
  /** Enters directories of other file systems too. */
  crossMounts: boolean;
  /** The file system of the tree's root, as `stat` numbers it. */
  device: number;
  /** Is told what was found so far, now and then. */
  onProgress?: (facts: TreeFacts) => void;
}

/** Directories that are read at the same time, besides those above them. */
const mostWalkers = 8;
/** Entries of a directory that are asked for at the same time, and that are in memory. */
const batchSize = 64;

/** Names are bytes; as text, one that is not UTF-8 would lead nowhere. */
type Path = Buffer;

interface Entry {
  path: Path;
  status: Stats;
}

/** Walks the whole tree. What cannot be read is counted; throws only for the root. */
export async function walkTree(root: string, options: WalkOptions): Promise<TreeFacts> {
  const walk = new Walk(options);
  await walk.start(Buffer.from(root));
  return walk.facts;
}

class Walk {
  readonly facts = new TreeFacts();
  readonly #walkers = new Set<Promise<void>>();

  constructor(readonly options: WalkOptions) {}

  async start(root: Path): Promise<void> {
    await this.#read(await openDirectory(root), root, 0);
    // A walker that ends may have started others.
    while (this.#walkers.size > 0) await Promise.all(this.#walkers);
  }

  async #enter(path: Path, depth: number): Promise<void> {
    try {
      await this.#read(await openDirectory(path), path, depth);
    } catch (error) {
      this.#failed(error, path);
    }
  }

  async #read(directory: Dir, path: Path, depth: number): Promise<void> {
    let files = 0;
    let batch: Path[] = [];
    try {
      for await (const { name } of directory) {
        batch.push(joined(path, name));
        if (batch.length < batchSize) continue;
        files += await this.#look(batch, depth);
        batch = [];
      }
    } catch (error) {
      this.#failed(error, path);
    }
    files += await this.#look(batch, depth);
    this.facts.directory(depth, files);
  }

  /** Counts the entries and walks the directories among them; returns the number of files. */
  async #look(paths: readonly Path[], depth: number): Promise<number> {
    const entries = await Promise.all(paths.map((path) => this.#ask(path)));
    const found = entries.filter((entry) => entry !== null);
    const files = found.filter(({ status }) => status.isFile());
    for (const { status } of files) this.facts.file(status.size, status.nlink);
    for (const { status } of found) this.#leaveOut(status);
    this.options.onProgress?.(this.facts);
    for (const { path, status } of found) if (status.isDirectory()) await this.#descend(path, status, depth + 1);
    return files.length;
  }

  /** In turn where enough others are at work: what waits would be in memory. */
  async #descend(path: Path, status: Stats, depth: number): Promise<void> {
    if (!this.options.crossMounts && status.dev !== this.options.device) {
      this.facts.otherFileSystems++;
      return;
    }
    if (this.#walkers.size >= mostWalkers) {
      await this.#enter(path, depth);
      return;
    }
    const walker = this.#enter(path, depth).finally(() => this.#walkers.delete(walker));
    this.#walkers.add(walker);
  }

  async #ask(path: Path): Promise<Entry | null> {
    try {
      return { path, status: await lstat(path) };
    } catch (error) {
      this.#failed(error, path);
      return null;
    }
  }

  #leaveOut(status: Stats): void {
    const kind = leftOutKind(status);
    if (kind !== null) this.facts.other(kind);
  }

  #failed(error: unknown, path: Path): void {
    const code = systemCode(error);
    if (code === '') throw error;
    this.facts.failed(code, path.toString());
  }
}

function leftOutKind(status: Stats): LeftOutKind | null {
  if (status.isSymbolicLink()) return 'symbolic link';
  if (status.isFIFO()) return 'fifo';
  if (status.isSocket()) return 'socket';
  if (status.isBlockDevice()) return 'block device';
  return status.isCharacterDevice() ? 'character device' : null;
}

/** Names come as bytes, which the types of Node do not know. */
function openDirectory(path: Path): Promise<Dir> {
  return opendir(path, { encoding: 'buffer' as BufferEncoding, bufferSize: 4 * batchSize });
}

function joined(directory: Path, name: unknown): Path {
  return Buffer.concat([directory, Buffer.from('/'), name as Buffer]);
}
