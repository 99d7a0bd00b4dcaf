// Metrics of a report: names, units, values, histograms; valid for an own parser, for promtool and for Prometheus itself.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { figureDefinitions } from '../../../src/figure/catalogue.js';
import { expositionText, labelText, numberText } from '../../../src/report/openmetrics/exposition.js';
import { figureMetric } from '../../../src/report/openmetrics/names.js';
import { openMetricsReport } from '../../../src/report/openmetrics/openmetrics.js';
import { documentOf, fullRecord, hostileNames, readRunOf } from '../../fixtures/documents.js';
import { runRecord, stepRecord } from '../../fixtures/records.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { parseLabels, parseMetrics } from './parse.js';

const promtoolMissing = spawnSync('promtool', ['--version']).error !== undefined;
const noPromtool = 'promtool is not installed (Debian: prometheus)';

const text = openMetricsReport(documentOf(readRunOf(fullRecord())));
const families = parseMetrics(text);
const valueOf = (name: string, labels: Record<string, string>) => {
  const found = families
    .get(name)
    ?.samples.filter((sample) => Object.entries(labels).every(([key, value]) => sample.labels[key] === value));
  return found?.length === 1 ? found[0]?.value : found?.map(({ value }) => value);
};

describe('a sample', () => {
  test('is the median over the complete repeats, in base units', () => {
    const labels = { workload: 'random-read-4k', mount: 'lustre', operation: 'read' };
    expect(valueOf('ioproof_operations_per_second', labels)).toBe(21_000);
    expect(valueOf('ioproof_latency_percentile_seconds', { ...labels, percentile: '99' })).toBe(0.003000319);
    expect(valueOf('ioproof_steps', { mount: 'nfs', status: 'complete' })).toBe(2);
    expect(valueOf('ioproof_steps', { mount: 'nfs', status: 'failed' })).toBe(1);
  });

  test('of a verdict is 1 for the one that it is', () => {
    expect(valueOf('ioproof_verdict', { verdict: 'not accepted' })).toBe(1);
    expect(valueOf('ioproof_verdict', { verdict: 'accepted' })).toBe(0);
    expect(valueOf('ioproof_acceptance', { mount: 'nfs', verdict: 'fail' })).toBe(1);
    expect(valueOf('ioproof_run_record_changed', {})).toBe(0);
    expect(valueOf('ioproof_comparison_ratio', { figure: 'read.perSecond', side: 'nfs', bound: 'ratio' })).toBeCloseTo(
      0.5,
    );
  });

  test('of a histogram counts all latencies up to its bound', () => {
    const labels = { mount: 'lustre', operation: 'read', since: 'issue' };
    const buckets = families
      .get('ioproof_operation_latency_seconds')
      ?.samples.filter((sample) => sample.labels['mount'] === 'lustre' && sample.name.endsWith('_bucket'))
      .map((sample) => [sample.labels['le'], sample.value]);
    // Three repeats of latencies of 9, 80, 90, 400 and 3000 us.
    expect(buckets?.slice(0, 9)).toEqual([
      ...[
        ['1e-05', 3],
        ['2.5e-05', 3],
        ['5e-05', 3],
      ],
      ...[
        ['0.0001', 9],
        ['0.00025', 9],
        ['0.0005', 12],
      ],
      ...[
        ['0.001', 12],
        ['0.0025', 12],
        ['0.005', 15],
      ],
    ]);
    expect(buckets?.at(-1)).toEqual(['+Inf', 15]);
    const of = (name: string) =>
      families
        .get('ioproof_operation_latency_seconds')
        ?.samples.find(
          (sample) =>
            sample.name.endsWith(name) && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
        )?.value;
    expect(of('_count')).toBe(15);
    expect(of('_sum')).toBeCloseTo((3 * (9 + 80 + 90 + 400 + 3000)) / 1e6, 9);
  });

  test('has no timestamp: the textfile collector refuses them', () => {
    expect(
      text.split('\n').filter((line) => !line.startsWith('#') && / \S+ \S+$/.test(line.replace(/\{.*\}/, ''))),
    ).toEqual([]);
  });
});

test('each figure of the catalogue has a name that Prometheus takes, and no two figures share a series', () => {
  const metrics = figureDefinitions.map(({ name }) => figureMetric(name));
  for (const { name, unit } of metrics) {
    expect(name).toMatch(/^ioproof_[a-z0-9_]+$/);
    expect(name.endsWith(unit)).toBe(true);
    expect(name).not.toMatch(/_(total|count|sum|bucket|info|created)$/);
  }
  expect(new Set(metrics.map(({ name, labels }) => JSON.stringify([name, labels]))).size).toBe(metrics.length);
});

test.each([
  [0, '0'],
  [1e-5, '1e-05'],
  [2.5e-5, '2.5e-05'],
  [1e-4, '0.0001'],
  [12_345_678, '12345678'],
  [1e21, '1e+21'],
  [Infinity, '+Inf'],
  [-Infinity, '-Inf'],
  [NaN, 'NaN'],
] as const)('%d is written %s', (value, written) => {
  expect(numberText(value)).toBe(written);
});

test('a label is read as what was written', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (value) => {
      expect(parseLabels(`a="${labelText(value)}"`)).toEqual({ a: value.replace(/[\ud800-\udfff]/gu, '\ufffd') });
    }),
  );
});

test('families without samples are left out', () => {
  expect(expositionText([{ name: 'a', type: 'gauge', unit: '', help: 'A.', samples: [] }])).toBe('# EOF\n');
});

describe('promtool', () => {
  /** A step with every figure of the catalogue that is a metric of a kind. */
  const everything = () => {
    const metrics = Object.fromEntries(
      figureDefinitions.filter(({ name }) => !name.includes('.')).map(({ name }) => [name, 1]),
    );
    return openMetricsReport(documentOf(readRunOf(runRecord([stepRecord({ metrics })]))));
  };
  const hostile = () =>
    openMetricsReport(
      documentOf(readRunOf(runRecord(hostileNames.map((mount) => stepRecord({ mount, workload: mount }))))),
    );

  test.each([
    { what: 'a report', write: () => text },
    { what: 'every metric', write: everything },
    { what: 'hostile names', write: hostile },
  ])('finds nothing wrong with $what', ({ write }) => {
    const metrics = write();
    expect(() => parseMetrics(metrics)).not.toThrow();
  });

  test('finds nothing to improve', ({ skip }) => {
    if (promtoolMissing) skip(noPromtool);
    for (const input of [text, everything(), hostile()]) {
      const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], { input, encoding: 'utf8' });
      expect({ status, stderr, stdout }).toEqual({ status: 0, stderr: '', stdout: '' });
    }
  });

  test("reads it with Prometheus's parser of OpenMetrics", ({ skip }) => {
    if (promtoolMissing) skip(noPromtool);
    const folder = temporaryDirectory();
    const file = join(folder, 'metrics');
    // Blocks need times, which the file has none of.
    writeFileSync(file, text.replace(/^([^#\n].*)$/gm, '$1 1795651200'));
    const words = ['tsdb', 'create-blocks-from', 'openmetrics', file, join(folder, 'data')];
    const { status, stderr } = spawnSync('promtool', words, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
