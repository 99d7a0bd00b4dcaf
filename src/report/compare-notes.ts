// Sentences below a comparison: missing repeats, failed steps, drift.
import { chanceOf } from '../compare/chance.js';
import type { Comparison, ComparisonRow } from '../compare/comparison.js';
import { driftText, rowCase } from './compare-words.js';
import { groupBy } from './comparison.js';
import { printable } from './display-text.js';
import { figureLabel } from './figure-text.js';

/** Of so many places; the others are counted. */
const mostPlaces = 3;

/** In the order of their weight. */
export function compareNotes(comparison: Comparison): string[] {
  const drift = comparison.drift.map(driftText);
  return [...failureNotes(comparison), ...verdictNotes(comparison), ...chanceNotes(comparison), ...drift];
}

/** Fewer rows are seldom told apart by chance. */
const fewestRows = 10;

/** How many of many rows differ, and how many would by chance. */
export function chanceNotes(comparison: Comparison): string[] {
  const { rows, differing, expected, certain } = chanceOf(comparison);
  if (rows < fewestRows || differing === 0) return [];
  const verb = differing === 1 ? 'differs' : 'differ';
  const amount = expected < 1 ? 'one at most' : `up to ${Math.round(expected)}`;
  const held = certain === 0 ? 'None of them is' : certain === 1 ? 'One of them is' : `${certain} of them are`;
  return [
    `${differing} of ${rows} rows ${verb}; were all sides alike, ${amount} would by chance. ${held} sure among so many ` +
      '(Benjamini-Hochberg, 5%).',
  ];
}

/** Steps that are in no median although their side has one. */
function failureNotes({ rows, unmeasured }: Comparison): string[] {
  const nothing = unmeasured.map(
    (place) => `No value on any side: ${rowCase(place)} on ${printable(place.side)}: ${printable(place.failure)}.`,
  );
  const places = rows
    .filter(({ failed, values }) => failed > 0 && values.length > 0)
    .map((row) => `${rowCase(row)} on ${printable(row.side)}: ${printable(row.failure)}`);
  return [...nothing, ...[...new Set(places)].map((place) => `In no median: ${place}.`)];
}

function verdictNotes(comparison: Comparison): string[] {
  const compared = comparedRows(comparison);
  const notes = groupBy(
    compared.filter(({ note }) => note !== ''),
    ({ note }) => note,
  );
  const told = notes.map(([note, places]) => `${placesText(places, compared)}: ${note}.`);
  return lacksRepeats(compared) ? undecidedNotes(comparison) : [...told, ...undecidedNotes(comparison)];
}

/** What repeats are missing, in one line; none where all is decided. */
export function undecidedNotes(comparison: Comparison): string[] {
  const compared = comparedRows(comparison);
  if (lacksRepeats(compared)) return [repeatsNote(comparison)];
  const undecided = compared.filter(({ verdict }) => verdict === 'undecided');
  return undecided.length === 0 ? [] : [undecidedNote(undecided)];
}

function comparedRows({ rows }: Comparison): ComparisonRow[] {
  return rows.filter(({ isBaseline, ratio }) => !isBaseline && ratio !== null);
}

function lacksRepeats(compared: readonly ComparisonRow[]): boolean {
  return compared.length > 0 && compared.every(({ verdict }) => verdict === null);
}

/** One line that says why there is no verdict, and what to do. */
function repeatsNote({ by }: Pick<Comparison, 'by'>): string {
  const what =
    by === 'mount' ? 'run with --repeat 5' : 'give several runs of each side (--label), or run with --repeat 5';
  return `One repeat gives ratios without a verdict: ${what} for one.`;
}

function undecidedNote(rows: readonly ComparisonRow[]): string {
  const known = rows.flatMap(({ moreRepeats }) => moreRepeats ?? []);
  if (known.length === 0) return 'Undecided: the repeats do not tell, and no number of further ones can be told.';
  const least = known.reduce((a, b) => Math.min(a, b));
  const most = known.reduce((a, b) => Math.max(a, b));
  const amount = least === most ? `about ${most}` : `${least} to ${most}`;
  const all = known.length === rows.length ? '' : `, ${known.length} of ${rows.length} figures`;
  return `Undecided: the repeats do not tell; ${amount} more of each side would probably decide${all}.`;
}

/** Names that the table has; none where all of it is meant. */
function placesText(places: readonly ComparisonRow[], all: readonly ComparisonRow[]): string {
  if (places.length === all.length && all.length > 1) return 'All rows';
  return `${places.slice(0, mostPlaces).map(placeOf).join('; ')}${moreOf(places)}`;
}

function placeOf(row: ComparisonRow): string {
  return `${figureLabel(row.figure)} of ${rowCase(row)}, ${printable(row.side)}`;
}

function moreOf(places: readonly unknown[]): string {
  return places.length > mostPlaces ? ` and ${places.length - mostPlaces} more` : '';
}
