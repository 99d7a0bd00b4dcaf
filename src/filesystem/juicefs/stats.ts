// Counters of JuiceFS in `<mount>/.stats`: a line of name and value each, histograms as `_total` and `_sum`.
import type { Reading } from '../counters.js';
import { addUp, type Counters } from '../sums.js';
import { linesOf, numberOf } from '../told.js';

/** Name without `juicefs_` → counter. */
const counterNames = new Map(
  Object.entries({
    fuse_ops_durations_histogram_seconds_total: 'fuse.requests',
    fuse_ops_durations_histogram_seconds_sum: 'fuse.totalSeconds',
    fuse_read_size_bytes_total: 'fuse.reads',
    fuse_read_size_bytes_sum: 'fuse.readBytes',
    fuse_written_size_bytes_total: 'fuse.writes',
    fuse_written_size_bytes_sum: 'fuse.writtenBytes',
    meta_ops_durations_histogram_seconds_total: 'meta.requests',
    meta_ops_durations_histogram_seconds_sum: 'meta.totalSeconds',
    transaction_durations_histogram_seconds_total: 'meta.transactions',
    transaction_restart: 'meta.restarts',
    blockcache_hits: 'cache.hits',
    blockcache_hit_bytes: 'cache.hitBytes',
    blockcache_miss: 'cache.misses',
    blockcache_miss_bytes: 'cache.missBytes',
    blockcache_writes: 'cache.writes',
    blockcache_write_bytes: 'cache.writtenBytes',
    blockcache_drops: 'cache.drops',
    blockcache_evicts: 'cache.evictions',
    object_request_errors: 'object.errors',
  }),
);

/** Values of the moment. */
const gaugeNames = new Map(
  Object.entries({
    fuse_open_handlers: 'fuse.open',
    used_buffer_size_bytes: 'fuse.bufferBytes',
    blockcache_bytes: 'cache.storedBytes',
    staging_block_bytes: 'cache.stagedBytes',
  }),
);

/** Requests to the object store by method, such as `object_request_data_bytes_GET`. */
function objectCounter(name: string): string | null {
  const request = /^object_request_durations_histogram_seconds_([A-Z]+)_(total|sum)$/.exec(name);
  if (request !== null) return `object.${request[1] ?? ''}.${request[2] === 'sum' ? 'totalSeconds' : 'requests'}`;
  const bytes = /^object_request_data_bytes_([A-Z]+)$/.exec(name);
  return bytes === null ? null : `object.${bytes[1] ?? ''}.bytes`;
}

/** Of lines with the same name (labels differ), the sum. Null: no line of JuiceFS is there. */
export function parseStats(text: string): Reading | null {
  const gauges: Counters = {};
  const told: Counters[] = [];
  let known = false;
  for (const line of linesOf(text)) {
    const [key = '', cell] = line.split(/\s+/);
    const value = numberOf(cell);
    if (!key.startsWith('juicefs_') || value === null) continue;
    known = true;
    const name = key.slice('juicefs_'.length);
    const counter = counterNames.get(name) ?? objectCounter(name);
    const gauge = gaugeNames.get(name);
    if (counter !== null) told.push({ [`juicefs.${counter}`]: value });
    if (gauge !== undefined) gauges[`juicefs.${gauge}`] = value;
  }
  return known ? { counters: addUp(told), gauges } : null;
}
