// The legend: a name beside its line, dash and symbol; none where there is one line.
import type { Chart } from '../chart.js';
import type { Part } from './axes.js';
import type { Palette } from './palette.js';

/** Pixels that are kept free for it. */
export interface Room {
  right: number;
  bottom: number;
}

/** Pixels of a chart below which the lines need all of the width. */
const narrow = 560;
/** Characters of a name; of a longer one the rest is left out. */
const longest = 28;

/** Below the lines; of more rows, the reader turns pages. */
const mostRows = 4;
const rowHeight = 20;
const itemGap = 10;

/** Rows that the names need one after the other, with a margin, since fonts differ. */
function rowsOf(names: readonly string[], width: number): number {
  let [rows, used] = [1, 0];
  for (const { length } of names) {
    const wide = 32 + 5 + Math.min(longest, length) * 7 + itemGap;
    if (used > 0 && used + wide > width - 24) [rows, used] = [rows + 1, 0];
    used += wide;
  }
  return rows;
}

function shortened(name: string): string {
  return name.length <= longest ? name : `${name.slice(0, longest - 1)}…`;
}

/** To the right of the lines, or below them where there is little room. */
export function legendOf(chart: Chart, width: number, palette: Palette): { part: Part | null; room: Room } {
  const names = chart.series.filter(({ faint }) => faint !== true).map(({ name }) => name);
  if (names.length < 2) return { part: null, room: { right: 0, bottom: 0 } };
  const shared = {
    data: names,
    itemWidth: 32,
    itemHeight: 9,
    textStyle: { color: palette.text, fontSize: 12, lineHeight: 16 },
    formatter: shortened,
  };
  if (width < narrow) {
    const rows = rowsOf(names, width);
    if (rows > mostRows) {
      const pages = { pageIconColor: palette.text, pageTextStyle: { color: palette.faded } };
      return { part: { ...shared, ...pages, type: 'scroll', left: 12, bottom: 2 }, room: { right: 0, bottom: 26 } };
    }
    const place = { left: 12, bottom: 2, itemGap, width: width - 24 };
    return { part: { ...shared, ...place }, room: { right: 0, bottom: 6 + rows * rowHeight } };
  }
  const most = Math.min(longest, Math.max(...names.map((name) => name.length)));
  // Fonts differ in width, and a file is drawn without knowing its font.
  const right = 60 + Math.min(214, most * 8);
  return {
    part: {
      ...shared,
      orient: 'vertical',
      right: 10 + Math.min(24, most),
      top: 'middle',
      align: 'left',
      itemGap: 9,
    },
    room: { right, bottom: 0 },
  };
}
