// Writes what a command made to standard output or to a file, which a reader sees complete or not at all.
import {
  closeSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exitCodes, IoproofError, messageOf } from '../errors.js';

/** `path` undefined, or `-`: standard output. Throws OUTPUT_NOT_WRITABLE with exit code 2; the file is then as it was. */
export function writeOutput(path: string | undefined, text: string): void {
  if (isStandardOutput(path)) {
    process.stdout.write(text);
    return;
  }
  try {
    const status = statSync(path, { throwIfNoEntry: false });
    // A pipe or terminal (/dev/stdout) is written to: a rename would put a file in its place.
    if (status === undefined || status.isFile()) replaceFile(path, text, status);
    else writeFileSync(path, text);
  } catch (cause) {
    throw new IoproofError('OUTPUT_NOT_WRITABLE', `"${path}" cannot be written: ${messageOf(cause)}`, {
      advice: 'Give a file in a folder that exists and that you may write to, on a file system with room.',
      exitCode: exitCodes.usage,
      details: { path },
      cause,
    });
  }
}

/** Whether `--output` names no file. */
export function isStandardOutput(path: string | undefined): path is undefined | '-' {
  return path === undefined || path === '-';
}

/** Temporary file in the same folder, sync, rename. A link keeps pointing to the file, which keeps its mode. */
function replaceFile(path: string, text: string, old: Stats | undefined): void {
  const file = old === undefined ? path : realpathSync(path);
  const temporary = join(dirname(file), `.${basename(file)}.${process.pid}.tmp`);
  const descriptor = openSync(temporary, 'w', (old?.mode ?? 0o666) & 0o777);
  try {
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
