// Pools of IBM Storage Scale with their space, as `mmlspool` and, where that does not tell, `mmdf -Y` print them.
import type { StorageTarget } from '../adapter.js';
import { storageTarget } from '../partly-told.js';
import { bytesOfKiB } from '../told.js';
import type { Row } from './table.js';

const row =
  /^(\S+)\s+\d+\s+\d+\s+[KMG]?B\s+(yes|no)\s+(yes|no)\s+(\d+)\s+(\d+)\s+\(\s*\d+%\)\s+(\d+)\s+(\d+)\s+\(\s*\d+%\)/i;

/** Rows `name id blocksize data meta total free (%) total free (%)`, with KiB; lines of another form are left out. */
export function parsePools(text: string): StorageTarget[] {
  return text.split('\n').flatMap((line): StorageTarget[] => {
    const [, name, data, , total, free, metadataTotal, metadataFree] = row.exec(line.trim()) ?? [];
    if (name === undefined) return [];
    // A pool for metadata alone has no room for data.
    return [data === 'yes' ? poolOf(name, total, free) : poolOf(name, metadataTotal, metadataFree)];
  });
}

/** Of the section `poolTotal` of `mmdf -Y`, with KiB. */
export function poolsOf(table: readonly Row[]): StorageTarget[] {
  const totals = table.filter(({ section, fields }) => section === 'poolTotal' && fields.has('poolName'));
  return totals.map(({ fields }) =>
    poolOf(fields.get('poolName') ?? '', fields.get('poolSize'), fields.get('freeBlocks')),
  );
}

function poolOf(name: string, total: string | undefined, free: string | undefined): StorageTarget {
  return storageTarget({ name, role: 'pool', totalBytes: bytesOfKiB(total), availableBytes: bytesOfKiB(free) });
}
