// Statistics of a Lustre client: `name  N samples [unit] min max sum sumsq`, in the forms of 2.10 to 2.17.
import type { Reading } from '../counters.js';
import type { Counters } from '../sums.js';
import { countOf } from '../told.js';

const line = /^(\S+)\s+(\d+) samples \[(\w+)\](?:\s+(\d+)\s+(\d+)\s+(\d+))?/;

/** Ends of the names of sums. Older releases write `usec` and `regs` where later ones write `usecs` and `reqs`. */
const sums = new Map(
  Object.entries({
    usec: 'Us',
    usecs: 'Us',
    bytes: 'Bytes',
    secs: 'Seconds',
    sec: 'Seconds',
    pages: 'Pages',
  }),
);

/**
 * Counters of one block, as `<prefix>.<name>.count` and `.sum<Unit>`. Numbers beyond 2^53 are left out; the sum of squares,
 * which overflows 64 bits, always. Lines of another form are left out.
 */
export function parseStats(text: string, prefix: string): Counters {
  const counters: Counters = {};
  for (const row of text.split('\n')) {
    const [, name, count, unit = '', , , sum] = line.exec(row.trim()) ?? [];
    if (name === undefined) continue;
    put(counters, `${prefix}.${name}.count`, count);
    const end = sums.get(unit);
    if (end !== undefined) put(counters, `${prefix}.${name}.sum${end}`, sum);
  }
  return counters;
}

/** Counts of `mdc.*.md_stats`, which have no sums before 2.15: `<prefix>.<name>.count`. */
export function parseMetadataStats(text: string, prefix: string): Counters {
  const counts = Object.entries(parseStats(text, prefix)).filter(([name]) => name.endsWith('.count'));
  return Object.fromEntries(counts);
}

/** Sizes, latencies and depths of `osc.*.rpc_stats`, with the names that they have here. */
const histograms = new Map(
  Object.entries({
    'pages per rpc': 'pages',
    'rpcs in flight': 'inFlight',
    'RPC latency (us)': 'latencyUs',
  }),
);

/**
 * Histograms of RPCs as `<prefix>.pages256.reads` and `.writes`, where the number is the upper end of the bucket, and as
 * gauges the RPCs in flight at this moment. A histogram of another kind is left out.
 */
export function parseRpcStats(text: string, prefix: string): Reading {
  const reading: Reading = { counters: {}, gauges: {} };
  let histogram: string | undefined;
  for (const row of text.split('\n').map((raw) => raw.trim())) {
    const [, kind, inFlight] = /^(read|write) RPCs in flight:\s*(\d+)$/.exec(row) ?? [];
    if (kind !== undefined) put(reading.gauges, `${prefix}.${kind}sInFlight`, inFlight);
    const title = /^(.+?)\s+(?:rpcs|count)\s+% cum %/.exec(row)?.[1];
    if (title !== undefined) histogram = histograms.get(title);
    const [, bucket, reads, writes] = /^(\d+):\s+(\d+)\s+\d+\s+\d+\s+\|\s+(\d+)/.exec(row) ?? [];
    if (bucket === undefined || histogram === undefined) continue;
    put(reading.counters, `${prefix}.${histogram}${bucket}.reads`, reads);
    put(reading.counters, `${prefix}.${histogram}${bucket}.writes`, writes);
  }
  return reading;
}

function put(counters: Counters, name: string, text: string | undefined): void {
  const value = countOf(text);
  if (value !== null) counters[name] = value;
}
