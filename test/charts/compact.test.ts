// Charts as pages carry them are the charts that they were.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Chart } from '../../src/charts/chart.js';
import { type CompactChart, compacted, expanded } from '../../src/charts/compact.js';

const number = fc.integer({ min: -1000, max: 1_000_000 });
const series = fc
  .array(fc.record({ x: number, y: fc.option(number), range: fc.option(fc.tuple(number, number)) }))
  .chain((points) =>
    fc.boolean().map((ranged) => ({
      ...{ name: 'a', mount: 'a', points: points.map(({ x, y }) => [x, y] as const) },
      ...(ranged ? { ranges: points.map(({ range }) => range) } : {}),
    })),
  );
const heatmap = fc
  .uniqueArray(fc.tuple(fc.nat(9), fc.nat(19), fc.integer({ min: 1, max: 1e9 })), {
    selector: ([column, row]) => `${column} ${row}`,
  })
  .map((cells) => ({
    mount: 'a',
    x: Array.from({ length: 11 }, (_, at) => at),
    y: Array.from({ length: 21 }, (_, at) => at + 1),
    cells: cells.sort(([a, b], [c, d]) => a - c || b - d),
  }));
const axis = { label: 'time', unit: 'seconds', scale: 'linear' } as const;

test('of any points, ranges and cells, through JSON', () => {
  fc.assert(
    fc.property(fc.array(series), fc.option(heatmap), (lines, cells) => {
      const chart: Chart = {
        ...{ id: 'a', kind: 'lines', title: 'A', subtitle: '', description: '', x: axis, y: axis, series: lines },
        ...(cells === null ? {} : { heatmap: cells }),
        limit: { value: 1, label: 'l' },
      };
      expect(expanded(JSON.parse(JSON.stringify(compacted(chart))) as CompactChart)).toEqual(chart);
    }),
  );
});
