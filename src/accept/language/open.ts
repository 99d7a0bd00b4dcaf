// Numbers whose unit is told by what they stand beside, such as the 90 of `auPercent >= 90`.
import { ExpressionError } from './error.js';
import type { Term } from './term.js';
import { typeInWords, type UnitType, unitScales } from './unit-type.js';

/** A literal without a unit of its own, or what is computed from such alone. */
export interface Open {
  text: string;
  column: number;
  /** As a plain number, in which letters are powers of 1000. */
  value: number;
  /** As a size, in which letters are powers of 1024; null where it is computed from letters, which could mean both. */
  bytes: number | null;
  hasLetter: boolean;
  perSecond: boolean;
}

/** The number as one of that type. Throws ExpressionError with how to write it. */
export function close(open: Open, beside: UnitType, besideText: string): Term {
  const { text, column, value, bytes, hasLetter, perSecond } = open;
  const refuse = (what: string): never => {
    throw new ExpressionError(column, what, adviceFor(open, beside));
  };
  const constant = (number: number): Term => ({ kind: 'constant', value: number });
  const isRate = beside.time === -1;
  if (perSecond && !isRate) return refuse(`"${text}" is a rate, but ${besideText} is ${typeInWords(beside)}`);
  if (beside.bytes === 1 && (beside.time === 0 || isRate)) {
    if (isRate && !(perSecond && hasLetter)) return refuse(`"${text}" has no unit of bytes per second`);
    return bytes === null ? refuse(`"${text}" could be meant in powers of 1000 or of 1024`) : constant(bytes);
  }
  if (beside.bare === null) return refuse(`"${text}" has no unit, but ${besideText} is ${typeInWords(beside)}`);
  if (hasLetter && beside.time === 1) return refuse(`"${text}" is no time`);
  return constant(value / unitScales[beside.bare].divisor);
}

function adviceFor({ text, hasLetter, perSecond }: Open, { bytes, time, bare }: UnitType): string {
  const bareText = perSecond ? text.slice(0, -2) : text;
  const digits = /^\d+(\.\d+)?/.exec(text)?.[0] ?? '2';
  if (bytes === 1 && time === -1) {
    return hasLetter && /^[\d.]+[A-Za-z]/.test(text)
      ? `Write "${bareText.replace(/[a-z]$/i, (letter) => letter.toUpperCase())}iB/s" for powers of 1024`
      : `Write its unit, such as "${digits}GiB/s" or "${digits}MB/s"`;
  }
  if (bytes === 1 && time === 0) return perSecond ? `Write "${bareText}"` : `Write "${digits}GiB" or "${digits}GB"`;
  if (bytes === 0 && time === 1) {
    return `Write its unit (ns us ms s m h), such as "${digits}${bare === 'seconds' ? 's' : 'ms'}"`;
  }
  if (bytes === 0 && time === 0) return bare === null ? `Write "${digits}%"` : `Write "${bareText}"`;
  return 'Compare it with a term of the same unit';
}
