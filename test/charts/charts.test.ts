// Charts of small records: their sums, shares and percentiles, what is left out, and that options and files are repeatable.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Chart } from '../../src/charts/chart.js';
import { chartGroups } from '../../src/charts/groups.js';
import { chartOption } from '../../src/charts/option.js';
import { palettes } from '../../src/charts/option/palette.js';
import { linearTicks, logTicks } from '../../src/charts/option/ticks.js';
import { thinned } from '../../src/charts/points.js';
import { writeCharts } from '../../src/report/chart-files.js';
import { renderSvg } from '../../src/report/svg.js';
import { bucketsOf, encodeHistogram } from '../../src/result/histogram.js';
import { bandCounts, bandOf, bandStart, storedBuckets } from '../../src/result/histogram-counts.js';
import { columnsOf, type IntervalCounts } from '../../src/result/interval-columns.js';
import { latency, operation, runRecord, stepRecord } from '../fixtures/records.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { payloadOf, referenceHistogram } from '../result/samples.js';

const values = Array.from({ length: 2000 }, (_, at) => 1000 + at * at);
const reference = referenceHistogram(values);
const stored = encodeHistogram(payloadOf(reference));

function measured(mount: string, repeat: number, perSecond = 10_000) {
  const p = (share: number) => reference.getValueAtPercentile(share);
  const latencyNs = latency(p(50), {
    min: 1000,
    max: Math.max(...values),
    p50: p(50),
    p90: p(90),
    p99: p(99),
    p999: p(99.9),
    p9999: p(99.99),
    histogram: stored,
  });
  return stepRecord({ mount, repeat, operations: { read: operation({ perSecond, latencyNs }) } });
}

const interval = (at: number): IntervalCounts => ({
  startSeconds: at,
  seconds: 1,
  operations: { read: { count: 2000, bytes: 2000 * 4096 * (at + 1), errors: 0, latencies: bandCounts(stored, 8) } },
});

const intervals = [0, 1, 2, 3].map(interval);
const steps = ['a', 'b'].flatMap((mount) => [measured(mount, 1), measured(mount, 2, 12_000)]);
const record = runRecord(steps);
const bySteps = new Map(steps.map(({ id }) => [id, intervals]));
const charts = chartGroups(record, bySteps).flatMap((group) => group.charts);

function chart(id: string): Chart {
  const found = charts.find((one) => one.id === `random-read-4k-${id}`);
  if (found === undefined) throw new Error(`${id} is not one of ${charts.map((one) => one.id).join(', ')}`);
  return found;
}

test('a stored histogram is read as the reference library reads it', () => {
  expect(storedBuckets(stored).map(({ lowest, count }) => ({ lowest, count }))).toEqual(bucketsOf(reference));
  const bands = bandCounts(stored, 64);
  expect([...bands.values()].reduce((sum, count) => sum + count, 0)).toBe(values.length);
  for (const value of [2, 3, 1023, 1024, 1025, 999_999, 2 ** 40]) {
    const band = bandOf(value, 64);
    expect(bandStart(band, 64)).toBeLessThanOrEqual(value);
    expect(bandStart(band + 1, 64)).toBeGreaterThan(value);
  }
  expect(() => storedBuckets('AAAA')).toThrow(/cannot be decoded/);
});

test('intervals that are joined keep their sums and their extremes', () => {
  const joined = columnsOf(intervals, 2);
  expect(joined).toHaveLength(2);
  expect(joined[0]).toMatchObject({ startSeconds: 0, seconds: 2, operations: { read: { count: 4000 } } });
  expect(joined[1]?.operations.read?.bytesPerSecond).toEqual([2000 * 4096 * 3, 2000 * 4096 * 4]);
  const latencies = joined.flatMap(({ operations }) => [...(operations.read?.latencies?.values() ?? [])]);
  expect(latencies.reduce((sum, count) => sum + count, 0)).toBe(4 * values.length);
});

