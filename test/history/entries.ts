// Lines of an index that tests start from.
import type { HistoryEntry } from '../../src/history/entry-schema.js';

/** A complete run with one workload on one mount; `value` is its `read.p99` in nanoseconds. */
export function entry(number: number, value: number, changes: Partial<HistoryEntry> = {}): HistoryEntry {
  const id = `20261101-${String(number).padStart(6, '0')}-abcd`;
  return {
    indexVersion: 1,
    id,
    folder: id,
    startedAt: new Date(Date.UTC(2026, 10, 1, number)).toISOString(),
    endedAt: new Date(Date.UTC(2026, 10, 1, number, 1)).toISOString(),
    status: 'complete',
    host: 'node1',
    tool: { version: '0.1.0', hash: null },
    sha256: null,
    mounts: [{ name: 'a', path: '/mnt/a', kind: 'ext4' }],
    workloads: [
      {
        ...{
          name: 'random-read-4k',
          variant: '',
          mount: 'a',
          fingerprint: '0123456789abcdef',
          complete: 1,
          repeats: 1,
        },
        figures: [{ name: 'read.p99', median: value, n: 1, unit: 'nanoseconds' }],
      },
    ],
    ...changes,
  };
}

/** Runs with these values, the oldest first. */
export function entries(values: readonly number[]): HistoryEntry[] {
  return values.map((value, at) => entry(at, value));
}
