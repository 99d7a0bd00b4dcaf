// Space and inodes of each OST and MDT, as `lfs df` and `lfs df -i` print them, and the pools that OSTs are in.
import type { StorageTarget } from '../adapter.js';
import { bytesOfKiB, countOf } from '../told.js';

/** One row: KiB of `lfs df`, numbers of `lfs df -i`. Null for a target that does not answer, and beyond 2^53. */
export interface SpaceRow {
  /** `OST0003`. */
  name: string;
  total: number | null;
  free: number | null;
  /** `inactive device`, `Resource temporarily unavailable`, or letters such as `D` (degraded); empty: none. */
  state: string;
}

const row = /^\S*?((?:OST|MDT)[0-9a-f]{4})(?:_UUID)?\s+(\d+)\s+(\d+)\s+(-?\d+)\s+\d+%\s+.*\[(?:OST|MDT):\d+\]\s*(\S*)/;
const silent = /^\S*?((?:OST|MDT)[0-9a-f]{4})(?:_UUID)?\s*:\s*(.+)$/;

/** Rows of targets; lines of another form, such as titles and the summary, are left out. */
export function parseSpace(text: string): SpaceRow[] {
  return text.split('\n').flatMap((line): SpaceRow[] => {
    const [, name, total, , free, state = ''] = row.exec(line) ?? [];
    if (name !== undefined)
      return [{ name, total: countOf(total), free: free?.startsWith('-') ? 0 : countOf(free), state }];
    const [, missing, why = ''] = silent.exec(line) ?? [];
    return missing === undefined ? [] : [{ name: missing, total: null, free: null, state: why.trim() }];
  });
}

/** Names of `lfs pool_list FS`, such as `scratch.flash`, without that of the file system. */
export function parsePools(text: string, fileSystem: string): string[] {
  const names = text.split('\n').map((line) => line.trim());
  return names.filter((name) => name.startsWith(`${fileSystem}.`)).map((name) => name.slice(fileSystem.length + 1));
}

/** Names of OSTs of `lfs pool_list FS.POOL`. */
export function parsePoolMembers(text: string): string[] {
  return [...text.matchAll(/^\S*?(OST[0-9a-f]{4})_UUID/gm)].map(([, name = '']) => name);
}

/**
 * Targets of both lists, MDTs first. `pools`: pool → names of its OSTs; `states`: name → state of the connection to it,
 * which is told after what `lfs df` says.
 */
export function targetsOf(
  space: readonly SpaceRow[],
  inodes: readonly SpaceRow[],
  pools: ReadonlyMap<string, string[]>,
  states: ReadonlyMap<string, string>,
): StorageTarget[] {
  const names = new Set([...space, ...inodes].map(({ name }) => name));
  return [...names].sort().map((name) => {
    const blocks = space.find((other) => other.name === name);
    const counts = inodes.find((other) => other.name === name);
    const words = [blocks?.state ?? '', states.get(name) ?? ''].filter((word) => word !== '');
    return {
      name,
      role: name.startsWith('MDT') ? 'mdt' : 'ost',
      pools: [...pools].filter(([, members]) => members.includes(name)).map(([pool]) => pool),
      totalBytes: bytesOfKiB(blocks?.total),
      availableBytes: bytesOfKiB(blocks?.free),
      inodes: counts?.total ?? null,
      freeInodes: counts?.free ?? null,
      state: words.join(', '),
    };
  });
}