test('a distribution begins at nothing and ends at 100 %', () => {
  for (const { points } of chart('read-cdf').series) {
    expect(points[0]?.[1]).toBe(0);
    expect(points.at(-1)?.[1]).toBe(1);
    const shares = points.map(([, share]) => share ?? -1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  }
});

test('percentiles are those of the record, single repeats pale behind the median', () => {
  const { series } = chart('read-percentiles');
  expect(series.filter(({ faint }) => faint === true)).toHaveLength(4);
  const bold = new Map(series.find(({ mount, faint }) => mount === 'a' && faint !== true)?.points);
  const own = steps[0]?.operations.read?.latencyNs;
  const four = (value = 0) => Number(value.toPrecision(4));
  expect([bold.get(0.301), bold.get(1), bold.get(2), bold.get(3)]).toEqual(
    [own?.p50, own?.p90, own?.p99, own?.p999].map(four),
  );
  // Of 2000 values none is beyond 99.99 %.
  expect(bold.has(4)).toBe(false);
});

test('cells of a heatmap add up to the operations of all repeats', () => {
  const { heatmap } = chart('b-read-heatmap');
  expect(heatmap?.cells.reduce((sum, [, , count]) => sum + count, 0)).toBe(2 * 4 * values.length);
  expect(heatmap?.x).toEqual([0, 1, 2, 3, 4]);
  expect(heatmap?.y.length).toBeLessThanOrEqual(41);
});

test('rates over time are those of the intervals, bars the median of the repeats', () => {
  const bold = chart('read-throughput').series.find(({ faint }) => faint !== true);
  expect(bold?.points).toEqual([0, 1, 2, 3].map((at) => [at + 0.5, Number((2000 * 4096 * (at + 1)).toPrecision(4))]));
  const bars = chart('bars-read-per-second');
  expect(bars.series.map(({ points }) => points)).toEqual([[[0, 11_000]], [[1, 11_000]]]);
  expect(bars.description).toContain('a 11.0k');
});

test('a swept number is a line, and steps without a result have no chart', () => {
  const swept = [1, 2, 4].map((queueDepth) => ({ ...measured('a', 1, queueDepth * 1000), variant: { queueDepth } }));
  const groups = chartGroups(runRecord(swept), new Map());
  const scaling = groups[0]?.charts.find(({ id }) => id.endsWith('scaling-read-per-second-queue-depth'));
  expect(scaling).toMatchObject({ kind: 'lines', x: { scale: 'log2' } });
  expect(scaling?.series[0]?.points).toEqual([1, 2, 4].map((depth) => [depth, depth * 1000]));
  expect(chartGroups(runRecord([stepRecord({ status: 'failed' })]), new Map())).toEqual([]);
});

test('thinned points keep the extremes', () => {
  const points = Array.from({ length: 1000 }, (_, at) => [at, at === 500 ? 99 : 1] as const);
  const kept = thinned(points, 20);
  expect(kept.length).toBeLessThanOrEqual(20);
  expect(kept).toContainEqual([500, 99]);
});

test('ticks are round and hold all values', () => {
  expect(linearTicks('bytes per second', 4.2 * 1024 ** 3).values.map((value) => value / 1024 ** 3)).toEqual([
    0, 1, 2, 3, 4, 5,
  ]);
  const { min, max, values: ticks } = logTicks(1200, 3_000_000);
  expect([min, max]).toEqual([1000, 5_000_000]);
  expect(ticks).toEqual([1000, 10_000, 100_000, 1_000_000]);
});

describe('an option', () => {
  test('is repeatable, has an axis of its kind, and gives a mount its colour in every chart', () => {
    const look = { theme: 'light', mounts: ['a', 'b'] } as const;
    for (const one of charts) {
      expect(JSON.stringify(chartOption(one, look))).toBe(JSON.stringify(chartOption(one, look)));
      expect(chartOption(one, look)).toMatchObject({ aria: { label: { description: one.description } } });
    }
    const option = chartOption(chart('read-cdf'), look) as { series: { itemStyle: { color: string } }[] };
    expect(option.series.map(({ itemStyle }) => itemStyle.color)).toEqual(palettes.light.mounts.slice(0, 2));
    expect(option).toMatchObject({ xAxis: { type: 'log' }, yAxis: { type: 'value', min: 0, max: 1 } });
  });

  test.each(['light', 'dark', 'print'] as const)('of the theme %s has colours that can be seen on it', (theme) => {
    const { background, mounts: colours } = palettes[theme];
    for (const colour of colours) expect(contrast(colour, background), colour).toBeGreaterThanOrEqual(3);
    expect(new Set(colours).size).toBe(10);
  });
});

describe('SVG files', () => {
  test('have title and description, no reference outside, and are the same each time', async () => {
    const look = { theme: 'light', mounts: ['a', 'b'] } as const;
    for (const one of charts) {
      const svg = await renderSvg(one, look);
      expect(svg).toContain('<title id="title">');
      expect(svg).toContain('<desc id="description">');
      expect(svg.replaceAll('http://www.w3.org/', '')).not.toMatch(/https?:|<script|NaN/);
      expect(svg.length).toBeLessThan(200 * 1024);
      expect(await renderSvg(one, look)).toBe(svg);
    }
  });

  test('are written one a chart, again over their own, and never over others', async () => {
    const folder = join(temporaryDirectory(), 'charts');
    const written = await writeCharts([{ record, intervals: bySteps }], folder);
    expect(written).toHaveLength(charts.length);
    const before = readFileSync(written[0] ?? '', 'utf8');
    await writeCharts([{ record, intervals: bySteps }], folder);
    expect(readFileSync(written[0] ?? '', 'utf8')).toBe(before);
    writeFileSync(written[0] ?? '', 'mine');
    await expect(writeCharts([{ record, intervals: bySteps }], folder)).rejects.toMatchObject({
      code: 'CHARTS_REFUSED',
      exitCode: 2,
    });
    expect(readFileSync(written[0] ?? '', 'utf8')).toBe('mine');
  });

  test('need a folder that can be made', async () => {
    const place = join(temporaryDirectory(), 'here');
    mkdirSync(place);
    writeFileSync(join(place, 'file'), '');
    await expect(writeCharts([{ record, intervals: bySteps }], join(place, 'file', 'x'))).rejects.toMatchObject({
      code: 'CHARTS_NOT_WRITABLE',
      exitCode: 2,
    });
  });
});

/** Of two colours, by WCAG 2. */
function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16) / 255);
  const linear = parts.map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  const [red = 0, green = 0, blue = 0] = linear;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
