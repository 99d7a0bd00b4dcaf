// The text of `ioproof compare`: what is compared, the table, and what a reader has to know besides.
import type { Comparison } from '../compare/comparison.js';
import { compareTableLines } from './compare-table.js';
import { differenceLines } from './compare-differences.js';
import { compareNotes } from './compare-notes.js';
import { wrap } from './display-text.js';
import { lookOf, type Look } from './look.js';
import { cutSpans, paint, span } from './spans.js';

export interface CompareTextOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  unicode?: boolean;
  /** Version of the tool. */
  version: string;
}

/** Without a line end after the last line. */
export function compareText(comparison: Comparison, options: CompareTextOptions): string {
  const look = lookOf(options);
  const { rows, differences } = comparison;
  const table = rows.length === 0 ? ['Nothing was measured on any side.'] : compareTableLines(rows, look);
  return [
    titleLine(comparison, options.version, look),
    '',
    ...table,
    ...paragraph(differenceLines(differences, look)),
    ...paragraph(compareNotes(comparison).flatMap((note) => wrap(note, look.width))),
  ].join('\n');
}

function titleLine(comparison: Comparison, version: string, { width, colour, glyphs }: Look): string {
  const { by, sides, confidence, margin, seed } = comparison;
  const parts = [
    `${sides.length} ${by}s`,
    `${percent(confidence)} intervals`,
    `same within ${percent(margin)}`,
    `seed ${seed}`,
  ];
  const facts = span(`  ${parts.join(` ${glyphs.separator} `)}`);
  return paint(cutSpans([span(`ioproof ${version}`, 'bold'), facts], width, glyphs.ellipsis), colour);
}

function percent(fraction: number): string {
  return `${Number((fraction * 100).toPrecision(3))}%`;
}

function paragraph(lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', ...lines];
}
