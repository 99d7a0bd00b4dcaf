// Counters of several targets, connections or devices, added up.

export type Counters = Record<string, number>;

/** Name by name. A sum that is beyond 2^53, and so no longer exact, is left out. */
export function addUp(all: readonly Counters[]): Counters {
  const sum: Counters = {};
  for (const counters of all) {
    for (const [name, value] of Object.entries(counters)) sum[name] = (sum[name] ?? 0) + value;
  }
  return Object.fromEntries(Object.entries(sum).filter(([, value]) => Math.abs(value) <= Number.MAX_SAFE_INTEGER));
}
