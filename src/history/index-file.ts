// index.jsonl of a results folder: a line a run, only ever added to; what is torn or foreign in it is told, not fatal.
import { randomUUID } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf, systemCode } from '../errors.js';
import { entrySchema, type HistoryEntry } from './entry-schema.js';

export const indexFileName = 'index.jsonl';

/** A line that says nothing of a run. */
export interface BadLine {
  /** From 1. */
  line: number;
  reason: string;
}

export interface IndexContent {
  /** In the order of the file: that in which the runs ended, whatever a clock says. */
  entries: HistoryEntry[];
  bad: BadLine[];
}

/**
 * Adds a line by a single write at the end, so that runs of several machines in one folder do not disturb each other; a line
 * that a crash has torn is ended first. Throws what the system throws.
 */
export async function appendEntry(results: string, entry: HistoryEntry): Promise<void> {
  const file = await open(join(results, indexFileName), 'a+');
  try {
    const line = Buffer.from(`${(await endsTorn(file)) ? '\n' : ''}${JSON.stringify(entry)}\n`);
    const { bytesWritten } = await file.write(line);
    if (bytesWritten < line.length) throw new Error(`only ${bytesWritten} of ${line.length} bytes were written`);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Reads what is there; no index is an empty one. Throws what the system throws where it cannot be read. */
export async function readIndex(results: string): Promise<IndexContent> {
  let text: string;
  try {
    text = await readFile(join(results, indexFileName), 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return { entries: [], bad: [] };
    throw error;
  }
  const lines = text.split('\n');
  const content: IndexContent = { entries: [], bad: [] };
  lines.forEach((line, at) => {
    if (line.trim() === '') return;
    const entry = parseLine(line);
    if (typeof entry !== 'string') content.entries.push(entry);
    // A machine may be just writing the last line.
    else if (at < lines.length - 1) content.bad.push({ line: at + 1, reason: entry });
  });
  return content;
}

/** Puts a new index in the place of the old one at once. Throws what the system throws, and leaves the old one then. */
export async function replaceIndex(results: string, entries: readonly HistoryEntry[]): Promise<void> {
  const temporary = join(results, `.${indexFileName}.${randomUUID()}.tmp`);
  try {
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, join(results, indexFileName));
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

async function endsTorn(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] !== 0x0a;
}

/** The entry, or why there is none. */
function parseLine(line: string): HistoryEntry | string {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    return `no JSON: ${messageOf(error)}`;
  }
  const checked = entrySchema.safeParse(value);
  if (checked.success) return checked.data;
  const [first] = checked.error.issues;
  return `no line of ioproof: ${first === undefined ? '' : `${first.path.join('.')}: ${first.message}`}`;
}
