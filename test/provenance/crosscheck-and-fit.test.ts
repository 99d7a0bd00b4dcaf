// What a cross-check and a search for accelerators say follows from their pairs and tries: a changed value is found.
import { describe, expect, test } from 'vitest';
import { compare, method } from '../../src/crosscheck/comparison.js';
import { samplesOfStep } from '../../src/crosscheck/samples.js';
import { verifyRecord } from '../../src/provenance/verify-record.js';
import type { FitRecord } from '../../src/result/fit-schema.js';
import type { RunRecord } from '../../src/result/schema.js';
import { latency, operation, runRecord, stepRecord } from '../fixtures/records.js';

const wrongOf = (record: RunRecord, part: string): string[] =>
  verifyRecord(record, null)
    .checks.filter(({ agrees, path }) => !agrees && path.includes(part))
    .map(({ path }) => path);

/** Three pairs of which ioproof reads at these rates, and fio at 100,000 a second. */
function crosschecked(rates = [101_000, 99_500, 98_000]): RunRecord {
  const steps = rates.map((perSecond, index) => {
    const read = operation({ perSecond, latencyNs: latency(100_000) });
    return stepRecord({ id: `reads/here/${index + 1}`, repeat: index + 1, operations: { read } });
  });
  const theirs = { perSecond: 100_000, bytesPerSecond: 409_600_000, p50Ns: 50_000, p99Ns: 100_000 };
  const pairs = steps.map((step, index) => ({
    ...{ pair: index + 1, step: step.id, first: 'ioproof' as const, error: null },
    ...{ ioproof: samplesOfStep(step), fio: { read: theirs } },
  }));
  const comparison = { workload: 'reads', mount: 'here', variant: {}, command: ['fio'], pairs, ...compare(pairs) };
  const fio = { path: 'fio', version: 'fio-3.39' };
  return runRecord(steps, { crosscheck: { fio, method, comparisons: [comparison] } });
}

const comparisonOf = (record: RunRecord) => {
  const comparison = record.crosscheck?.comparisons[0];
  if (comparison === undefined) throw new Error('there is no comparison');
  return comparison;
};

describe('a cross-check', () => {
  test('as it was written holds', () => {
    const paths = verifyRecord(crosschecked(), null).checks.map(({ path }) => path);
    expect(wrongOf(crosschecked(), 'crosscheck')).toEqual([]);
    expect(paths).toContain('crosscheck.comparisons.0.directions.read.p99Ns.high');
    expect(paths).toContain('crosscheck.comparisons.0.pairs.2.ioproof.read.perSecond');
  });

  test('with a nicer ratio, limit, verdict or conclusion does not', () => {
    const read = (record: RunRecord) => comparisonOf(record).directions.read?.perSecond ?? { ratio: 0, low: 0 };
    const changes: [path: string, change: (record: RunRecord) => void][] = [
      ['directions.read.perSecond.ratio', (record) => (read(record).ratio *= 1.01)],
      ['directions.read.perSecond.low', (record) => (read(record).low = 1.001)],
      ['agreement', (record) => (comparisonOf(record).agreement = 'agree')],
      ['conclusion', (record) => (comparisonOf(record).conclusion = 'ioproof is better')],
      ['figures', (record) => (comparisonOf(record).figures += 1)],
    ];
    for (const [path, change] of changes) {
      const record = structuredClone(crosschecked());
      change(record);
      expect(wrongOf(record, 'crosscheck'), path).toEqual([`crosscheck.comparisons.0.${path}`]);
    }
  });

  test('with another value of ioproof, or a tolerance of its own, does not', () => {
    const record = structuredClone(crosschecked());
    const sample = comparisonOf(record).pairs[0]?.ioproof.read;
    if (sample !== undefined) sample.perSecond *= 1.5;
    expect(wrongOf(record, 'crosscheck')).toContain('crosscheck.comparisons.0.pairs.0.ioproof.read.perSecond');
    const loose = structuredClone(crosschecked());
    if (loose.crosscheck !== undefined) loose.crosscheck.method.tolerance = 0.5;
    expect(wrongOf(loose, 'crosscheck')).toEqual(['crosscheck.method.tolerance']);
  });

  test('without a direction that its pairs have does not', () => {
    const record = structuredClone(crosschecked());
    delete comparisonOf(record).directions.read;
    expect(wrongOf(record, 'crosscheck')).toContain('crosscheck.comparisons.0.directions');
  });
});

/** 1, 2 and 4 are tried, 4 misses, and 3 is fed: the search ends. */
function fit(): FitRecord {
  const one = (accelerators: number, auPercent: number) => ({
    ...{ accelerators, auPercent, reached: auPercent >= 90, by: 'whole' as const, interval: null },
    ...{ wallAuPercent: auPercent, samplesPerSecond: 10, steps: 20, seconds: 5, readBytesPerSecond: 1e6 },
    ...{ itemP50Ns: 1000, itemP99Ns: 2000, coresUsed: 1 },
  });
  const tries = [one(1, 99), one(2, 97), one(4, 80), one(3, 93)];
  return { threshold: 90, most: 8, accelerators: 3, complete: true, tries, limit: null };
}

describe('a search for accelerators', () => {
  const found = (change: (record: FitRecord) => void): string[] => {
    const record = fit();
    change(record);
    return wrongOf(runRecord([stepRecord({ fit: record })]), '.fit.');
  };
  const first = (record: FitRecord) => record.tries[3] ?? { accelerators: 0, auPercent: 0, reached: false };

  test('as it was written holds', () => {
    expect(found(() => undefined)).toEqual([]);
  });

  test('with a larger answer, another try or another utilization does not', () => {
    expect(found((record) => (record.accelerators = 4))).toEqual(['steps.0.fit.accelerators']);
    expect(found((record) => (first(record).accelerators = 5))).toEqual(['steps.0.fit.tries.3.accelerators']);
    expect(found((record) => (first(record).auPercent = 70))).toEqual(['steps.0.fit.tries.3.reached']);
    expect(found((record) => (record.threshold = 95))).toEqual(['steps.0.fit.tries.3.reached']);
    expect(found((record) => (record.complete = false))).toEqual(['steps.0.fit.complete']);
  });

  test('whose try is said to have reached what it missed has another answer', () => {
    expect(found((record) => (record.tries[2] = { ...fit().tries[0], accelerators: 4 } as never))).toContain(
      'steps.0.fit.tries.3.accelerators',
    );
  });
});
