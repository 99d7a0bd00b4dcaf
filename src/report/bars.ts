// Bars and sparklines: numbers as a row of characters.
import { padStart } from './display-text.js';
import type { Glyphs } from './glyphs.js';
import type { Look } from './look.js';
import { formatPercent } from './numbers.js';
import { cutSpans, fitFields, span, spansWidth, type Span } from './spans.js';

/** A bar of `width` columns, filled to `fraction` (0 to 1; beyond is clamped): the filled part and the rest. */
export function progressBar(fraction: number, width: number, glyphs: Glyphs): { filled: string; rest: string } {
  const steps = glyphs.barParts.length + 1;
  // Rounded down: the bar is full when all is done and not before.
  const done = Math.floor(Math.min(1, Math.max(0, fraction)) * width * steps + 1e-9);
  const full = Math.floor(done / steps);
  const part = done % steps === 0 ? '' : (glyphs.barParts[(done % steps) - 1] ?? '');
  const filled = glyphs.barFull.repeat(full) + part;
  return { filled, rest: glyphs.barEmpty.repeat(width - full - (part === '' ? 0 : 1)) };
}

/** A line of exactly the look's width: a bar, its percent, and a fact where there is room for it. */
export function barLine(fraction: number, fact: string, { width, glyphs }: Look): Span[] {
  const percent = { text: padStart(formatPercent(fraction), 4), style: 'bold' as const, rank: 0 };
  const tail = fitFields([percent, { text: fact, rank: 1 }], Math.max(8, width - 10), glyphs.ellipsis);
  const bar = progressBar(fraction, Math.max(0, width - spansWidth(tail) - 1), glyphs);
  const spans = [span(bar.filled, 'green'), span(bar.rest, 'dim'), span(' '), ...tail];
  return cutSpans(spans, width, glyphs.ellipsis);
}

/**
 * The last `width` values as heights from zero to the largest of them, so that a dip has its true depth.
 * Zero has a sign of its own.
 */
export function sparkline(values: readonly number[], width: number, glyphs: Glyphs): string {
  const shown = width > 0 ? values.slice(-width) : [];
  const largest = Math.max(...shown, 0);
  return shown.map((value) => (value > 0 ? level(value / largest, glyphs.spark) : glyphs.sparkZero)).join('');
}

function level(share: number, levels: readonly string[]): string {
  return levels[Math.max(0, Math.ceil(share * levels.length) - 1)] ?? '';
}
