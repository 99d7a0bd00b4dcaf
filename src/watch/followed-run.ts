// Follows the files of one run, which it only reads: changes as they are written, and a word when the run became another.
import { type FSWatcher, watch } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { messageOf, systemCode } from '../errors.js';
import { readRun, recordFileOf } from '../result/read-run.js';
import { eventsFileName } from '../result/store.js';
import { changeOf } from './event-change.js';
import type { Change } from './messages.js';
import { recordChange } from './record-change.js';
import { Tail } from './tail.js';

export interface Follower {
  /** Changes in their order, as many at once as were read at once. */
  onChanges: (changes: readonly Change[]) => void;
  /** The files are those of another run now: what was known of the run is void. */
  onAnew: () => void;
}

/** Without a hint of the system, the files are looked at this often: network file systems give none. */
const pollMs = 500;
/** A large record takes time to read; a run may save it several times a second. */
const recordEveryMs = 1000;
/** Latencies are read of so much of the end of the file, which is more than a page shows. */
const bandBytes = 8 * 2 ** 20;

/** One run, by its folder or run.json, which may not be there yet. */
export class FollowedRun {
  readonly #record: string;
  readonly #events: Tail;
  #recordSeen = '';
  #recordReadAt = -Infinity;
  /** Why it could not be read the last time; empty where it could, or is not there. */
  #recordTrouble = '';
  #unreadable = 0;
  #trouble = '';
  #timer: NodeJS.Timeout | null = null;
  #hints: FSWatcher | null = null;
  #looking: Promise<void> | null = null;
  #closed = false;
  /** When the run wrote last, in milliseconds; null before it has written. */
  writtenMs: number | null = null;

  constructor(
    path: string,
    private readonly follower: Follower,
  ) {
    this.#record = recordFileOf(path);
    this.#events = new Tail(join(dirname(this.#record), eventsFileName));
  }

  /** Reads all that is there by now, then goes on. */
  async start(): Promise<void> {
    await this.look();
    this.#listen();
    this.#next();
  }

  /** Looks once at both files. Never throws: what cannot be read is told as a change. */
  async look(): Promise<void> {
    this.#looking ??= this.#lookOnce().finally(() => (this.#looking = null));
    await this.#looking;
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#hints?.close();
  }

  async #lookOnce(): Promise<void> {
    let trouble = '';
    try {
      await this.#readEvents();
    } catch (error) {
      trouble = messageOf(error);
    }
    await this.#readRecord();
    trouble ||= this.#recordTrouble || linesText(this.#unreadable);
    if (trouble === this.#trouble || this.#closed) return;
    this.#trouble = trouble;
    this.follower.onChanges([{ type: 'trouble', text: trouble }]);
  }

  async #readEvents(): Promise<void> {
    for (;;) {
      const { lines, anew, left, writtenMs } = await this.#events.look();
      if (this.#closed) return;
      this.writtenMs = writtenMs ?? this.writtenMs;
      if (anew) this.#startAnew();
      const changes = lines.flatMap((line) => this.#changesOf(line, left < bandBytes));
      if (changes.length > 0) this.follower.onChanges(changes);
      if (left <= 0) return;
      // Pages that wait are answered meanwhile.
      await setImmediate();
    }
  }

  #startAnew(): void {
    this.#recordSeen = '';
    this.#recordReadAt = -Infinity;
    this.#recordTrouble = '';
    this.#unreadable = 0;
    this.#trouble = '';
    this.follower.onAnew();
  }

  #changesOf(line: string, bands: boolean): Change[] {
    try {
      const change = changeOf(line, bands);
      return change === null ? [] : [change];
    } catch {
      this.#unreadable += 1;
      return [];
    }
  }

  /** The record is replaced as a whole, so that a look at it sees one that is whole. */
  async #readRecord(): Promise<void> {
    try {
      const seen = await identityOf(this.#record);
      if (seen === '') this.#recordTrouble = '';
      if (seen === '' || seen === this.#recordSeen || performance.now() - this.#recordReadAt < recordEveryMs) return;
      this.#recordReadAt = performance.now();
      const change = recordChange(readRun(this.#record));
      this.#recordSeen = seen;
      this.#recordTrouble = '';
      if (!this.#closed) this.follower.onChanges([change]);
    } catch (error) {
      this.#recordTrouble = messageOf(error);
    }
  }

  #next(): void {
    if (this.#closed) return;
    this.#timer = setTimeout(() => {
      void this.look().then(() => {
        this.#listen();
        this.#next();
      });
    }, pollMs);
  }

  /** A hint of the system makes the page quicker; where there is none, the next look comes anyway. */
  #listen(): void {
    if (this.#hints !== null || this.#closed) return;
    try {
      this.#hints = watch(dirname(this.#record), { persistent: false }, () => void this.look());
      this.#hints.on('error', () => {
        this.#hints?.close();
        this.#hints = null;
      });
    } catch {
      this.#hints = null;
    }
  }
}

function linesText(count: number): string {
  if (count === 0) return '';
  return `${count} ${count === 1 ? 'line' : 'lines'} of ${eventsFileName} cannot be read and are left out.`;
}

/** Changes when the file is replaced; empty where it is not there. Throws where it is no regular file. */
async function identityOf(path: string): Promise<string> {
  try {
    const status = await stat(path);
    if (!status.isFile()) throw new Error(`"${path}" is no regular file`);
    return `${status.dev}:${status.ino}:${status.size}:${status.mtimeMs}`;
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return '';
    throw error;
  }
}
