// The lines of test/fixtures/mountinfo/every-system.txt, one of every form that is known.
import { readFileSync } from 'node:fs';
import { parseMountinfo, type MountEntry } from '../../src/mount/mountinfo.js';

export const everyLine = readFileSync(new URL('../fixtures/mountinfo/every-system.txt', import.meta.url), 'utf8');
export const everyEntry = parseMountinfo(everyLine);

/** The line with this mount point. */
export function lineAt(mountPoint: string): MountEntry {
  const entry = everyEntry.find((candidate) => candidate.mountPoint === mountPoint);
  if (entry === undefined) throw new Error(`no line of the fixture is mounted at ${mountPoint}`);
  return entry;
}
