// Makes a folder with those above it, one by one: where a file system says of each that it is not there, it ends all the same.
import { mkdir, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { systemCode } from '../errors.js';

/**
 * As `mkdir -p`. Node's own `recursive` never ends where the folder above exists and the new one is not found, as below /proc.
 * Throws the error of the system for the folder that cannot be made.
 */
export async function makeFolder(path: string): Promise<void> {
  for (const folder of await missing(resolve(path))) {
    try {
      await mkdir(folder);
    } catch (error) {
      // Another run may have made it meanwhile.
      if (systemCode(error) !== 'EEXIST' || !(await isFolder(folder))) throw error;
    }
  }
}

/** The folders that are not there, the uppermost first; a file in the way is one, too, so that making it tells. */
async function missing(path: string): Promise<string[]> {
  if (await isFolder(path)) return [];
  const above = dirname(path);
  return above === path ? [path] : [...(await missing(above)), path];
}

/** Throws where that cannot be told, such as for lack of permission. */
async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes(systemCode(error))) return false;
    throw error;
  }
}
