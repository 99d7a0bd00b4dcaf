// What a job does to its files: order, directions, and values that are given by direction.
import type { ByDirection } from './fio-units.js';
import type { JobOptions } from './job-options.js';
import type { FioPattern } from './values.js';

/** `rw` together with the mix of reads and writes. */
export interface Pattern extends FioPattern {
  /** Share of reads among the operations. */
  readPercent: number;
}

/** fio reads in order where nothing is given, and mixes half and half. */
export function patternOf(options: JobOptions): Pattern {
  const given = options.get('rw') ?? { random: false, reads: true, writes: false, hole: 0, blocksPerOffset: 1 };
  const readPercent = given.reads ? (given.writes ? mixOf(options) : 100) : 0;
  return { ...given, readPercent, reads: readPercent > 0, writes: readPercent < 100 };
}

/** The two options are each the rest of the other; the last one decides. */
function mixOf(options: JobOptions): number {
  const last = options.lastOf('rwmixread', 'rwmixwrite');
  if (last === undefined) return 50;
  const share = options.get(last) ?? 50;
  return last === 'rwmixread' ? share : 100 - share;
}

/** One value for all operations, or one for each direction where both are in use and differ. */
export type Directed<T> = { both: T } | { read: T; write: T };

/** The values of the directions that the pattern uses. */
export function directed<T>(values: ByDirection<T>, fallback: T, { reads, writes }: Pattern): Directed<T> {
  const read = values.read ?? fallback;
  const write = values.write ?? fallback;
  if (!writes) return { both: read };
  if (!reads || JSON.stringify(read) === JSON.stringify(write)) return { both: write };
  return { read, write };
}

/** Both or the one value. */
export function valuesOf<T>(value: Directed<T>): T[] {
  return 'both' in value ? [value.both] : [value.read, value.write];
}
