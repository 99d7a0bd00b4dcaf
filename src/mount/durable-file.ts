// Small files in a held directory: read without following links, written so that a crash leaves the old or the new one.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { systemCode } from '../errors.js';
import type { HeldDirectory } from './held-directory.js';

const largestFile = 64 * 1024;
const createFlags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/** Text of a file; null when there is none. Throws when the entry is anything but a small regular file. */
export function readSmallFile(directory: HeldDirectory, name: string): string | null {
  let descriptor;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for ever.
    descriptor = openSync(directory.within(name), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
  try {
    const status = fstatSync(descriptor);
    if (!status.isFile() || status.size > largestFile) throw new Error(`"${name}" is not a small regular file`);
    return readFileSync(descriptor, 'utf8');
  } finally {
    closeSync(descriptor);
  }
}

/** Creates a file that must not exist yet (EEXIST) and syncs it; what could not be written completely is removed again. */
export function createDurably(directory: HeldDirectory, name: string, text: string): void {
  const descriptor = openSync(directory.within(name), createFlags, 0o644);
  try {
    writeFileSync(descriptor, text);
    fsyncSync(descriptor);
  } catch (error) {
    directory.unlink(name);
    throw error;
  } finally {
    closeSync(descriptor);
  }
  directory.sync();
}

/** Replaces the content of a file that is there, in its place: for when there is no room for a second one. */
export function overwriteDurably(directory: HeldDirectory, name: string, text: string): void {
  const descriptor = openSync(directory.within(name), constants.O_WRONLY | constants.O_NOFOLLOW);
  try {
    writeFileSync(descriptor, text);
    ftruncateSync(descriptor, Buffer.byteLength(text));
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Writes or replaces a file at once: temporary file, sync, rename, sync of the directory. */
export function replaceDurably(directory: HeldDirectory, name: string, text: string): void {
  const temporary = `${name}.${randomUUID()}`;
  createDurably(directory, temporary, text);
  directory.rename(temporary, name);
  directory.sync();
}
