// Bars and sparklines, cell by cell.
import { describe, expect, test } from 'vitest';
import { barLine, progressBar, sparkline } from '../../src/report/bars.js';
import { asciiGlyphs, unicodeGlyphs } from '../../src/report/glyphs.js';
import { paint, spansWidth } from '../../src/report/spans.js';

const bar = (fraction: number, width: number, glyphs = unicodeGlyphs) => {
  const { filled, rest } = progressBar(fraction, width, glyphs);
  return filled + rest;
};

describe('progressBar', () => {
  test.each([
    [0, '░░░░'],
    [1 / 32, '▏░░░'],
    [0.5, '██░░'],
    [0.625, '██▌░'],
    [0.999, '███▉'],
    [1, '████'],
    [-1, '░░░░'],
    [7, '████'],
  ])('%d fills %s', (fraction, text) => {
    expect(bar(fraction, 4)).toBe(text);
  });

  test('has whole cells only in ASCII', () => {
    expect(bar(0.6, 5, asciiGlyphs)).toBe('###..');
  });
  test('has no cell without room', () => {
    expect(bar(0.6, 0)).toBe('');
  });
});

test('a bar line fills its width and drops the fact when there is no room for it', () => {
  const line = (width: number) => barLine(0.5, 'ETA 0:10', { width, colour: false, glyphs: asciiGlyphs });
  expect(paint(line(30), false)).toBe('#######........  50%  ETA 0:10');
  expect(paint(line(20), false)).toBe('#######........  50%');
  expect(spansWidth(line(200))).toBe(200);
});

describe('sparkline', () => {
  test('scales from zero to the largest value, so that a dip has its true depth', () => {
    expect(sparkline([80, 70, 40, 10, 1], 10, unicodeGlyphs)).toBe('█▇▄▁▁');
  });

  test('shows a stall as a sign of its own', () => {
    expect(sparkline([5, 0, 5], 10, unicodeGlyphs)).toBe('█·█');
    expect(sparkline([0, 0], 10, asciiGlyphs)).toBe('__');
  });

  test('keeps the latest values and scales to those shown', () => {
    expect(sparkline([1000, 1, 2], 2, unicodeGlyphs)).toBe('▄█');
    expect(sparkline([1, 2], 0, unicodeGlyphs)).toBe('');
  });
});
