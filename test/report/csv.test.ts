// CSV of a report: columns, rows, quoting as RFC 4180 has it, and no formulas.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { csvCell, csvColumns, csvReport } from '../../src/report/csv.js';
import { documentOf, fullRecord, hostileNames, readRunOf } from '../fixtures/documents.js';
import { runRecord, stepRecord } from '../fixtures/records.js';

/** Rows of cells by the grammar of RFC 4180; an error where the text does not follow it. */
function parse(text: string): string[][] {
  const rows: string[][] = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex;
    const match = cell.exec(text);
    if (match === null) throw new Error(`no cell at ${at}: ${JSON.stringify(text.slice(at, at + 40))}`);
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] !== ',') rows.push([]);
  }
  return rows.slice(0, -1);
}

const document = documentOf(readRunOf(fullRecord()));
const text = csvReport(document);
const [head = [], ...rows] = parse(text);
const at = (row: readonly string[], column: (typeof csvColumns)[number]) => row[csvColumns.indexOf(column)];

test('has a header and rows of as many cells, of which each is a figure of a step', () => {
  expect(head).toEqual([...csvColumns]);
  expect(new Set(rows.map((row) => row.length))).toEqual(new Set([csvColumns.length]));
  expect(text.split('\r\n').filter((line) => line.includes(',read.p99,'))).toEqual([
    '20261120-224501-ab12,2026-11-20T22:45:01.000Z,n001,lustre,ext4,random-read-4k,,1,random-read-4k/lustre/1,complete,,read.p99,3000319,nanoseconds,lower,matches',
    '20261120-224501-ab12,2026-11-20T22:45:01.000Z,n001,nfs,ext4,random-read-4k,,1,random-read-4k/nfs/1,complete,,read.p99,3000319,nanoseconds,lower,matches',
    '20261120-224501-ab12,2026-11-20T22:45:01.000Z,n001,lustre,ext4,random-read-4k,,2,random-read-4k/lustre/2,complete,,read.p99,3000319,nanoseconds,lower,matches',
    '20261120-224501-ab12,2026-11-20T22:45:01.000Z,n001,nfs,ext4,random-read-4k,,2,random-read-4k/nfs/2,complete,,read.p99,3000319,nanoseconds,lower,matches',
    '20261120-224501-ab12,2026-11-20T22:45:01.000Z,n001,lustre,ext4,random-read-4k,,3,random-read-4k/lustre/3,complete,,read.p99,3000319,nanoseconds,lower,matches',
  ]);
});

test('a step without a result has a row that says why', () => {
  const failed = rows.filter((row) => at(row, 'status') === 'failed');
  expect(failed.map((row) => [at(row, 'error'), at(row, 'figure')])).toContainEqual(['EIO: read failed with EIO', '']);
});

test('says of a record that was changed that it was', () => {
  const changed = documentOf(readRunOf(runRecord(), { integrity: 'differs' }));
  const [, ...found] = parse(csvReport(changed));
  expect(new Set(found.map((row) => at(row, 'record')))).toEqual(new Set(['differs']));
});

test('keeps hostile names as they are, but for an apostrophe before what would be a formula', () => {
  const steps = hostileNames.map((mount) => stepRecord({ mount, operations: {} }));
  const [, ...found] = parse(csvReport(documentOf(readRunOf(runRecord(steps)))));
  const names = new Set(found.map((row) => at(row, 'mount')));
  const wanted = hostileNames.map((name) => (/^[=@-]/.test(name) ? `'${name}` : name));
  expect(names).toEqual(new Set(wanted));
});

describe('a cell', () => {
  test('is read as what was written, whatever it is', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary' }), { minLength: 1 }), (texts) => {
        const [cells = []] = parse(`${texts.map(csvCell).join(',')}\r\n`);
        expect(cells.map((cell) => cell.replace(/^'(?='*[=+\-@\t\r\n＝＋－＠])/, ''))).toEqual(texts);
      }),
    );
  });

  test('of text is never a formula, a negative number stays one', () => {
    fc.assert(
      fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '＝'), fc.string(), (first, rest) => {
        expect(parse(`${csvCell(first + rest)}\r\n`)[0]?.[0]).toMatch(/^'/);
      }),
    );
    expect(csvCell(-1.5)).toBe('-1.5');
  });
});
