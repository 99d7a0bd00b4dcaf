// A comparison in a sentence a side: in how many figures it is faster, slower, the same.
import type { Comparison, ComparisonRow, Verdict } from '../../compare/comparison.js';

/** Sides that are told of in full sentences; of more, the table tells. */
const mostSides = 4;

/** Empty without a comparison or rows in it. */
export function comparisonSentences(comparison: Comparison | null): string[] {
  if (comparison === null) return [];
  const { sides, baseline, rows } = comparison;
  const others = sides.filter((side) => side !== baseline);
  if (rows.length > 0 && rows.every(({ verdict }) => verdict === null)) return [withoutVerdict(comparison, others)];
  const told = others
    .slice(0, mostSides)
    .map((side) =>
      sideSentence(
        side,
        baseline,
        rows.filter((row) => row.side === side),
      ),
    )
    .filter((text) => text !== '');
  const more = others.length - mostSides;
  return more > 0 ? [...told, `${more} further sides are in the comparison.`] : told;
}

const words: Record<Verdict, string> = {
  faster: 'faster than',
  slower: 'slower than',
  same: 'the same as',
  undecided: 'undecided against',
};

/** One sentence for all sides, of which nothing more is known. */
function withoutVerdict({ by, baseline, rows }: Comparison, others: readonly string[]): string {
  const who = others.length <= mostSides ? others.join(', ') : `${others.length} ${by}s`;
  return `${who} against ${baseline}: ratios without a verdict${whyText(rows.filter(({ isBaseline }) => !isBaseline))}.`;
}

/** The note may end in what is said already. */
function whyText([row]: readonly ComparisonRow[]): string {
  const why = (row?.note ?? '').replace(': a ratio, but no verdict', '');
  return why === '' ? '' : ` (${why})`;
}

function sideSentence(side: string, baseline: string, rows: readonly ComparisonRow[]): string {
  if (rows.length === 0) return '';
  const judged = rows.filter(({ verdict }) => verdict !== null);
  if (judged.length === 0) return `${side} against ${baseline}: ratios without a verdict${whyText(rows)}.`;
  const counts = (Object.keys(words) as Verdict[])
    .map((verdict) => ({ verdict, count: judged.filter((row) => row.verdict === verdict).length }))
    .filter(({ count }) => count > 0);
  const [first, ...rest] = counts;
  if (first === undefined) return '';
  const figures = `${judged.length} ${judged.length === 1 ? 'figure' : 'figures'}`;
  const head = `${side} is ${words[first.verdict]} ${baseline} in ${first.count} of ${figures}`;
  return `${[head, ...rest.map(({ verdict, count }) => `${verdict} in ${count}`)].join(', ')}.`;
}
