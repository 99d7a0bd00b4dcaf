// What the tools of MooseFS print: storage class, chunks of a file, chunk servers.
import type { StorageTarget } from '../adapter.js';
import { storageTarget } from '../partly-told.js';
import { countOf, linesOf } from '../told.js';

/** `mfsgetsclass PATH` and `mfsgetgoal PATH`: `PATH: CLASS`. Null: another form. */
export function parseClass(text: string): string | null {
  const [line = ''] = linesOf(text);
  return /^.+:\s+(\S+)$/.exec(line)?.[1]?.replace(/^'(.*)'$/, '$1') ?? null;
}

export interface MooseChunks {
  chunks: number;
  /** `address:port` of the servers that hold a copy, each once. */
  servers: string[];
  /** Fewest copies of a chunk. */
  copies: number | null;
}

/** `mfsfileinfo PATH`: a line a chunk, and below it one for each copy. Null: another form. */
export function parseChunks(text: string): MooseChunks | null {
  const lines = linesOf(text);
  if (!/:$/.test(lines[0] ?? '')) return null;
  const copiesOf: number[] = [];
  const servers = new Set<string>();
  for (const line of lines.slice(1)) {
    if (/^chunk \d+:/.test(line)) copiesOf.push(0);
    const server = /^(?:copy|part) \d+: (\S+:\d+)/.exec(line)?.[1];
    if (server === undefined) continue;
    servers.add(server);
    copiesOf[copiesOf.length - 1] = (copiesOf.at(-1) ?? 0) + 1;
  }
  return {
    chunks: copiesOf.length,
    servers: [...servers],
    copies: copiesOf.length === 0 ? null : copiesOf.reduce((fewest, copies) => Math.min(fewest, copies)),
  };
}

/** `mfscli -SCS`: a line a chunk server, cells behind tabs. The columns of size come after that of its chunks. */
export function parseServers(text: string): StorageTarget[] | null {
  const rows = linesOf(text).map((line) => line.split('\t'));
  const servers = rows.filter(([first]) => /^chunk ?servers:$/.test(first?.trim() ?? ''));
  if (servers.length === 0) return null;
  return servers.map((cells) => {
    const used = countOf(cells[9]);
    const total = countOf(cells[10]);
    return storageTarget({
      name: `${cells[1] ?? ''}:${cells[2] ?? ''}`,
      role: 'target',
      totalBytes: total,
      availableBytes: used === null || total === null || used > total ? null : total - used,
      state: cells[7] === 'maintenance_on' ? 'maintenance' : '',
    });
  });
}
