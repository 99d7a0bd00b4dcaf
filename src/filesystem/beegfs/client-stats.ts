// What the storage servers of BeeGFS counted of this client. The kernel client itself counts nothing per operation.
import type { Reading } from '../counters.js';
import { addUp } from '../sums.js';
import { camelCase, countOf, jsonOf, linesOf, objectsOf, textOf } from '../told.js';

/** Names of the tool → of the counter. Others stay as they are. */
const names = new Map(
  Object.entries({
    sum: 'requests',
    'ops-rd': 'reads',
    rd: 'readBytes',
    'ops-wr': 'writes',
    wr: 'writtenBytes',
  }),
);

const counterOf = (operation: string): string => `beegfs.storage.${names.get(operation) ?? camelCase(operation)}`;

/** Sums over the rows of the addresses of this client; null where none of them is there. */
function sumOf(rows: { client: string; values: [string, number][] }[], addresses: readonly string[]): Reading | null {
  const own = rows.filter(({ client }) => addresses.includes(client));
  if (own.length === 0) return null;
  const named = own.map(({ values }) => values.map(([operation, value]) => [counterOf(operation), value] as const));
  return { counters: addUp(named.map((row) => Object.fromEntries(row))), gauges: {} };
}

/** `beegfs stats client --node-type storage --interval 0s --output json --raw` of version 8, a line before its rows. */
export function parseStatsJson(text: string, addresses: readonly string[]): Reading | null {
  const rows = objectsOf(jsonOf(text.slice(Math.max(0, text.search(/^\s*\[/m)))));
  if (rows === null) return null;
  const told = rows.map((row) => ({
    client: textOf(row['client']),
    values: Object.entries(row).flatMap(([operation, cell]): [string, number][] => {
      const value = operation === 'client' ? null : countOf(cell);
      return value === null ? [] : [[operation, value]];
    }),
  }));
  return sumOf(told, addresses);
}

/**
 * `beegfs-ctl --clientstats --nodetype=storage --interval=0` of version 7: `10.0.0.5: 12 [sum] 3 [ops-rd] …`. Its
 * versions differ in the unit of what was read and written, so that is left out.
 */
export function parseStatsText(text: string, addresses: readonly string[]): Reading | null {
  const told = linesOf(text).flatMap((line) => {
    const parts = /^([0-9a-fA-F.:]+?)\s*:\s+(\d.*)$/.exec(line);
    if (parts === null) return [];
    const values = [...(parts[2] ?? '').matchAll(/(\d+)(?:[A-Za-z]*)\s+\[([^\]]+)\]/g)].map(
      (match): [string, number] => [match[2] ?? '', Number(match[1])],
    );
    const counts = values.filter(([name, value]) => name !== 'rd' && name !== 'wr' && Number.isSafeInteger(value));
    return [{ client: parts[1] ?? '', values: counts.filter(([name]) => !/^(B|[KMG]iB)-/.test(name)) }];
  });
  return sumOf(told, addresses);
}
