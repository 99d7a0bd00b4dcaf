// Statistics of WEKA's driver on the client: rates over the last minute, so they are values of the moment.
import type { Reading } from '../counters.js';
import { jsonOf, numberOf, objectOf, objectsOf, textOf } from '../told.js';

/** Asked for by their names in WEKA → gauge, with the unit that WEKA gives them in. */
const gauges: Record<string, string> = {
  READS: 'weka.driver.readsPerSecond',
  WRITES: 'weka.driver.writesPerSecond',
  OPS: 'weka.driver.opsPerSecond',
  READ_BYTES: 'weka.driver.readBytesPerSecond',
  WRITE_BYTES: 'weka.driver.writtenBytesPerSecond',
  THROUGHPUT: 'weka.driver.bytesPerSecond',
  READ_LATENCY: 'weka.driver.readUs',
  WRITE_LATENCY: 'weka.driver.writeUs',
};

export const statsCommand: readonly [string, ...string[]] = [
  ...(['weka', 'stats', '--category', 'ops_driver', '--stat', Object.keys(gauges).join(',')] as const),
  ...['--interval', '60', '-R', '-J'],
];

/** Rows of `{stat, value}`; of a statistic with several rows, the last. Null: there are no such rows. */
export function parseStats(text: string): Reading | null {
  const rows = objectsOf(jsonOf(text));
  if (rows === null) return null;
  const found: Record<string, number> = {};
  for (const row of rows) {
    const name = gauges[textOf(row['stat'] ?? row['stat_type'])];
    const told = objectOf(row['value'])?.['value'] ?? row['value'];
    const value = numberOf(typeof told === 'string' ? (/^-?[\d.]+/.exec(told)?.[0] ?? '') : told);
    if (name !== undefined && value !== null) found[name] = value;
  }
  return Object.keys(found).length === 0 && rows.length > 0 ? null : { counters: {}, gauges: found };
}
