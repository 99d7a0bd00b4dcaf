// What the sides of a comparison differ in besides mount and date, a line each.
import type { Difference } from '../compare/comparison.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paintText } from './spans.js';

/** Further ones are counted. */
const mostNames = 4;
const mostValues = 6;

/** None without a difference. */
export function differenceLines(differences: readonly Difference[], { width, colour, glyphs }: Look): string[] {
  if (differences.length === 0) return [];
  const lines = together(differences).flatMap(([first, ...others]) => {
    const [head = '', ...more] = wrap(textOf([first, ...others]), width - 3);
    const mark = paintText(glyphs.warning, first.refuses ? ['bold', 'red'] : 'yellow', colour);
    return [` ${mark} ${head}`, ...more.map((line) => `   ${line}`)];
  });
  return [paintText('The sides differ in more than mount and date', 'bold', colour), ...lines];
}

/** `blockSize: 4KiB (a, b), 8KiB (c) in random-read-4k`: a text each, those of several workloads together. */
export function differenceTexts(differences: readonly Difference[]): string[] {
  return together(differences).map(textOf);
}

type Alike = [Difference, ...Difference[]];

/** Several workloads differ in the same. */
function together(differences: readonly Difference[]): Alike[] {
  return groupBy(differences, ({ what, values, refuses }) => JSON.stringify([what, values, refuses])).flatMap(
    ([, [first, ...others]]) => (first === undefined ? [] : [[first, ...others] satisfies Alike]),
  );
}

function textOf(alike: Alike): string {
  const [{ what, values }] = alike;
  const texts = groupBy(Object.entries(values), ([, text]) => text);
  const told = texts.slice(0, mostValues).map(([text, sides]) => `${text} (${listed(sides.map(([side]) => side))})`);
  const more = texts.length > mostValues ? ` and ${texts.length - mostValues} other values` : '';
  const workloads = alike.map(({ workload }) => workload).filter((workload) => workload !== '');
  return printable(`${what}: ${told.join(', ')}${more}${workloads.length === 0 ? '' : ` in ${listed(workloads)}`}`);
}

function listed(names: readonly string[]): string {
  const more = names.length > mostNames ? ` and ${names.length - mostNames} more` : '';
  return `${names.slice(0, mostNames).join(', ')}${more}`;
}
