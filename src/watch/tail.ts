// Follows a file that grows: whole lines that were appended since the last look, and whether it became another file.
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { systemCode } from '../errors.js';

/** Bytes that are read at once. */
const chunkBytes = 2 ** 20;
/** A longer line is no event; it is left out. */
const longestLine = 64 * 2 ** 20;
/** By so many of its first bytes a file is known again: the first line of each run has its id in them. */
const headBytes = 256;

export interface Look {
  /** Whole lines, without their ends, in their order. */
  lines: string[];
  /** True: the file was replaced or cut, and the lines are those of its beginning. */
  anew: boolean;
  /** Bytes that are still to be read: look again. */
  left: number;
  /** When it was written last, in milliseconds of the clock of its file system; null: it is not there. */
  writtenMs: number | null;
}

/** One file, by its path. It is opened for each look: network file systems tell of new bytes only then. */
export class Tail {
  #identity = '';
  #head = Buffer.alloc(0);
  #offset = 0;
  /** What has come of a line that has no end yet. */
  #begun: Buffer[] = [];
  #begunBytes = 0;
  /** In a line that is too long. */
  #skipping = false;

  constructor(readonly path: string) {}

  /** Reads at most a mebibyte. A file that is not there has no lines. Throws what the system says of any other failure. */
  async look(): Promise<Look> {
    let handle: FileHandle | null = null;
    try {
      // A pipe in the place of the file must not stop the watch.
      handle = await open(this.path, constants.O_RDONLY | constants.O_NONBLOCK);
      return await this.#read(handle);
    } catch (error) {
      if (systemCode(error) !== 'ENOENT') throw error;
      // It may have been moved away to make room for another one.
      return { lines: [], anew: false, left: 0, writtenMs: null };
    } finally {
      await handle?.close();
    }
  }

  async #read(handle: FileHandle): Promise<Look> {
    const status = await handle.stat();
    if (!status.isFile()) throw new Error(`"${this.path}" is no regular file`);
    const identity = `${status.dev}:${status.ino}`;
    const same = identity === this.#identity && status.size >= this.#offset && (await this.#hasHead(handle));
    const anew = this.#identity !== '' && !same;
    if (anew) this.#forget();
    this.#identity = identity;
    const buffer = Buffer.allocUnsafe(Math.min(chunkBytes, Math.max(0, status.size - this.#offset)));
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, this.#offset);
    if (this.#head.length < headBytes && this.#offset === this.#head.length) {
      const more = buffer.subarray(0, Math.min(bytesRead, headBytes - this.#head.length));
      this.#head = Buffer.concat([this.#head, more]);
    }
    this.#offset += bytesRead;
    const lines = this.#linesOf(buffer.subarray(0, bytesRead));
    // A read may give less than the status has promised; the next look goes on.
    const left = bytesRead === 0 ? 0 : status.size - this.#offset;
    return { lines, anew, left, writtenMs: status.mtimeMs };
  }

  /** A file that was removed and written again may get the number of the one before. */
  async #hasHead(handle: FileHandle): Promise<boolean> {
    const head = Buffer.alloc(this.#head.length);
    const { bytesRead } = await handle.read(head, 0, head.length, 0);
    return head.subarray(0, bytesRead).equals(this.#head);
  }

  #forget(): void {
    this.#head = Buffer.alloc(0);
    this.#offset = 0;
    this.#begun = [];
    this.#begunBytes = 0;
    this.#skipping = false;
  }

  #linesOf(bytes: Buffer): string[] {
    const lines: string[] = [];
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      // Joined as bytes: a character may be cut between two looks.
      const line = Buffer.concat([...this.#begun, bytes.subarray(from, end)]).toString('utf8');
      if (!this.#skipping && line !== '') lines.push(line);
      this.#skipping = false;
      this.#begun = [];
      this.#begunBytes = 0;
      from = end + 1;
    }
    this.#keep(bytes.subarray(from));
    return lines;
  }

  #keep(rest: Buffer): void {
    if (rest.length === 0 || this.#skipping) return;
    this.#begun.push(rest);
    this.#begunBytes += rest.length;
    if (this.#begunBytes <= longestLine) return;
    this.#skipping = true;
    this.#begun = [];
    this.#begunBytes = 0;
  }
}
