// A series of values as a plot of characters: dots of Braille joined by lines, a line at the median, labels at both axes.
import { medianOf } from '../statistics/median.js';
import { padEnd, padStart } from './display-text.js';
import type { Look } from './look.js';
import { paint, span, type Span } from './spans.js';

export interface PlotValues {
  values: readonly number[];
  /** A value as its axis shows it. */
  textOf: (value: number) => string;
  /** What stands below the first and the last value. */
  ends: readonly [string, string];
}

const rows = 8;
/** Dots of a character of Braille. */
const [dotsAcross, dotsDown] = [2, 4];
/** Bits of U+2800 by column and row of a dot. */
const brailleBits = [
  [0x01, 0x02, 0x04, 0x40],
  [0x08, 0x10, 0x20, 0x80],
] as const;
const brailleBase = 0x2800;

/** Lines of at most the width of the look; none without values. Values are side by side at even distances. */
export function plotLines({ values, textOf, ends }: PlotValues, look: Look): string[] {
  if (values.length === 0) return [];
  const { width, colour, glyphs } = look;
  const fine = glyphs.barParts.length > 0;
  const scale = scaleOf(values);
  const middle = medianOf(values);
  const labels = [scale.high, middle, scale.low].map(textOf);
  const labelWidth = Math.max(...labels.map((label) => label.length));
  const across = Math.max(4, width - labelWidth - 4);
  const cells = fine ? brailleCells(values, scale, across) : starCells(values, scale, across);
  const medianRow = Math.min(rows - 1, Math.floor(placeOf(middle, scale) * rows));
  const lines = cells.map((row, at) => {
    const label = at === medianRow ? labels[1] : at === 0 ? labels[0] : at === rows - 1 ? labels[2] : '';
    const spans = rowSpans(row, at === medianRow ? (fine ? '┄' : '-') : ' ');
    return paint(
      [span(` ${padStart(label ?? '', labelWidth)} ${fine ? '┤' : '|'}`, 'dim'), ...spans],
      colour,
    ).trimEnd();
  });
  const room = Math.max(1, across - ends[0].length - ends[1].length);
  const below = ends[0] === ends[1] ? ends[0] : `${ends[0]}${' '.repeat(room)}${ends[1]}`;
  return [...lines, paint([span(`${padEnd('', labelWidth + 3)}${below}`, 'dim')], colour)];
}

interface Scale {
  low: number;
  high: number;
}

/** From the least to the largest value; a single one lies in the middle. */
function scaleOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (high > low) return { low, high };
  const margin = low === 0 ? 1 : Math.abs(low) / 10;
  return { low: low - margin, high: high + margin };
}

/** From the top, 0 … 1. */
function placeOf(value: number, { low, high }: Scale): number {
  return (high - value) / (high - low);
}

/** Empty where nothing is drawn. */
type Cells = string[][];

function brailleCells(values: readonly number[], scale: Scale, across: number): Cells {
  const bits = Array.from({ length: rows }, () => new Array<number>(across).fill(0));
  const points = values.map((value, at) => ({
    x: columnOf(at, values.length, across * dotsAcross),
    y: Math.round(placeOf(value, scale) * (rows * dotsDown - 1)),
  }));
  const set = (x: number, y: number) => {
    const row = bits[Math.floor(y / dotsDown)];
    const column = Math.floor(x / dotsAcross);
    const bit = brailleBits[x % dotsAcross]?.[y % dotsDown] ?? 0;
    if (row !== undefined) row[column] = (row[column] ?? 0) | bit;
  };
  points.forEach((point, at) => {
    const before = points[at - 1] ?? point;
    const steps = Math.max(1, Math.abs(point.x - before.x), Math.abs(point.y - before.y));
    for (let step = 0; step <= steps; step += 1) {
      const part = step / steps;
      set(Math.round(before.x + part * (point.x - before.x)), Math.round(before.y + part * (point.y - before.y)));
    }
  });
  return bits.map((row) => row.map((cell) => (cell === 0 ? '' : String.fromCodePoint(brailleBase + cell))));
}

function starCells(values: readonly number[], scale: Scale, across: number): Cells {
  const cells: Cells = Array.from({ length: rows }, () => new Array<string>(across).fill(''));
  values.forEach((value, at) => {
    const row = cells[Math.round(placeOf(value, scale) * (rows - 1))];
    if (row !== undefined) row[columnOf(at, values.length, across)] = '*';
  });
  return cells;
}

/** The place of a value among `room` columns; a single one is in the middle. */
function columnOf(at: number, count: number, room: number): number {
  return count === 1 ? Math.floor(room / 2) : Math.round((at / (count - 1)) * (room - 1));
}

function rowSpans(row: readonly string[], rest: string): Span[] {
  const spans: Span[] = [];
  for (const cell of row) spans.push(cell === '' ? span(rest, 'dim') : span(cell, 'cyan'));
  return joined(spans);
}

/** Neighbours of one style are one span: an escape for each cell would be three times the text. */
function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const one of spans) {
    const last = all.at(-1);
    if (last?.style === one.style && last !== undefined) last.text += one.text;
    else all.push({ ...one });
  }
  return all;
}
