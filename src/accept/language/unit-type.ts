// What a term is of: powers of bytes and of time, and how a number without a unit beside it is read.
import { figureDefinition, type FigureUnit } from '../../figure/catalogue.js';

/** Units in which a term can be told; the last for what has no word, such as bytes times seconds. */
export type TermUnit = FigureUnit | 'other';

/** The type of a term. */
export interface UnitType {
  /** Power of bytes. */
  bytes: number;
  /** Power of time. */
  time: number;
  /** The unit of a bare number beside it; null: none may stand there. */
  bare: FigureUnit | null;
  /** True where no figure is in it. */
  constant: boolean;
}

interface UnitScale {
  bytes: number;
  time: number;
  /** A value in the unit, divided by this, is in bytes, seconds and plain numbers. */
  divisor: number;
}

/** By division, which rounds right: 2000000 ns and 2 ms are the same number. */
export const unitScales: Readonly<Record<FigureUnit, UnitScale>> = {
  count: { bytes: 0, time: 0, divisor: 1 },
  none: { bytes: 0, time: 0, divisor: 1 },
  fraction: { bytes: 0, time: 0, divisor: 1 },
  percent: { bytes: 0, time: 0, divisor: 100 },
  bytes: { bytes: 1, time: 0, divisor: 1 },
  seconds: { bytes: 0, time: 1, divisor: 1 },
  microseconds: { bytes: 0, time: 1, divisor: 1e6 },
  nanoseconds: { bytes: 0, time: 1, divisor: 1e9 },
  'per second': { bytes: 0, time: -1, divisor: 1 },
  'bytes per second': { bytes: 1, time: -1, divisor: 1 },
};

/** The type of a figure of the catalogue. */
export function typeOfFigure(name: string): UnitType {
  const unit = unitOfFigure(name);
  const { bytes, time } = unitScales[unit];
  return { bytes, time, bare: bareUnit(name, unit), constant: false };
}

export function unitOfFigure(name: string): FigureUnit {
  return figureDefinition(name)?.unit ?? 'none';
}

/** A name that tells its unit of time takes numbers in it; a latency does not, and neither does a bandwidth. */
function bareUnit(name: string, unit: FigureUnit): FigureUnit | null {
  if (unit === 'bytes per second') return null;
  if (unitScales[unit].time !== 1) return unit;
  return /seconds|Ns$/i.test(name) ? unit : null;
}

/** The type of what is computed from several: bare numbers where the powers alone tell how to read them. */
export function computedType(bytes: number, time: number, constant: boolean): UnitType {
  return { bytes, time, bare: bareOf(bytes, time), constant };
}

function bareOf(bytes: number, time: number): FigureUnit | null {
  if (bytes === 0 && time === 0) return 'none';
  if (bytes === 0 && time === -1) return 'per second';
  return bytes === 1 && time === 0 ? 'bytes' : null;
}

/** In which unit to tell a term of the type. */
export function unitOfType({ bytes, time, bare }: UnitType): TermUnit {
  if (bytes === 0 && time === 0) return bare ?? 'none';
  if (bytes === 0 && time === 1) return 'seconds';
  if (bytes === 0 && time === -1) return 'per second';
  if (bytes === 1) return time === 0 ? 'bytes' : time === -1 ? 'bytes per second' : 'other';
  return 'other';
}

/** `a time`, `bytes per second`, for messages. */
export function typeInWords({ bytes, time, bare }: UnitType): string {
  if (bytes === 0 && time === 0) return plainWords[bare ?? 'none'] ?? 'a number';
  if (bytes === 0 && time === 1) return 'a time';
  if (bytes === 0 && time === -1) return 'a rate, per second';
  if (bytes === 1 && time === 0) return 'an amount of bytes';
  if (bytes === 1 && time === -1) return 'bytes per second';
  return `${power('bytes', bytes)}${bytes !== 0 && time !== 0 ? ' × ' : ''}${power('time', time)}`;
}

const plainWords: Partial<Record<FigureUnit, string>> = { count: 'a count', percent: 'a percent', fraction: 'a share' };

function power(word: string, exponent: number): string {
  return exponent === 0 ? '' : exponent === 1 ? word : `${word}^${exponent}`;
}
