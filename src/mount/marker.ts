// The marker file that makes a data directory this tool's: read, waited for, and written by exactly one process.
import { randomUUID } from 'node:crypto';
import { systemCode } from '../errors.js';
import { createDurably, readSmallFile } from './durable-file.js';
import type { HeldDirectory } from './held-directory.js';
import { foreign, reasonOf } from './mount-error.js';

export const markerName = '.ioproof.json';

/** Content of the marker file. */
export interface Marker {
  tool: 'ioproof';
  /** ISO 8601, UTC. */
  createdAt: string;
  /** Different for each data directory. */
  id: string;
}

const pollMs = 5;

/**
 * The marker of a directory; null when the directory is empty. Its creator makes the file first and fills it then, so an
 * unfinished one gets `waitMs` milliseconds. Throws DATA_DIRECTORY_FOREIGN when the directory is not this tool's.
 */
export function awaitMarker(directory: HeldDirectory, waitMs: number): Marker | null {
  const deadline = performance.now() + waitMs;
  for (;;) {
    const text = markerText(directory);
    const marker = text === null ? null : parseMarker(directory, text);
    if (marker !== null) return marker;
    const names = directory.names();
    if (names.length === 0) return null;
    // The marker may have come after it was looked for: then it is in the list.
    if (!names.includes(markerName)) throw foreign(directory.path, `is not empty and has no ${markerName}`);
    if (performance.now() > deadline) throw foreign(directory.path, `has a ${markerName} that is cut short`);
    pause();
  }
}

/** Writes the marker, or takes that of the process that was faster; null when the directory is gone. */
export function createMarker(directory: HeldDirectory, waitMs: number): Marker | null {
  const marker: Marker = { tool: 'ioproof', createdAt: new Date().toISOString(), id: randomUUID() };
  return writeMarker(directory, marker) ? marker : awaitMarker(directory, waitMs);
}

/** Writes this marker; false when there is one already or the directory is gone. */
export function writeMarker(directory: HeldDirectory, marker: Marker): boolean {
  try {
    createDurably(directory, markerName, `${JSON.stringify(marker)}\n`);
    return true;
  } catch (error) {
    if (['EEXIST', 'ENOENT'].includes(systemCode(error))) return false;
    throw error;
  }
}

function markerText(directory: HeldDirectory): string | null {
  try {
    return readSmallFile(directory, markerName);
  } catch (error) {
    throw foreign(directory.path, `has a ${markerName} that cannot be trusted: ${reasonOf(error)}`);
  }
}

/** Null while the text is cut short. */
function parseMarker(directory: HeldDirectory, text: string): Marker | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  const { tool, createdAt, id } = (value ?? {}) as Record<string, unknown>;
  if (tool === 'ioproof' && typeof createdAt === 'string' && typeof id === 'string') return { tool, createdAt, id };
  throw foreign(directory.path, `has a ${markerName} that ioproof did not write`);
}

/** Sleeps without giving the thread away: this code runs in a child process that does nothing else. */
function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
}
