// Counters of the MooseFS client in `<mount>/.stats`: `name: number`, and `name: [number]` for a value of the moment.
import type { Reading } from '../counters.js';
import { camelCase, countOf, keyValues } from '../told.js';

const master = new Map(
  Object.entries({
    bytes_sent: 'moosefs.master.sentBytes',
    bytes_received: 'moosefs.master.receivedBytes',
    packets_sent: 'moosefs.master.sentPackets',
    packets_received: 'moosefs.master.receivedPackets',
    reconnects: 'moosefs.master.reconnects',
  }),
);

/** `fuse_ops.read` is `moosefs.read.requests`. Null: a value that is of no use here. */
function counterOf(name: string): string | null {
  if (name === 'fuse_ops') return 'moosefs.fuse.requests';
  const [group = '', ...rest] = name.split('.');
  if (group === 'fuse_ops') return `moosefs.${camelCase(rest.join('.'))}.requests`;
  return group === 'master' ? (master.get(rest.join('.')) ?? null) : null;
}

/** Null: no line of MooseFS is there. */
export function parseStats(text: string): Reading | null {
  const found: Reading = { counters: {}, gauges: {} };
  for (const [name, cell] of keyValues(text, ':')) {
    const value = countOf(cell);
    const counter = counterOf(name);
    if (counter !== null && value !== null) found.counters[counter] = value;
    const ping = name === 'master.usec_ping' ? countOf(/^\[(\d+)\]$/.exec(cell)?.[1]) : null;
    if (ping !== null) found.gauges['moosefs.master.pingUs'] = ping;
  }
  return Object.keys(found.counters).length === 0 ? null : found;
}
