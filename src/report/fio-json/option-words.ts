// Values of a job as people write them in a fio job file: `4k`, `30`, `1500ms`, `4k,64k`.

/** Options of a fio job in its order; undefined values are left out. */
export type Options = Record<string, string | undefined>;

const suffixes = [
  ['t', 2 ** 40],
  ['g', 2 ** 30],
  ['m', 2 ** 20],
  ['k', 2 ** 10],
] as const;

/** Bytes; fio's `k` is 1024 unless kb_base says otherwise. */
export function sizeText(bytes: number): string {
  const found = suffixes.find(([, factor]) => bytes >= factor && bytes % factor === 0);
  return found === undefined ? String(bytes) : `${bytes / found[1]}${found[0]}`;
}

/** A time of an option that counts in seconds where no unit is given. */
export function secondsText(nanoseconds: number): string {
  if (nanoseconds % 1e9 === 0) return String(nanoseconds / 1e9);
  return nanoseconds % 1e6 === 0 ? `${nanoseconds / 1e6}ms` : `${microsecondsText(nanoseconds)}us`;
}

/** A time of an option that counts in microseconds. fio knows nothing shorter, and 0 would turn the option off. */
export function microsecondsText(nanoseconds: number): string {
  return String(Math.max(1, Math.round(nanoseconds / 1000)));
}

/** One value for both directions, or a map with `read` and `write`: `read,write`. A direction without one is empty. */
export function perDirection(value: unknown, textFor: (one: unknown) => string | undefined): string | undefined {
  const map = mapOf(value);
  if (!('read' in map || 'write' in map)) return textFor(value);
  const [read = '', write = ''] = [textFor(map['read']), textFor(map['write'])];
  return read === '' && write === '' ? undefined : `${read},${write}`;
}

/** The members of a map of the workload; none for anything else. */
export function mapOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

/** The items of a list of the workload; none for anything else. */
export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

export function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** A number or a word as it is. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : undefined;
}

/** A number above 0; 0 is how a workload says "not at all". */
export function positiveOf(value: unknown): number | undefined {
  return typeof value === 'number' && value > 0 ? value : undefined;
}

/** `0` or `1`. */
export function flagOf(value: unknown): string | undefined {
  return typeof value === 'boolean' ? String(Number(value)) : undefined;
}

/** Applies `change` to a value that is there. */
export function given<T>(value: T | undefined, change: (value: T) => string): string | undefined {
  return value === undefined ? undefined : change(value);
}
