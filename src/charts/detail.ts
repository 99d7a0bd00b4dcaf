// How finely the charts of a run are drawn: the more series there are, the fewer points has each, so that reports stay small.

export interface Detail {
  /** Points of a line. */
  points: number;
  /** Columns of a heatmap. */
  columns: number;
  /** Rows of a heatmap. */
  rows: number;
}

/** Points of all lines of a run, of about 14 bytes each in JSON, and cells of all heatmaps. */
const allPoints = 100_000;
const allCells = 80_000;

/** Lines over time, of distributions and of percentiles of one step, more or less. */
const linesOfStep = 6;

/** The share of a heatmap's cells that hold something, roughly. */
const filled = 0.4;

/** For so many steps, and heatmaps of so many mounts and variants. */
export function detailFor(steps: number, heatmaps: number): Detail {
  const points = clamp(allPoints / (Math.max(1, steps) * linesOfStep), 24, 240);
  const rows = heatmaps > 100 ? 24 : 40;
  const columns = clamp(allCells / (Math.max(1, heatmaps) * rows * filled), 12, 120);
  return { points, columns, rows };
}

function clamp(value: number, least: number, most: number): number {
  return Math.floor(Math.min(most, Math.max(least, value)));
}
