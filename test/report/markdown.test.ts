// Markdown of a report: the verdict on top, tables that hold any name, no HTML.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { markdownReport } from '../../src/report/markdown/markdown.js';
import { markdownTable, nameText, sentence } from '../../src/report/markdown/cells.js';
import { documentOf, fullRecord, hostileNames, readRunOf } from '../fixtures/documents.js';
import { runRecord, stepRecord } from '../fixtures/records.js';

const text = markdownReport(documentOf(readRunOf(fullRecord(), { integrity: 'differs' })));

/** Cells of a row as cmark-gfm cuts it: a pipe after a backslash that is not itself escaped is no border. */
const cellsOf = (line: string): string[] =>
  [...line.slice(1, -1).matchAll(/((?:\\.|[^|\\])*)(?:\||$)/g)]
    .map(([, cell = '']) => cell.trim())
    .filter((_, index, all) => index < all.length - 1);

test('says the verdict, why, and what must be known, before any figure', () => {
  expect(text.split('\n\n').slice(0, 4)).toEqual([
    '# Storage report: NOT ACCEPTED',
    '1 of 3 expressions pass; 1 fails; 1 is marginal: a repetition could say otherwise; the run is not complete; the record of a run was changed after the run.',
    [
      '- **Note** on `20261120-224501-ab12`: run.json is not what its SHA256SUMS says: it was changed after the run. Take it from its source again.',
      '- **Note** on `20261120-224501-ab12`: The run is partial: 5 of 6 steps are complete.',
    ].join('\n'),
    '## Acceptance',
  ]);
});

test('has the expressions, the figures with their range, the comparison, the failures and the sum', () => {
  for (const line of [
    '| **FAIL** | `random-read-4k` | `nfs` | `read.perSecond >= 500k` | 10.5k | 5 | read.perSecond is 10.5k, which is below 500k. |',
    '| read/s | higher | 21.0k (20.0k to 22.0k) | 10.5k (10.0k to 11.0k) |',
    '| `random-read-4k/nfs/3` | `20261120-224501-ab12` | failed |',
    `| SHA-256 | \`${'ab'.repeat(32)}\` |`,
    '| Record | **changed after the run** |',
  ]) {
    expect(text).toContain(line);
  }
  expect(text).toMatch(/\| `random-read-4k` \| read\/s \| `nfs` \| 10\.5k \| 0\.500 \|/);
  expect(text).toContain('- **DIRECT\\_NOT\\_USED** in `random-read-4k/lustre/1`');
});

describe('a table', () => {
  test('has as many cells in each row, whatever the names are', () => {
    const steps = hostileNames.map((mount) => stepRecord({ mount, workload: mount, variant: { key: mount } }));
    const hostile = markdownReport(documentOf(readRunOf(runRecord(steps))));
    const tables = hostile.split('\n\n').filter((block) => block.startsWith('|'));
    expect(tables.length).toBeGreaterThan(hostileNames.length);
    for (const table of tables) {
      const counts = table.split('\n').map((line) => cellsOf(line).length);
      expect(new Set(counts).size, table).toBe(1);
    }
  });

  test('shows any text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (first, second) => {
        const [, , row = ''] = markdownTable(
          [
            ['a', 'b'],
            [nameText(first), sentence(second)],
          ],
          [],
        );
        const cells = cellsOf(row);
        expect(cells).toHaveLength(2);
        const plain = (given: string) =>
          given
            .replace(/\s+/g, ' ')
            .replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
            .trim();
        const shown = (cell = '') =>
          /^`.*`$/.test(cell) ? cell.slice(1, -1).replaceAll('\\|', '|') : cell.replace(/\\([!-/:-@[-`{-~])/g, '$1');
        expect(cells.map(shown)).toEqual([plain(first), plain(second)]);
      }),
    );
  });
});

test('has no HTML and mentions nobody', () => {
  for (const name of hostileNames) {
    const outside = (given: string) => given.replace(/`[^`]*`/g, '');
    expect(outside(nameText(name))).not.toMatch(/(?<!\\)[<>@]/);
    expect(outside(sentence(name))).not.toMatch(/(?<!\\)[<>@]/);
  }
});
