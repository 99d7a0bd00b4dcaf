// The folder of a run: run.json, replaced as a whole after every step, events.ndjson, which only grows, and their sums.
import { createHash } from 'node:crypto';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { IoproofError, exitCodes, messageOf, systemCode } from '../errors.js';
import { checksumsFileName, checksumsText } from './checksums.js';
import { makeFolder } from './make-folder.js';
import { recordFileName } from './read-run.js';
import type { RunRecord } from './schema.js';
import { sha256Of } from './sha256.js';

export const eventsFileName = 'events.ndjson';

/** Writes one run. Calls may overlap: they take effect in the order in which they were made. */
export class RunStore {
  /** Folder of the run: `<outDirectory>/<runId>`. */
  readonly directory: string;
  readonly #events: FileHandle;
  #queue: Promise<void> = Promise.resolve();
  #lostEvent: IoproofError | null = null;
  readonly #eventsSum = createHash('sha256');
  /** SHA-256 of run.json as it was saved last; null before. */
  #recordSum: string | null = null;

  private constructor(directory: string, events: FileHandle) {
    this.directory = directory;
    this.#events = events;
  }

  /** Makes the folder. Throws RUN_EXISTS where the run is there already, RESULTS_NOT_WRITABLE on any other failure. */
  static async create(outDirectory: string, runId: string): Promise<RunStore> {
    const directory = join(outDirectory, runId);
    try {
      await makeFolder(outDirectory);
      await mkdir(directory);
      return new RunStore(directory, await open(join(directory, eventsFileName), 'ax'));
    } catch (cause) {
      throw createError(directory, cause);
    }
  }

  /** Puts the record on disk as it is now: a reader, or a crash, sees the old one or the new one. Throws RESULTS_NOT_SAVED. */
  save(record: RunRecord): Promise<void> {
    const content = `${JSON.stringify(record, null, 2)}\n`;
    return this.#next(async () => {
      this.#throwLostEvent();
      await replaceFile(this.directory, recordFileName, content);
      this.#recordSum = sha256Of(content);
    });
  }

  /** Appends a line to events.ndjson. A failure is thrown by the next `save` or by `close`. */
  event(value: object): void {
    const line = `${JSON.stringify(value)}\n`;
    const append = async () => {
      await this.#events.appendFile(line);
      this.#eventsSum.update(line);
    };
    this.#next(append).catch((error: unknown) => {
      this.#lostEvent ??= saveError(this.directory, error);
    });
  }

  /**
   * Waits for everything that was given before, then writes SHA256SUMS: over what was given, so that a storage that has
   * changed it is told, too. Returns the sum of run.json. Throws RESULTS_NOT_SAVED where an event was lost.
   */
  async close(): Promise<string | null> {
    await this.#next(async () => {
      await this.#events.close();
      this.#throwLostEvent();
      const ofRecord = this.#recordSum === null ? {} : { [recordFileName]: this.#recordSum };
      const sums = checksumsText({ ...ofRecord, [eventsFileName]: this.#eventsSum.digest('hex') });
      await replaceFile(this.directory, checksumsFileName, sums);
    });
    return this.#recordSum;
  }

  /** Runs `work` after all earlier work, whether that succeeded or not. */
  #next(work: () => Promise<void>): Promise<void> {
    const done = this.#queue.then(work).catch((cause: unknown) => {
      throw saveError(this.directory, cause);
    });
    this.#queue = done.catch(() => undefined);
    return done;
  }

  #throwLostEvent(): void {
    if (this.#lostEvent !== null) throw this.#lostEvent;
  }
}

/** Replaces a file: temporary file in the same folder, sync, rename, sync of the folder. */
async function replaceFile(directory: string, name: string, content: string): Promise<void> {
  const temporary = join(directory, `.${name}.tmp`);
  const file = await open(temporary, 'w');
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(temporary, join(directory, name));
  await syncDirectory(directory);
}

async function syncDirectory(directory: string): Promise<void> {
  const folder = await open(directory, 'r');
  try {
    await folder.sync();
  } catch (error) {
    // Some network file systems cannot sync a folder; the rename is then as durable as they make it.
    if (!['EINVAL', 'ENOTSUP', 'EOPNOTSUPP'].includes(systemCode(error))) throw error;
  } finally {
    await folder.close();
  }
}

function createError(directory: string, cause: unknown): IoproofError {
  // The results folder itself gives EEXIST as well, where it is a file.
  if (systemCode(cause) === 'EEXIST' && (cause as NodeJS.ErrnoException).path === directory) {
    return new IoproofError('RUN_EXISTS', `The results folder "${directory}" exists already.`, {
      advice: 'Choose another folder with --out.',
      exitCode: exitCodes.usage,
      details: { directory },
      cause,
    });
  }
  return new IoproofError(
    'RESULTS_NOT_WRITABLE',
    `The results folder "${directory}" cannot be made: ${messageOf(cause)}`,
    { advice: 'Choose a writable folder with --out.', exitCode: exitCodes.usage, details: { directory }, cause },
  );
}

function saveError(directory: string, cause: unknown): IoproofError {
  if (cause instanceof IoproofError) return cause;
  return new IoproofError('RESULTS_NOT_SAVED', `The results in "${directory}" cannot be saved: ${messageOf(cause)}`, {
    advice: 'Make room or choose another folder with --out.',
    details: { directory },
    cause,
  });
}
