// Layout of a file or directory, as the two generations of tools of BeeGFS print it.
import type { FileLayout } from '../layout.js';
import { bytesOf, countOf, detailsOf, jsonOf, linesOf, objectsOf, textOf } from '../told.js';
import { layoutOf } from '../partly-told.js';

/** Bytes of `512K`, `1Mi`, `1m` or `524288`; null where it is none. */
export function chunkBytes(text: string): number | null {
  return bytesOf(text.trim().replace(/^([\d.]+)([KMGT])i?B?$/i, '$1$2iB'));
}

const wordAfter = (text: string, label: RegExp): string => label.exec(text)?.[1]?.trim() ?? '';

/** `beegfs-ctl --getentryinfo` of version 7; `beegfs entry info --retro` prints the same. */
export function parseEntryText(text: string, by: string): FileLayout | null {
  const pattern = wordAfter(text, /^\s*\+ Type:\s*(.+)$/m);
  const counts = /^\s*\+ Number of storage targets:\s*desired:\s*(\d+)(?:;\s*actual:\s*(\d+))?/m.exec(text);
  if (pattern === '' || counts === null) return null;
  const targets = linesOf(text).flatMap((line) => /^\+ (\d+) @ /.exec(line)?.[1] ?? []);
  const pool = wordAfter(text, /^\s*\+ Storage Pool:\s*(.+)$/m);
  return layoutOf(by, {
    stripeCount: countOf(counts[2] ?? counts[1]),
    stripeSize: chunkBytes(wordAfter(text, /^\s*\+ Chunksize:\s*(.+)$/m)),
    pool: /\((.+)\)/.exec(pool)?.[1] ?? null,
    targets,
    details: detailsOf({
      pattern,
      desiredTargets: countOf(counts[1]),
      poolId: /^\d+/.exec(pool)?.[0],
      metadataNode: wordAfter(text, /^(?:Metadata node|Current primary metadata node):\s*(.+)$/m),
      metadataBuddyGroup: wordAfter(text, /^Metadata buddy group:\s*(.+)$/m),
    }),
  });
}

/** A cell that stands for nothing: `(unmirrored)`, `(directory)`, `(unavailable: …)`. */
const isNothing = (cell: string): boolean => cell === '' || /^\(.*\)$/.test(cell);

/** `beegfs entry info --output json --raw` of version 8: an array with one row. */
export function parseEntryJson(text: string, by: string): FileLayout | null {
  const row = objectsOf(jsonOf(text))?.[0];
  const stripes = /^(.+?)\s*\((\d+)x([^)]+)\)$/.exec(textOf(row?.['stripe_pattern']));
  if (row === undefined || stripes === null) return null;
  const list = textOf(row['storage_targets']);
  const targets = isNothing(list) ? [] : list.split(/[,\s]+/).map((target) => target.replace(/^[a-z]+:/, ''));
  const pool = textOf(row['storage_pool']);
  const mirror = textOf(row['meta_mirror']);
  return layoutOf(by, {
    // A file says how many targets it has; its pattern says how many its directory asks for.
    stripeCount: targets.length > 0 ? targets.length : countOf(stripes[2]),
    stripeSize: chunkBytes(stripes[3] ?? ''),
    pool: isNothing(pool) ? null : pool.replace(/\s*\(\d+\)$/, ''),
    targets,
    details: detailsOf({
      pattern: stripes[1],
      desiredTargets: countOf(stripes[2]),
      poolId: /\((\d+)\)$/.exec(pool)?.[1],
      metadataNode: textOf(row['meta_node']),
      metadataBuddyGroup: isNothing(mirror) ? null : mirror,
    }),
  });
}
