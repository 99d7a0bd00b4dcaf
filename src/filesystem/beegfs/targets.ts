// Storage targets of BeeGFS with their capacity, as the two generations of its tools list them.
import type { StorageTarget } from '../adapter.js';
import { countOf, jsonOf, linesOf, objectOf, objectsOf, textOf } from '../told.js';

/** Bytes of `931.0GiB`, rounded; null where it is none. */
function roundedBytes(cell: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([KMGTPE]?)i?B$/.exec(cell) ?? [];
  return number === undefined
    ? null
    : countOf(Math.round(Number(number) * 1024 ** ['', 'K', 'M', 'G', 'T', 'P', 'E'].indexOf(unit)));
}

/** Inodes of `97.7M`: thousands; null where it is none. */
function roundedCount(cell: string): number | null {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)([kMGT]?)$/.exec(cell) ?? [];
  return number === undefined
    ? null
    : countOf(Math.round(Number(number) * 1000 ** ['', 'k', 'M', 'G', 'T'].indexOf(unit)));
}

/** `beegfs-ctl --listtargets --spaceinfo --state` of version 7: a table; the sizes are rounded by the tool. */
export function parseTargetTable(text: string): StorageTarget[] | null {
  const lines = linesOf(text);
  const at = lines.findIndex((line) => /^TargetID\b/.test(line));
  if (at < 0) return null;
  const columns = (lines[at] ?? '').split(/\s+/).filter((name) => name !== 'Cap.');
  const targets: StorageTarget[] = [];
  for (const line of lines.slice(at + 1)) {
    const cells = line.split(/\s+/);
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    if (!/^\d+$/.test(cells[0] ?? '')) continue;
    targets.push({
      name: cell('TargetID'),
      role: 'target',
      pools: [],
      totalBytes: roundedBytes(cell('Total')),
      availableBytes: roundedBytes(cell('Free')),
      inodes: roundedCount(cell('ITotal')),
      freeInodes: roundedCount(cell('IFree')),
      state: [cell('Reachability'), cell('Consistency')].filter((word) => word !== '').join(', '),
    });
  }
  return targets;
}

/** Name of an entity: a text, or an object with an alias or an id. */
function nameOf(value: unknown): string {
  const entity = objectOf(value);
  if (entity === null) return textOf(value);
  const alias = textOf(entity['alias']);
  return alias === '' ? nameOf(entity['num_id'] ?? entity['id'] ?? '') : alias;
}

/** `beegfs target list --capacity --state --output json --raw` of version 8: an array of rows. */
export function parseTargetJson(text: string): StorageTarget[] | null {
  const rows = objectsOf(jsonOf(text));
  if (rows === null || rows.some((row) => !('id' in row))) return null;
  return rows.map((row) => {
    const pool = nameOf(row['storage_pool']);
    return {
      name: nameOf(row['id']),
      role: textOf(row['type']).startsWith('meta') ? 'mdt' : 'target',
      pools: pool === '' || pool.startsWith('(') ? [] : [pool],
      totalBytes: countOf(row['space']),
      availableBytes: countOf(row['space_free']),
      inodes: countOf(row['inodes']),
      freeInodes: countOf(row['inodes_free']),
      state: [textOf(row['reachability']), textOf(row['consistency'])].filter((word) => word !== '').join(', '),
    };
  });
}
