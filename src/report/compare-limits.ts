// How the limits of a comparison were kept, a line each.
import type { LimitResult } from '../compare/limits.js';
import { rowCase } from './compare-words.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paintText } from './spans.js';

/** Breaches first. None without a limit. */
export function limitLines(results: readonly LimitResult[], { width, colour, glyphs }: Look): string[] {
  const sorted = [...results.filter(({ breached }) => breached), ...results.filter(({ breached }) => !breached)];
  return sorted.flatMap((result) => {
    const mark = result.breached
      ? paintText(glyphs.failed, ['bold', 'red'], colour)
      : paintText(glyphs.ok, 'green', colour);
    const [first = '', ...more] = wrap(limitText(result), width - 3);
    return [` ${mark} ${first}`, ...more.map((line) => `   ${line}`)];
  });
}

/** `read.p99 +10%: random-read-4k (b) is +23%, by the medians: too few repeats for more`. */
function limitText({ limit, side, change, basis, breached, ...place }: LimitResult): string {
  const where = [rowCase(place), side === '' ? '' : `(${printable(side)})`].filter((part) => part !== '').join(' ');
  if (basis === 'none') {
    return `${printable(limit)}: ${side === '' ? 'no step of these runs has it' : `${where} has no value to judge`}`;
  }
  const told = `${printable(limit)}: ${where}`;
  const amount = change === null ? 'grew from 0' : signedPercent(change);
  const why = basis === 'medians' ? ', by the medians: too few repeats for more' : '';
  return `${told} ${change === null ? '' : 'is '}${amount}${why}${breached ? '' : ', within the limit'}`;
}

function signedPercent(change: number): string {
  const percent = change * 100;
  return `${percent < 0 ? '' : '+'}${Math.abs(percent) < 10 ? percent.toFixed(1) : percent.toFixed(0)}%`;
}
