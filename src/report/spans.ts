// Lines of styled text: laid out by their plain width first and coloured last, so that colour never moves a column.
import { styleText } from 'node:util';
import { cut, displayWidth } from './display-text.js';

export type Style = Parameters<typeof styleText>[0];

/** A piece of a line. */
export interface Span {
  text: string;
  style?: Style;
}

/** A piece of a line that may be left out: the highest rank goes first, rank 0 stays. */
export interface Field extends Span {
  rank: number;
}

export function span(text: string, style?: Style): Span {
  return style === undefined ? { text } : { text, style };
}

/** Columns that the spans take. */
export function spansWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, part) => sum + displayWidth(part.text), 0);
}

/** The spans as one string; escapes only with `colour`. */
export function paint(spans: readonly Span[], colour: boolean): string {
  return spans.map((part) => paintText(part.text, part.style, colour)).join('');
}

/** One text, styled only with `colour`. Whether a stream can show it was decided by whoever set `colour`. */
export function paintText(text: string, style: Style | undefined, colour: boolean): string {
  return colour && style !== undefined && text !== '' ? styleText(style, text, { validateStream: false }) : text;
}

/** The spans cut to at most `width` columns; what is cut off is marked with `ellipsis`. */
export function cutSpans(spans: readonly Span[], width: number, ellipsis: string): Span[] {
  if (spansWidth(spans) <= width) return [...spans];
  let left = width - displayWidth(ellipsis);
  if (left < 0) return [];
  const kept: Span[] = [];
  for (const part of spans) {
    const text = cut(part.text, left);
    kept.push({ ...part, text });
    left -= displayWidth(text);
    if (text !== part.text) break;
  }
  return [...kept, span(ellipsis)];
}

/** The fields that fit into `width`, two spaces apart, in their order. */
export function fitFields(fields: readonly Field[], width: number, ellipsis: string): Span[] {
  const kept = fields.filter((field) => field.text !== '');
  const used = () => spansWidth(kept) + 2 * Math.max(0, kept.length - 1);
  while (used() > width) {
    const worst = kept.reduce((a, b) => (b.rank >= a.rank ? b : a));
    if (worst.rank === 0) break;
    kept.splice(kept.indexOf(worst), 1);
  }
  const spans = kept.flatMap((field, index) => (index === 0 ? [field] : [span('  '), field]));
  return cutSpans(spans, width, ellipsis);
}

/** `left` and `right` at the two ends of a line of `width` columns, `fill` between; `left` is cut when they meet. */
export function spread(
  left: readonly Span[],
  right: readonly Span[],
  width: number,
  fill: Span,
  ellipsis: string,
): Span[] {
  const room = width - spansWidth(right);
  if (room < 2) return cutSpans(left, width, ellipsis);
  const start = cutSpans(left, room - 1, ellipsis);
  return [...start, { ...fill, text: fill.text.repeat(room - spansWidth(start)) }, ...right];
}
