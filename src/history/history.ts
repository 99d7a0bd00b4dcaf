// The history of a results folder: its index, with what the folders of runs tell beyond it.
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { exitCodes, IoproofError, messageOf } from '../errors.js';
import { checkSum, sha256OfFile } from '../result/checksums.js';
import { readRun, recordFileName } from '../result/read-run.js';
import { entryOf } from './entry.js';
import type { HistoryEntry } from './entry-schema.js';
import { type BadLine, readIndex, replaceIndex } from './index-file.js';

/** A run of the history. */
export interface PastRun extends HistoryEntry {
  /** False: only its line is left, its folder is gone. */
  present: boolean;
  /** False: its line is missing in the index; this is what its run.json says. */
  indexed: boolean;
}

export interface History {
  /** In the order in which they ended, as far as the index tells; those without a line first. */
  runs: PastRun[];
  /** Lines of the index that say nothing. */
  bad: BadLine[];
  /** Folders that have a run.json that cannot be read. */
  unreadable: { folder: string; reason: string }[];
}

/**
 * Reads all runs of a results folder. Of two lines for one folder the later one counts. Throws RESULTS_NOT_READABLE, with
 * exit code 2, where there is no such folder or it cannot be listed.
 */
export function readHistory(results: string): Promise<History> {
  return readable(results, async () => {
    const [{ entries, bad }, folders] = await Promise.all([readIndex(results), foldersIn(results)]);
    const byFolder = latestByFolder(entries);
    const indexed = [...byFolder.values()].map((entry) => {
      return { ...entry, present: folders.includes(entry.folder), indexed: true };
    });
    const without = folders.filter((folder) => !byFolder.has(folder));
    const { runs, unreadable } = await readFolders(results, without);
    return { runs: [...runs, ...indexed], bad, unreadable };
  });
}

/**
 * Writes the index anew, of the runs that are there; lines of runs that are gone stay, since nothing else knows of them.
 * Throws RESULTS_NOT_SAVED, and leaves the old index then.
 */
export async function rebuildIndex(results: string): Promise<History> {
  const entries = await readIndex(results).then(
    (index) => index.entries,
    () => [],
  );
  const { runs, unreadable } = await readable(results, async () => readFolders(results, await foldersIn(results)));
  const there = new Set([...runs, ...unreadable].map(({ folder }) => folder));
  const gone = [...latestByFolder(entries).values()].filter(({ folder }) => !there.has(folder));
  const all = [...gone, ...runs.map(({ present: _present, indexed: _indexed, ...entry }) => entry)];
  // What ended when is told by the old order, as far as it goes; a clock may have been set.
  const places = new Map(entries.map(({ folder }, at) => [folder, at]));
  const placeOf = ({ folder }: HistoryEntry) => places.get(folder) ?? entries.length;
  all.sort((a, b) => placeOf(a) - placeOf(b) || (a.startedAt < b.startedAt ? -1 : 1));
  try {
    await replaceIndex(results, all);
  } catch (cause) {
    throw new IoproofError('RESULTS_NOT_SAVED', `The index in "${results}" cannot be written: ${messageOf(cause)}`, {
      advice: 'Make the folder writable; the history can be read without an index, too.',
      exitCode: exitCodes.usage,
      details: { results },
      cause,
    });
  }
  return readHistory(results);
}

async function readable<Result>(results: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    throw new IoproofError('RESULTS_NOT_READABLE', `The results in "${results}" cannot be read: ${messageOf(cause)}`, {
      advice: 'Name the folder that the runs are in with --out.',
      exitCode: exitCodes.usage,
      details: { results },
      cause,
    });
  }
}

function latestByFolder(entries: readonly HistoryEntry[]): Map<string, HistoryEntry> {
  const byFolder = new Map<string, HistoryEntry>();
  for (const entry of entries) {
    byFolder.delete(entry.folder);
    byFolder.set(entry.folder, entry);
  }
  return byFolder;
}

/** Names of folders with a run.json. */
async function foldersIn(results: string): Promise<string[]> {
  const entries = await readdir(results, { withFileTypes: true });
  const names = entries.filter((entry) => !entry.isFile() && !entry.name.startsWith('.')).map(({ name }) => name);
  const found = await Promise.all(names.map(async (name) => ((await hasRecord(join(results, name))) ? [name] : [])));
  return found.flat().sort();
}

async function hasRecord(folder: string): Promise<boolean> {
  try {
    return (await stat(join(folder, recordFileName))).isFile();
  } catch (error) {
    // A folder that nobody may look into may well hold a run.
    return error instanceof Error && 'code' in error && error.code === 'EACCES';
  }
}

async function readFolders(results: string, folders: readonly string[]): Promise<Pick<History, 'runs' | 'unreadable'>> {
  const runs: PastRun[] = [];
  const unreadable: History['unreadable'] = [];
  for (const folder of folders) {
    try {
      const record = readRun(join(results, folder));
      runs.push({ ...entryOf(record, folder, await sumOf(join(results, folder))), present: true, indexed: false });
    } catch (error) {
      unreadable.push({ folder, reason: messageOf(error) });
    }
  }
  return { runs, unreadable };
}

/** That of the run as it ended: a record that was changed since has none. */
async function sumOf(folder: string): Promise<string | null> {
  return (await checkSum(folder)) === 'differs' ? null : sha256OfFile(join(folder, recordFileName));
}
