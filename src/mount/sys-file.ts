// Reads attributes below a root directory in the place of `/`; what cannot be read is null, never an error.
import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';

/** Text without surrounding white space; null when missing, unreadable or empty. */
export function readAttribute(...path: string[]): string | null {
  try {
    return readFileSync(join(...path), 'utf8').trim() || null;
  } catch {
    return null;
  }
}

/** A whole number that is not negative; null for anything else. */
export function readNumber(...path: string[]): number | null {
  const text = readAttribute(...path);
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null;
}

/** Names in a directory, sorted; empty when it cannot be read. */
export function names(...path: string[]): string[] {
  try {
    return readdirSync(join(...path)).sort();
  } catch {
    return [];
  }
}

/** The path without symbolic links; null when it does not exist. */
export function resolved(...path: string[]): string | null {
  try {
    return realpathSync(join(...path));
  } catch {
    return null;
  }
}
