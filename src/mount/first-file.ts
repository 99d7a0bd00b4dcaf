// Finds one file in a directory of files, also where there are millions: what is true of the first is asked of it alone.
import { type Dirent, opendirSync } from 'node:fs';
import { posix } from 'node:path';
import { checkpointSealName } from '../native/contract.js';
import { systemCode } from '../errors.js';

/** Entries of a directory that are looked at, and levels. */
const mostEntries = 256;
const deepest = 40;

/** Directories that are looked into: a tree of empty ones has no file to find, however long one looks. */
const mostDirectories = 1000;

/**
 * Path of a file below the directory, of none that the tool keeps account in; null where there is none to be found. Reads
 * a thousand directories at most.
 */
export function firstFile(directory: string): string | null {
  return search(directory, 0, { left: mostDirectories });
}

function search(directory: string, depth: number, budget: { left: number }): string | null {
  if (budget.left === 0) return null;
  budget.left -= 1;
  const entries = firstEntries(directory);
  const file = entries.find((entry) => entry.isFile());
  if (file !== undefined) return posix.join(directory, file.name);
  if (depth === deepest) return null;
  for (const entry of entries) {
    const found = entry.isDirectory() ? search(posix.join(directory, entry.name), depth + 1, budget) : null;
    if (found !== null) return found;
  }
  return null;
}

/** In the order of their names, as far as they were looked at. Files may be removed meanwhile. */
function firstEntries(path: string): Dirent[] {
  try {
    const directory = opendirSync(path);
    try {
      const entries: Dirent[] = [];
      for (let entry = directory.readSync(); entry !== null; entry = directory.readSync()) {
        if (isData(entry.name)) entries.push(entry);
        if (entries.length === mostEntries) break;
      }
      return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
    } finally {
      directory.closeSync();
    }
  } catch (error) {
    if (systemCode(error) === '') throw error;
    return [];
  }
}

function isData(name: string): boolean {
  return !name.startsWith('.manifest.') && name !== checkpointSealName;
}
