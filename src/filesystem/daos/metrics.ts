// Metrics that the client of DAOS exports where its agent has telemetry on (`daos_metrics -C`).
import type { Reading } from '../counters.js';
import { addUp } from '../sums.js';
import { camelCase, countOf, linesOf } from '../told.js';

/** Lines `ID: 1/pool/<uuid>/xferred/update/tgt_0,1048576`: of a pool, summed over processes, pools and targets. */
export function parseMetrics(text: string): Reading | null {
  const lines = linesOf(text).flatMap((line) => {
    const parts = /^(?:ID:\s*)?([\w:./-]+?)\s*,\s*(\d+)\s*$/.exec(line);
    return parts === null ? [] : [{ name: nameOf((parts[1] ?? '').split('/')), value: countOf(parts[2]) }];
  });
  if (lines.length === 0) return null;
  const told = lines.flatMap(({ name, value }) => (name === null || value === null ? [] : [{ [name]: value }]));
  return { counters: addUp(told), gauges: {} };
}

/** Counters that only grow are those of operations (`ops`) and of bytes (`xferred`); the rest is left out. */
function nameOf(path: readonly string[]): string | null {
  const at = path.findIndex((part) => part === 'ops' || part === 'xferred');
  const what = path[at + 1];
  // Gauges of an operation, such as how many are `active`, lie below its name.
  if (at < 0 || what === undefined || /^(active|latency)/.test(path[at + 2] ?? '')) return null;
  return path[at] === 'ops' ? `daos.${camelCase(what)}.requests` : `daos.${camelCase(what)}.transferredBytes`;
}
