// XFS: its geometry by xfs_info, and the counters of the mount in /sys/fs/xfs.
import type { Access } from '../access.js';
import { adminFolders } from '../admin-folders.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { Questions } from '../questions.js';
import { fileSource } from '../sources.js';
import { countOf, detailsOf, linesOf } from '../told.js';
import type { Details } from '../told.js';
import { deviceName } from './device-name.js';

/** `xfs_info MOUNT`: what of the geometry decides over speed. Null: another form. */
export function parseGeometry(text: string): Details | null {
  if (!/^meta-data=/m.test(text)) return null;
  const section = (name: string): string => new RegExp(`^${name}\\s*=[^]*?(?=^\\S|(?![^]))`, 'm').exec(text)?.[0] ?? '';
  const number = (part: string, key: string): number | null =>
    countOf(new RegExp(`\\b${key}=(\\d+)`).exec(section(part))?.[1]);
  const block = number('data', 'bsize');
  const bytes = (blocks: number | null): number | null =>
    block === null || blocks === null || blocks === 0 ? null : blocks * block;
  return detailsOf({
    blockBytes: block,
    allocationGroups: number('meta-data', 'agcount'),
    stripeUnitBytes: bytes(number('data', 'sunit')),
    stripeWidthBytes: bytes(number('data', 'swidth')),
    reflink: number('meta-data', 'reflink') === null ? null : number('meta-data', 'reflink') === 1,
    log: /^log\s*=(internal|external)/m.exec(text)?.[1],
    realtime: /^realtime\s*=none/m.test(text) ? null : true,
  });
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const details = await ask.run('xfs_info', [mount.mountPoint], parseGeometry, { searchPath: adminFolders });
  return { version: '', details: details ?? {}, targets: [], asked: ask.asked };
}

/** Lines of `stats`, each a name and its numbers → counters by the place in the line (fs/xfs/xfs_stats.h). */
const places = new Map<string, [number, string][]>(
  Object.entries({
    rw: [
      [1, 'xfs.writes.count'],
      [2, 'xfs.reads.count'],
    ],
    xpc: [
      [2, 'xfs.writes.writtenBytes'],
      [3, 'xfs.reads.readBytes'],
    ],
    log: [
      [1, 'xfs.log.writes'],
      [4, 'xfs.log.forces'],
      [5, 'xfs.log.forceWaits'],
    ],
    trans: [
      [1, 'xfs.transactions.synchronous'],
      [2, 'xfs.transactions.asynchronous'],
    ],
  }),
);

/** Null: no line that is known. */
export function parseStats(text: string): Reading | null {
  const counters: Record<string, number> = {};
  for (const line of linesOf(text)) {
    const cells = line.split(/\s+/);
    for (const [at, name] of places.get(cells[0] ?? '') ?? []) {
      const value = countOf(cells[at]);
      if (value !== null) counters[name] = value;
    }
  }
  return Object.keys(counters).length === 0 ? null : { counters, gauges: {} };
}

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const device = await deviceName(mount, access);
  return [fileSource('xfs stats', `/sys/fs/xfs/${device}/stats/stats`, access, parseStats)];
}

export const xfsAdapter: FileSystemAdapter = { kinds: ['xfs'], describe, counters };
