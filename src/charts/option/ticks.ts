// Ticks of axes: round values in the unit of the axis, from the lowest to the highest value that is drawn.
import type { FigureUnit } from '../../figure/catalogue.js';

export interface Ticks {
  min: number;
  max: number;
  values: number[];
}

const decimalSteps = [1, 2, 2.5, 5];
const binarySteps = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];
const secondSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 28_800, 86_400];

/** From 0 to a round value at or above `highest`, in four to seven steps; `fewer`: in two to four, where there is little room. */
export function linearTicks(unit: FigureUnit, highest: number, fewer = false): Ticks {
  const top = highest > 0 ? highest : 1;
  const step = stepFor(unit, top / (fewer ? 3 : 5));
  const count = Math.max(1, Math.ceil(top / step - 1e-9));
  return { min: 0, max: count * step, values: Array.from({ length: count + 1 }, (_, at) => at * step) };
}

/** As `linearTicks`, but the axis ends where the data end: of time. */
export function timeTicks(last: number): Ticks {
  const step = stepFor('seconds', last / 7);
  const values = Array.from({ length: Math.floor(last / step + 1e-9) + 1 }, (_, at) => at * step);
  return { min: 0, max: last, values };
}

/** The round step at or above `least`. */
function stepFor(unit: FigureUnit, least: number): number {
  if (unit === 'seconds' && least > 0.5) {
    return secondSteps.find((step) => step >= least * 0.999) ?? Math.ceil(least / 86_400) * 86_400;
  }
  if (unit.startsWith('bytes')) {
    const power = 1024 ** Math.max(0, Math.floor(Math.log2(Math.max(1, least)) / 10));
    return power * (binarySteps.find((step) => step * power >= least * 0.999) ?? 1024);
  }
  const power = 10 ** Math.floor(Math.log10(least));
  return power * (decimalSteps.find((step) => step * power >= least * 0.999) ?? 10);
}

/** Powers of two of bytes, no more than eight, on a logarithmic axis that holds all of `lowest` to `highest`. */
export function binaryLogTicks(lowest: number, highest: number): Ticks {
  const [from, to] = [Math.floor(Math.log2(lowest) + 1e-9), Math.ceil(Math.log2(highest) - 1e-9)];
  const last = Math.max(to, from + 1);
  const every = [1, 2, 5, 10].find((step) => (last - from) / step <= 7) ?? 20;
  const powers = Array.from({ length: last - from + 1 }, (_, at) => from + at).filter((power) => power % every === 0);
  return { min: 2 ** from, max: 2 ** last, values: powers.map((power) => 2 ** power) };
}

/** Ticks of a logarithmic axis that holds all of `lowest` to `highest`, both above 0. */
export function logTicks(lowest: number, highest: number): Ticks {
  const decades = Math.log10(highest / lowest);
  if (decades < 0.35) return narrowTicks(lowest, highest);
  const digits = decades <= 1.2 ? [1, 2, 3, 5, 7] : decades <= 2.5 ? [1, 2, 5] : [1];
  const fine = decades <= 2.5 ? digits : [1, 2, 5];
  const min = Math.max(...roundValues(lowest, fine).filter((value) => value <= lowest * (1 + 1e-9)));
  const max = Math.min(...roundValues(highest, fine).filter((value) => value >= highest * (1 - 1e-9) && value > min));
  const all = Array.from({ length: Math.ceil(Math.log10(max / min)) + 2 }, (_, at) => Math.floor(Math.log10(min)) + at)
    .flatMap((exponent) => digits.map((digit) => exact(digit, exponent)))
    .filter((value) => value >= min * (1 - 1e-9) && value <= max * (1 + 1e-9));
  const every = Math.ceil(all.length / 8);
  return { min, max, values: all.filter((_, at) => at % every === 0) };
}

/** Even steps where a logarithm has no round values. */
function narrowTicks(lowest: number, highest: number): Ticks {
  const step = stepFor('none', Math.max(highest - lowest, highest * 1e-3) / 4);
  const first = Math.max(1, Math.floor(lowest / step + 1e-9));
  const last = Math.max(first + 1, Math.ceil(highest / step - 1e-9));
  const values = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  return { min: Math.min(values[0] ?? lowest, lowest), max: values.at(-1) ?? highest, values };
}

/** Round values from a decade below the value to two above. */
function roundValues(value: number, digits: readonly number[]): number[] {
  const exponent = Math.floor(Math.log10(value));
  return [exponent - 1, exponent, exponent + 1, exponent + 2].flatMap((power) =>
    digits.map((digit) => exact(digit, power)),
  );
}

/** Without the error of a product: 5e-3 and not 0.0050000000000000001. */
function exact(digit: number, exponent: number): number {
  return Number(`${digit}e${exponent}`);
}
