// What the driver of WEKA tells in /proc/wekafs/interface. Opening it can block, so it is only read where that is safe.
import type { Reading } from '../counters.js';
import { camelCase, countOf, detailsOf, keyValues, linesOf } from '../told.js';
import type { Details } from '../told.js';

export const driverPath = '/proc/wekafs/interface';

/** State of the driver and of its frontend processes. Null: the text is of another form. */
export function parseDriver(text: string): Details | null {
  const lines = keyValues(text, ':');
  const state = lines.get('GW driver_state');
  if (state === undefined) return null;
  const frontends = linesOf(text).filter((line) => /^Container=.*\bFE \d+:/.test(line));
  return detailsOf({
    driverState: state.replace(/^DRIVER_/, '').toLowerCase(),
    frontends: frontends.filter((line) => /: Connected\b/.test(line)).length,
    frontendsLost: frontends.filter((line) => !/: Connected\b/.test(line)).length || null,
  });
}

/** Its error counters: `NS_num_enospc_errors: 0`. Null: it has none. */
export function parseErrors(text: string): Reading | null {
  const counters: Record<string, number> = {};
  for (const [key, value] of keyValues(text, ':')) {
    const name = /^NS_(?:num_)?(\w+)$/.exec(key)?.[1];
    const count = countOf(value);
    if (name !== undefined && count !== null) {
      counters[`weka.driver.${name.endsWith('_bytes_dropped') ? 'droppedBytes' : camelCase(name)}`] = count;
    }
  }
  return Object.keys(counters).length === 0 ? null : { counters, gauges: {} };
}
