// Standing bars of a sweep, drawn as SVG: each has its value and its interval, in the bar's own place.
import { expect, test } from 'vitest';
import type { Chart, Series } from '../../src/charts/chart.js';
import { slug } from '../../src/charts/words.js';
import { renderSvg } from '../../src/report/svg.js';

const look = { theme: 'light', mounts: ['a', 'b'] } as const;
const MiB = 1024 ** 2;

const bars = (mount: string, ...ranges: Series['ranges'] & object): Series => ({
  name: mount,
  mount,
  points: ranges.map((range, at) => [at, range === null ? 100 * MiB : ((range[0] + range[1]) / 2) * MiB]),
  ranges: ranges.map((range) => range && [range[0] * MiB, range[1] * MiB]),
});

const chart = (...series: Series[]): Chart => ({
  id: 'bars',
  kind: 'bars',
  title: 'Read throughput',
  subtitle: 'w',
  description: 'Read throughput',
  x: { label: 'blockSize', unit: 'none', scale: 'category', categories: ['4KiB', '1MiB'] },
  y: { label: 'Read throughput', unit: 'bytes per second', scale: 'linear' },
  series,
});

/** Vertical lines: x, and the two ends. */
function uprightLines(svg: string): { x: number; ends: number[] }[] {
  return [...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"[^>]*stroke-width="1.4"/g)]
    .map(([, ...numbers]) => numbers.map(Number))
    .flatMap(([x1 = 0, y1 = 0, x2 = 0, y2 = 0]) => (x1 === x2 ? [{ x: x1, ends: [y1, y2] }] : []));
}

test('bars have their interval, as long as it is wide, and no two in one place', async () => {
  const svg = await renderSvg(chart(bars('a', [100, 300], [400, 500]), bars('b', [50, 250], null)), look);
  const lines = uprightLines(svg);
  expect(lines).toHaveLength(3);
  expect(new Set(lines.map(({ x }) => x)).size).toBe(3);
  const [a, other, b] = lines.map(({ ends: [from = 0, to = 0] }) => Math.abs(to - from));
  expect((a ?? 0) / (other ?? 1)).toBeCloseTo(2, 1);
  expect((a ?? 0) / (b ?? 1)).toBeCloseTo(1, 1);
  for (const text of ['200 MiB/s', '450 MiB/s', '150 MiB/s', '100 MiB/s']) expect(svg).toContain(`>${text}<`);
});

test('values of bars that stand too near to each other are left out', async () => {
  const many = Array.from({ length: 12 }, (_, at) => bars(`m${at}`, [100, 300], [400, 500]));
  const svg = await renderSvg(chart(...many), { theme: 'light', mounts: many.map(({ mount }) => mount) });
  expect(uprightLines(svg)).toHaveLength(24);
  expect(svg).not.toContain('>200 MiB/s<');
});

test('names of files part the words of a key, and keep units whole', () => {
  expect(slug('random-read queueDepth=1 blockSize=64KiB')).toBe('random-read-queue-depth-1-block-size-64kib');
});
