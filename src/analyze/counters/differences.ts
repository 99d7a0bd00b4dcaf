// How much counters grew from one reading to the next, or which of them somebody has set back.
import type { Reading } from '../../filesystem/counters.js';

export type Difference =
  | { ok: true; deltas: Record<string, number> }
  /** It was smaller, or gone, in the second reading. */
  | { ok: false; name: string; before: number; after: number | null };

/** The kernel prints times of block devices as unsigned int (block/genhd.c), so they begin anew after 2^32 ms. */
const wraps = /^disk\..*Ms$/;
const wrap = 2 ** 32;
/** Time of idle processors and of iowait is an estimate that may step back a little (proc_stat(5)). */
const stepsBack = /^cpu\./;
/** Seconds have two decimals in the kernel, microseconds from nanoseconds three. */
const decimals = 1e6;

/** Only counters that grew are in it. One that the first reading lacks began at 0. */
export function differenceOf(before: Reading['counters'], after: Reading['counters']): Difference {
  const deltas: Record<string, number> = {};
  for (const name in before) if (!(name in after)) return { ok: false, name, before: before[name] ?? 0, after: null };
  for (const name in after) {
    const now = after[name] ?? 0;
    const then = before[name] ?? 0;
    const grown = growth(name, then, now);
    if (grown === null) return { ok: false, name, before: then, after: now };
    if (grown > 0) deltas[name] = roundedCounter(grown);
  }
  return { ok: true, deltas };
}

/** Without what binary fractions add to decimals. */
export function roundedCounter(value: number): number {
  return Number.isInteger(value) ? value : Math.round(value * decimals) / decimals;
}

function growth(name: string, then: number, now: number): number | null {
  if (now >= then) return now - then;
  if (stepsBack.test(name)) return 0;
  // More than half of the range within one interval is no wrap.
  const wrapped = now + wrap - then;
  return wraps.test(name) && then < wrap && wrapped < wrap / 2 ? wrapped : null;
}
