// Reads small files of /proc and /sys below a root directory; what cannot be read is null, never an error.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Text of a file without surrounding white space; null when it is missing or unreadable. */
export function readText(root: string, path: string): string | null {
  try {
    return readFileSync(join(root, path), 'utf8').trim();
  } catch {
    return null;
  }
}

/** A file that holds one whole number; null when it is missing, unreadable or something else. */
export function readInteger(root: string, path: string): number | null {
  return parseInteger(readText(root, path));
}

/** Names in a directory, sorted; empty when it is missing or unreadable. */
export function listNames(root: string, path: string): string[] {
  try {
    return readdirSync(join(root, path)).sort();
  } catch {
    return [];
  }
}

/** A whole number that JavaScript holds exactly; null for anything else. */
export function parseInteger(text: string | null): number | null {
  if (text === null || !/^-?\d+$/.test(text)) return null;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : null;
}

/** A whole number that is not negative; null for anything else. */
export function parseCount(text: string | null | undefined): number | null {
  const value = parseInteger(text ?? null);
  return value === null || value < 0 ? null : value;
}

/** An amount of /proc/meminfo, `12 kB`, in bytes; null for anything else. */
export function parseKibibytes(text: string | undefined): number | null {
  const amount = parseCount(/^(\d+) kB$/.exec(text ?? '')?.[1]);
  return amount === null ? null : amount * 1024;
}

/** NUMA node of a file that has its number; null also for -1, the kernel's word for none. */
export function readNode(root: string, path: string): number | null {
  return parseCount(readText(root, path));
}

/** Lines `key: value` as in `/proc/meminfo`; the first line of a key wins. */
export function parseFields(text: string | null): Map<string, string> {
  const fields = new Map<string, string>();
  for (const line of (text ?? '').split('\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const key = line.slice(0, colon).trim();
    if (!fields.has(key)) fields.set(key, line.slice(colon + 1).trim());
  }
  return fields;
}

/** The choice in brackets of a file like `always [madvise] never`; null when there is none. */
export function parseChoice(text: string | null): string | null {
  return /\[([^\]]+)\]/.exec(text ?? '')?.[1] ?? null;
}
