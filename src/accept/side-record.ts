// A side of a judgement as the record keeps it.
import type { AcceptanceRecord } from '../result/acceptance-schema.js';
import type { Limits } from './interval.js';
import type { ExpressionSide, TermUnit } from './language/parse.js';
import { unitScales } from './language/unit-type.js';

/** Values come in bytes, seconds and plain numbers, and are kept in the unit of the expression. */
export function sideRecord(
  side: ExpressionSide,
  unit: TermUnit,
  value: number | null,
  limits: Limits | null,
): AcceptanceRecord['left'] {
  const divisor = unit === 'other' ? 1 : unitScales[unit].divisor;
  // Dividing and multiplying may have changed the last of 16 digits.
  const inUnit = (amount: number) => Number((amount * divisor).toPrecision(15));
  return {
    text: side.text,
    value: value === null ? null : inUnit(value),
    low: limits === null ? null : inUnit(limits.low),
    high: limits === null ? null : inUnit(limits.high),
    unit: unit === 'other' ? 'bytes and seconds, as computed' : unit,
  };
}
