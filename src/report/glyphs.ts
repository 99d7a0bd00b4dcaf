// The drawing characters of the terminal output, and their fallback where the locale is not UTF-8.

export interface Glyphs {
  ok: string;
  failed: string;
  skipped: string;
  warning: string;
  ellipsis: string;
  times: string;
  none: string;
  separator: string;
  rule: string;
  side: string;
  /** Corners of a box: top left, top right, bottom left, bottom right. */
  corners: readonly [string, string, string, string];
  barFull: string;
  barEmpty: string;
  /** Parts of one cell of a bar, rising, without the empty and the full one. */
  barParts: readonly string[];
  /** Heights of a sparkline, rising; nothing at all has its own sign, so that a stall is seen. */
  spark: readonly string[];
  sparkZero: string;
}

export const unicodeGlyphs: Glyphs = {
  ok: '✓',
  failed: '✗',
  skipped: '○',
  warning: '!',
  ellipsis: '…',
  times: '×',
  none: '–',
  separator: '·',
  rule: '─',
  side: '│',
  corners: ['╭', '╮', '╰', '╯'],
  barFull: '█',
  barEmpty: '░',
  barParts: ['▏', '▎', '▍', '▌', '▋', '▊', '▉'],
  spark: ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'],
  sparkZero: '·',
};

export const asciiGlyphs: Glyphs = {
  ok: '+',
  failed: 'x',
  skipped: 'o',
  warning: '!',
  ellipsis: '~',
  times: 'x',
  none: '-',
  separator: '|',
  rule: '-',
  side: '|',
  corners: ['+', '+', '+', '+'],
  barFull: '#',
  barEmpty: '.',
  barParts: [],
  spark: ['.', ':', '-', '=', '+', '*', '#', '@'],
  sparkZero: '_',
};

/** The glyphs for a terminal; `unicode` is false where the locale is not UTF-8. */
export function glyphsFor(unicode: boolean): Glyphs {
  return unicode ? unicodeGlyphs : asciiGlyphs;
}
