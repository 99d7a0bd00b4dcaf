// How a text is to look: its room, whether with colour, and its drawing characters.
import { glyphsFor, type Glyphs } from './glyphs.js';

export interface Look {
  /** Columns. */
  width: number;
  colour: boolean;
  glyphs: Glyphs;
}

/** The look for a terminal; `unicode` is false where the locale is not UTF-8. */
export function lookOf(options: { width: number; colour: boolean; unicode?: boolean }): Look {
  return { width: options.width, colour: options.colour, glyphs: glyphsFor(options.unicode ?? true) };
}
