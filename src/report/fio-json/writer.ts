// Prints a document as fio's own JSON writer does: two spaces a level, `"key" : value`, floats with six decimals.

/** A number that fio prints as `%f`; plain numbers are its integers. */
export class Float {
  constructor(readonly value: number) {}
}

/**
 * Keys keep the order in which they were set, as in fio. JavaScript moves keys that look like array indexes to the front in
 * ascending order; objects with such keys (buckets and depths) have only those, and fio's order of them is the same.
 */
export interface FioObject {
  readonly [key: string]: FioValue;
}

export type FioValue = string | number | Float | FioObject | readonly FioObject[];

/** The text of a document with a line end after the last line. */
export function writeFio(document: FioObject): string {
  return `${valueText(document, 0)}\n`;
}

function valueText(value: FioValue, level: number): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number') return integerText(value);
  if (value instanceof Float) return floatText(value.value);
  if (isList(value)) {
    const items = value.map((item) => `${indent(level + 1)}${valueText(item, level + 1)}`);
    return block('[', items, ']', level);
  }
  const members = Object.entries(value).map(
    ([key, member]) => `${indent(level + 1)}${JSON.stringify(key)} : ${valueText(member, level + 1)}`,
  );
  return block('{', members, '}', level);
}

function isList(value: FioObject | readonly FioObject[]): value is readonly FioObject[] {
  return Array.isArray(value);
}

function block(open: string, members: string[], close: string, level: number): string {
  return `${open}\n${members.join(',\n')}\n${indent(level)}${close}`;
}

function indent(level: number): string {
  return '  '.repeat(level);
}

function integerText(value: number): string {
  return Number.isFinite(value) ? BigInt(Math.trunc(value)).toString() : '0';
}

/** As `%f`; key of a percentile as well. What is no number is 0, since JSON has no other word for it. */
export function floatText(value: number): string {
  return (Number.isFinite(value) ? value : 0).toFixed(6);
}
