// Values of axes for people: short, each unit in the words of the reports.
import type { FigureUnit } from '../figure/catalogue.js';
import { unitText } from '../report/figure-text.js';
import { formatClock } from '../report/numbers.js';

/** A value without digits that say nothing: `1 GiB/s`, `100us`, `50%`. */
export function tickText(unit: FigureUnit, value: number): string {
  if (value === 0) return '0';
  return unitText(unit, value)
    .replace(/(\.\d*?)0+(?=[^\d]|$)/, '$1')
    .replace(/\.(?=[^\d]|$)/, '');
}

const bytePowers = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** A tick of an axis up to `max`; bytes are all in one unit, and from two minutes on times are clocks. */
export function axisText(unit: FigureUnit, value: number, max: number): string {
  if (unit === 'seconds' && max >= 120) return formatClock(value);
  if (value === 0 || !unit.startsWith('bytes')) return tickText(unit, value);
  const power = Math.max(0, Math.min(bytePowers.length - 1, Math.floor(Math.log2(max) / 10)));
  const text = `${Number((value / 1024 ** power).toPrecision(4))} ${bytePowers[power] ?? ''}`;
  return unit === 'bytes' ? text : `${text}/s`;
}
