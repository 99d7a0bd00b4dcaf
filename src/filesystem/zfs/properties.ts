// Properties of a data set and its pool, as `zfs get -Hp` and `zpool list -Hp` print them: cells behind tabs.
import type { StorageTarget } from '../adapter.js';
import { storageTarget } from '../partly-told.js';
import { countOf, detailsOf, linesOf, settingOf } from '../told.js';
import type { Details } from '../told.js';

/** Property → name of the fact. `direct` is one since OpenZFS 2.3; before, O_DIRECT is taken and ignored. */
const wanted: Record<string, string> = {
  recordsize: 'recordBytes',
  compression: 'compression',
  dedup: 'dedup',
  primarycache: 'primaryCache',
  secondarycache: 'secondaryCache',
  direct: 'direct',
  sync: 'sync',
  logbias: 'logBias',
  atime: 'atime',
  checksum: 'checksum',
  encryption: 'encryption',
  copies: 'copies',
  special_small_blocks: 'specialSmallBlockBytes',
  compressratio: 'compressionRatio',
};

/** `zfs get -Hp -o property,value all DATASET`. Null: another form. */
export function parseProperties(text: string): Details | null {
  const rows = text.split('\n').map((line) => line.split('\t'));
  const told = new Map(
    rows.filter((cells) => cells.length === 2).map(([name = '', value = '']) => [name, value.trim()]),
  );
  if (!told.has('type') && !told.has('recordsize')) return null;
  const facts = Object.entries(wanted).map(([property, name]) => {
    const value = told.get(property);
    return [name, value === undefined ? null : settingOf(value)] as const;
  });
  return detailsOf(Object.fromEntries(facts));
}

/** `zpool list -Hp -o name,size,free,health,fragmentation POOL`. Null: another form. */
export function parsePool(text: string): { target: StorageTarget; details: Details } | null {
  const [name = '', size, free, health = '', fragmentation] = (linesOf(text)[0] ?? '').split('\t');
  const totalBytes = countOf(size);
  if (name === '' || totalBytes === null) return null;
  const space = { totalBytes, availableBytes: countOf(free) };
  const target = storageTarget({ name, role: 'pool', pools: [name], ...space, state: health });
  return { target, details: detailsOf({ fragmentationPercent: countOf(fragmentation?.replace('%', '')) }) };
}

/** `zpool status POOL`: the kinds of its groups of devices, such as `raidz2 ×4`. Null: another form. */
export function parseStatus(text: string): Details | null {
  const lines = text.split('\n');
  const at = lines.findIndex((line) => /^\s+NAME\s+STATE\b/.test(line));
  if (at < 0) return null;
  const end = lines.findIndex((line, index) => index > at && line.trim() === '');
  const names = lines.slice(at + 1, end < 0 ? undefined : end).map((line) => line.trim().split(/\s+/)[0] ?? '');
  const groups = new Map<string, number>();
  for (const name of names) {
    const kind = /^(mirror|raidz\d?|draid\d?|spare|logs?|cache|special)\b/.exec(name)?.[1];
    if (kind !== undefined) groups.set(kind, (groups.get(kind) ?? 0) + 1);
  }
  const words = [...groups].map(([kind, count]) => (count === 1 ? kind : `${kind} ×${count}`));
  return detailsOf({ poolLayout: words.length === 0 ? 'single devices' : words.join(', ') });
}
