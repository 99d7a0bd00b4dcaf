// A chart as data: what to draw, in plain JSON, the same for the HTML page, the live view and SVG files.
import type { FigureUnit } from '../figure/catalogue.js';

export interface Axis {
  /** `time`, `latency`, `operations a second`. */
  label: string;
  unit: FigureUnit;
  /** `nines`: shares by how many nines they have, -log10(1 - share): 0.3 is p50, 1 is p90, 4 is p99.99. */
  scale: 'linear' | 'log' | 'log2' | 'nines' | 'category';
  /** Of scale category: its values in order. */
  categories?: string[];
}

/** One line, or one set of bars. */
export interface Series {
  name: string;
  /** Name of the mount, which decides the colour; the same mount has the same colour in all charts of a report. */
  mount: string;
  /** x and y in the units of the axes; y null: a gap. Of bars, x is the index of the category. */
  points: (readonly [x: number, y: number | null])[];
  /** Low and high of each point, by its index; absent: none. */
  ranges?: (readonly [low: number, high: number] | null)[];
  /** Before the two numbers of a range: `95 % between`, `repeats between`. */
  rangeWords?: string;
  /** Drawn thin and pale, as single repeats behind their median. */
  faint?: boolean;
  /** Of lines that are of one mount: number of the dash and of the symbol. Absent: those of the mount. */
  style?: number;
}

/** An instant or a stretch of the x axis that has a name: the start of an epoch, a save. */
export interface Mark {
  from: number;
  /** Absent: an instant. */
  to?: number;
  label: string;
}

/** Rectangles of counts: latency over time. */
export interface Heatmap {
  mount: string;
  /** Starts of the columns in the unit of the x axis; one more than there are columns. */
  x: number[];
  /** Starts of the rows in the unit of the y axis; one more than there are rows. */
  y: number[];
  /** [column, row, count] of the cells that are not empty. */
  cells: (readonly [column: number, row: number, count: number])[];
}

export interface Chart {
  /** Unique in a report; letters, digits and "-": name of its SVG file and of its anchor. */
  id: string;
  kind: 'lines' | 'steps' | 'percentiles' | 'heatmap' | 'bars';
  title: string;
  /** Workload, variant, and mount where it is of one: what the heading above it says in a page of its own. */
  subtitle: string;
  /** Of one that is of a single mount: its name, and the repeat where it is of one. */
  mount?: string;
  /** What it shows, with its main values, for those who cannot see it. */
  description: string;
  x: Axis;
  y: Axis;
  series: Series[];
  heatmap?: Heatmap;
  marks?: Mark[];
  /** True: one of several that are drawn small and side by side. */
  small?: boolean;
  /** Drawn across at this y: a threshold. */
  limit?: { value: number; label: string };
}

/** Charts of one workload, or of one variant of it. */
export interface ChartGroup {
  workload: string;
  /** Swept keys with their values, as text; empty without a sweep, and where the charts are over all variants. */
  variant: string;
  charts: Chart[];
}
