// What a figure of a step is: a name that people write, a unit, and which way is better.

/** Units in which records keep figures. */
export const figureUnits = [
  'count',
  'bytes',
  'nanoseconds',
  'microseconds',
  'seconds',
  'per second',
  'bytes per second',
  'percent',
  'fraction',
  'none',
] as const;

export type FigureUnit = (typeof figureUnits)[number];

/** Which values are better; null: neither, such as of a count of operations. */
export type Better = 'higher' | 'lower' | null;

/** One number that a step can have. */
export interface FigureDefinition {
  /** As people write it: `read.p99`, `auPercent`, `cpu.userSeconds`. */
  name: string;
  unit: FigureUnit;
  better: Better;
  /** One sentence. */
  help: string;
}
