// Shares by queue depth, batch and latency, in fio's classes.
import { describe, expect, test } from 'vitest';
import { engine } from '../../fixtures/records.js';
import { jobOf, measured, readStep } from './samples.js';

describe('shares', () => {
  const levels = (queueDepth: number, batch: number) =>
    jobOf(readStep({ engine: engine({ queueDepth }), job: { ...readStep().job, batch } }));
  const full = (shares: unknown) =>
    Object.entries(shares as Record<string, number>).flatMap(([name, share]) => (share === 100 ? [name] : []));

  test.each([
    [1, '1'],
    [3, '2'],
    [32, '32'],
    [63, '32'],
    [64, '>=64'],
    [4096, '>=64'],
  ])('depth %i is in the class %s', (queueDepth, name) => {
    expect(full(levels(queueDepth, 1)['iodepth_level'])).toEqual([name]);
  });

  test.each([
    [1, '4'],
    [4, '4'],
    [5, '8'],
    [64, '64'],
    [65, '>=64'],
  ])('batches of %i are in the class %s', (batch, name) => {
    const job = levels(128, batch);
    expect([full(job['iodepth_submit']), full(job['iodepth_complete'])]).toEqual([[name], [name]]);
  });

  test('of latencies go by the ends of the classes, over reads and writes together', () => {
    const operations = {
      read: measured([1, 2, 999, 1000, 1999, 2000]),
      write: measured([998_000, 1_001_000, 1_998_000_000, 2_001_000_000]),
      fsync: measured([50]),
    };
    const job = jobOf(readStep({ operations }));
    const found = (key: string) =>
      Object.fromEntries(Object.entries(job[key] as Record<string, number>).filter(([, share]) => share > 0));
    expect(found('latency_ns')).toEqual({ '2': 10, '4': 10, '1000': 10 });
    expect(found('latency_us')).toEqual({ '2': 20, '4': 10, '1000': 10 });
    expect(found('latency_ms')).toEqual({ '2': 10, '2000': 10, '>=2000': 10 });
  });

  test('that would round to nothing are shown as 0.01', () => {
    const latencies = Array.from({ length: 20_000 }, (_, index) => (index === 0 ? 3_000_000_000 : 1000));
    const job = jobOf(readStep({ operations: { read: measured(latencies) } }));
    expect(job['latency_ms']).toMatchObject({ '>=2000': 0.01 });
  });
});
