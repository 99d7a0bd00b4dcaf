// Amounts in the sentences of judgements: `1.84 ms`, `512k/s`, `1.71–1.98 ms`.
import type { TermUnit } from './language/parse.js';

interface Scale {
  factor: number;
  suffix: string;
}

const times: Scale[] = scalesOf([
  [3600, ' h'],
  [60, ' min'],
  [1, ' s'],
  [1e-3, ' ms'],
  [1e-6, ' us'],
  [1e-9, ' ns'],
]);
const sizes = (rate: string): Scale[] =>
  scalesOf([
    [2 ** 40, ` TiB${rate}`],
    [2 ** 30, ` GiB${rate}`],
    [2 ** 20, ` MiB${rate}`],
    [2 ** 10, ` KiB${rate}`],
    [1, ` B${rate}`],
  ]);
const counts = (rate: string): Scale[] =>
  scalesOf([
    [1e9, `G${rate}`],
    [1e6, `M${rate}`],
    [1e3, `k${rate}`],
    [1, rate],
  ]);

const scales: Readonly<Record<TermUnit, Scale[]>> = {
  seconds: times,
  microseconds: times,
  nanoseconds: times,
  bytes: sizes(''),
  'bytes per second': sizes('/s'),
  'per second': counts('/s'),
  count: counts(''),
  none: counts(''),
  other: counts(''),
  fraction: scalesOf([[1e-2, ' %']]),
  percent: scalesOf([[1e-2, ' %']]),
};

const fewest = 3;
const most = 12;

/** A value in bytes, seconds or a plain number, with the digits that tell it from the other values, at least three. */
export function amountText(value: number, unit: TermUnit, others: readonly number[] = []): string {
  const scale = scaleOf(value, unit);
  const digits = digitsFor(value, others, scale);
  return `${digitsOf(value / scale.factor, digits)}${scale.suffix}`;
}

/** `1.71–1.98 ms`, in the scale of the lower limit; `843 us–25.01 ms` where the upper one has another. */
export function rangeText(low: number, high: number, unit: TermUnit, others: readonly number[] = []): string {
  const scale = scaleOf(low === 0 ? high : low, unit);
  if (scaleOf(high, unit).factor > scale.factor) {
    return [low, high].map((value) => amountText(value, unit, others)).join('–');
  }
  const texts = [low, high].map((value) => digitsOf(value / scale.factor, digitsFor(value, others, scale)));
  return `${texts.join('–')}${scale.suffix}`;
}

function scaleOf(value: number, unit: TermUnit): Scale {
  const all = scales[unit];
  // Rounded first, so that 999.9 us is 1.00 ms.
  const fits = ({ factor }: Scale) => Number((Math.abs(value) / factor).toPrecision(fewest)) >= 1;
  const found =
    all.find(fits) ?? (value === 0 && unit !== 'fraction' && unit !== 'percent' ? unitScale(all) : all.at(-1));
  return found ?? { factor: 1, suffix: '' };
}

/** Nothing is 0 s and 0 B, not 0 ns. */
function unitScale(all: readonly Scale[]): Scale | undefined {
  return all.find(({ factor }) => factor === 1);
}

/** Two amounts that differ must not read the same: a limit of 2 ms and a value of 2.001 ms. */
function digitsFor(value: number, others: readonly number[], { factor }: Scale): number {
  let digits = fewest;
  const same = (other: number) =>
    other !== value && digitsOf(other / factor, digits) === digitsOf(value / factor, digits);
  while (digits < most && others.some(same)) digits += 1;
  return digits;
}

/** Whole numbers keep all digits before the point, and nothing ends in zeros behind it. */
function digitsOf(value: number, digits: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (Math.abs(value) >= 10 ** (digits - 1)) return String(Math.round(value));
  return String(Number(value.toPrecision(digits)));
}

function scalesOf(entries: readonly [number, string][]): Scale[] {
  return entries.map(([factor, suffix]) => ({ factor, suffix }));
}
