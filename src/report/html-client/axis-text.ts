// A value of an axis as people read it.
import type { Axis } from '../../charts/chart.js';
import { unitText } from '../figure-text.js';

/** `1.23 GiB/s`, `98.3us`; of an axis of nines the percentile: `p99.9`. */
export function axisValueText(value: number, { unit, scale }: Axis): string {
  if (scale !== 'nines') return unitText(unit, value);
  const percent = 100 * (1 - 10 ** -value);
  return `p${Number(percent.toPrecision(value < 2 ? 3 : Math.ceil(value) + 2))}`;
}
