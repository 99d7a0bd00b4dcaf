// The long table of a comparison: a section a workload and variant, in it a row for each figure and side.
import { stripVTControlCharacters } from 'node:util';
import type { ComparisonRow } from '../compare/comparison.js';
import { groupBy } from './comparison.js';
import { intervalText, pText, ratioText, rowCase, verdictStyles } from './compare-words.js';
import { printable, truncate, widestOf } from './display-text.js';
import { figureLabel, figureText } from './figure-text.js';
import type { Look } from './look.js';
import { rowTableLines, type RowColumn } from './row-table.js';
import { paintText } from './spans.js';

const widestSide = 24;

/** A head, then the sections. Columns are left out where the width does not do, the interval before the verdict. */
export function compareTableLines(rows: readonly ComparisonRow[], look: Look): string[] {
  const { colour, glyphs } = look;
  const columns = columnsOf(rows, look);
  const first = new Set(groupBy(rows, (row) => `${rowCase(row)} ${row.figure}`).map(([, [row]]) => row));
  const labelOf = (row: ComparisonRow) => (first.has(row) ? figureLabel(row.figure) : '');
  const [head = '', ...lines] = rowTableLines(rows, { head: '', labelOf, columns }, look);
  const widest = widestOf([head, ...lines].map((line) => stripVTControlCharacters(line)));
  const rule = glyphs.rule.repeat(Math.min(look.width, widest));
  const drawn = new Map(rows.map((row, at) => [row, lines[at] ?? '']));
  const sections = groupBy(rows, rowCase).flatMap(([name, own]) => [
    rule,
    ` ${paintText(truncate(name, look.width - 1, glyphs.ellipsis), ['bold', 'cyan'], colour)}`,
    ...own.map((row) => drawn.get(row) ?? ''),
  ]);
  return [head, ...sections, rule];
}

function columnsOf(rows: readonly ComparisonRow[], look: Look): RowColumn<ComparisonRow>[] {
  const { glyphs } = look;
  const side = ({ side: name }: ComparisonRow) => truncate(printable(name), widestSide, glyphs.ellipsis);
  const repeated = rows.some(({ values }) => values.length > 1);
  return [
    { head: 'side', rank: 0, left: true, text: side },
    { head: 'n', rank: 6, text: ({ values }) => (repeated ? String(values.length) : '') },
    {
      head: repeated ? 'median' : 'value',
      rank: 0,
      text: ({ figure, level }) => figureText(figure, level?.value ?? null),
    },
    { head: 'ratio', rank: 0, text: ({ ratio }) => (ratio === null ? '' : ratioText(ratio.value)) },
    { head: 'interval', rank: 4, text: (row) => intervalText(row, glyphs) },
    { head: 'p', rank: 5, text: pText },
    {
      head: 'verdict',
      rank: 0,
      left: true,
      text: verdictText,
      style: ({ verdict, values }) =>
        verdict === null ? (values.length === 0 ? ['bold', 'red'] : 'dim') : verdictStyles[verdict],
    },
  ];
}

/** The verdict with what is missing for one; without a ratio why there is none. */
function verdictText({ isBaseline, values, ratio, verdict, moreRepeats, note, failure }: ComparisonRow): string {
  if (values.length === 0) return printable(failure === '' ? note : failure);
  if (isBaseline) return 'baseline';
  if (ratio === null) return note;
  if (verdict !== 'undecided') return verdict ?? '';
  return moreRepeats === null ? verdict : `${verdict}, ${moreRepeats} more`;
}
