// What a verification has found, for people: the verdict, each difference with its place, and what follows from nothing.
import type { FigureCheck } from '../provenance/figure-check.js';
import type { VerifiedRun } from '../provenance/verify-run.js';
import type { CheckedFile } from '../result/checksums.js';
import { printable, truncate, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paint, paintText, span } from './spans.js';

/** More of them say the same: the record was changed. */
const mostDifferences = 40;
const mostKinds = 12;

/** Lines without a line end after the last one. `all`: every place that follows from nothing is told, by its kind. */
export function verifyText(run: VerifiedRun, look: Look, all = false): string {
  return [
    ...run.sums.flatMap((file) => sumLines(file, look)),
    ...run.failures.flatMap(({ path, reason }) => wrap(`${path}: ${printable(reason)}`, look.width)),
    ...differenceLines(run.differences, look),
    ...uncheckedLines(run.unchecked, look, all),
    ...wrap(factsOf(run), look.width),
    verdictLine(run, look),
  ].join('\n');
}

function sumLines({ name, integrity, reason }: CheckedFile, { colour }: Look): string[] {
  if (integrity === 'matches') return [`${name}: as it was when the run ended (SHA256SUMS)`];
  if (integrity === 'unknown')
    return [`${name}: SHA256SUMS has no sum of it, so that nothing says whether it was changed`];
  const why = reason === '' ? 'it is not as it was when the run ended (SHA256SUMS)' : printable(reason);
  return [paint([span(`${name}: `), span(why, 'red')], colour)];
}

function differenceLines(differences: readonly FigureCheck[], { width, colour, glyphs }: Look): string[] {
  const lines = differences.slice(0, mostDifferences).flatMap(({ path, stored, recomputed, from }) => {
    const source = from === '' ? '' : ` (${from})`;
    const values = `  stored ${textOf(stored)}, recomputed ${textOf(recomputed)}${source}`;
    return [paintText(path, 'red', colour), truncate(values, width, glyphs.ellipsis)];
  });
  const more = differences.length - mostDifferences;
  return more > 0 ? [...lines, `and ${more} more differences (--json has all)`] : lines;
}

function textOf(value: unknown): string {
  return value === undefined ? 'nothing' : printable(typeof value === 'string' ? `"${value}"` : JSON.stringify(value));
}

function uncheckedLines(unchecked: readonly string[], { width }: Look, all: boolean): string[] {
  const kinds = new Map<string, number>();
  for (const path of unchecked) {
    const kind = kindOf(path);
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const sorted = [...kinds].sort((a, b) => b[1] - a[1]);
  const shown = all ? sorted : sorted.slice(0, mostKinds);
  if (shown.length === 0) return [];
  const texts = shown.map(([kind, count]) => (count === 1 ? kind : `${kind} (${count})`));
  const more = sorted.length - shown.length;
  const rest = more > 0 ? ` and ${more} more kinds (--all lists them)` : '';
  return wrap(`Follow from nothing stored: ${texts.join(', ')}${rest}`, width);
}

/** Places of one kind in one word: numbers of steps, workers and the like left out. */
function kindOf(path: string): string {
  return path
    .replace(/^steps\.\d+\./, '')
    .replace(/^counters\.(deltas|gauges)\..*$/, 'counters.$1')
    .replace(/\.\d+(?=\.|$)/g, '[]');
}

function factsOf({ checks, unchecked, hasEvents, judgedOtherwise, record }: VerifiedRun): string {
  const figures = new Set(checks.map(({ path }) => path)).size;
  const events = hasEvents ? '' : '; there is no events.ndjson, so that nothing was held against intervals';
  const judged = judgedOtherwise
    ? `; limits and verdicts of expressions are by another method (${record.judging?.method ?? 1}) than that of this version, ` +
      'and were not computed again: `ioproof accept --results` judges anew'
    : '';
  const steps = record.steps.length === 1 ? '1 step' : `${record.steps.length} steps`;
  return `checked ${figures} figures of ${steps}, ${unchecked.length} numbers follow from nothing stored${events}${judged}`;
}

function verdictLine({ holds, differences, sums, failures, record }: VerifiedRun, { colour }: Look): string {
  if (holds) return paint([span('holds', ['bold', 'green']), span(`: run ${record.run.id}`)], colour);
  const changed = sums.filter(({ integrity }) => integrity === 'differs').length;
  const facts = [
    changed > 0 ? `${changed} ${changed === 1 ? 'file' : 'files'} changed since the run` : '',
    differences.length > 0
      ? `${differences.length} ${differences.length === 1 ? 'figure does' : 'figures do'} not follow`
      : '',
    failures.length > 0 ? `${failures.length} could not be checked` : '',
  ].filter((fact) => fact !== '');
  return paint([span('DOES NOT HOLD', ['bold', 'red']), span(`: run ${record.run.id}: ${facts.join(', ')}`)], colour);
}
