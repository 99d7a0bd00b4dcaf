// All figures that a step can have, as `ioproof list --figures` prints them.
import { figureDefinitions, type FigureDefinition } from '../figure/catalogue.js';
import { operationFigures, recordedKinds } from '../figure/operation-figures.js';
import { wrap } from './display-text.js';
import type { Look } from './look.js';
import { paintText } from './spans.js';

/** A meaning narrower than this stands below its name. */
const leastMeaning = 24;

type Row = Omit<FigureDefinition, 'help'> & { meaning: string };

/** Those of operations once for all kinds, since they are the same of each. */
export function figureListLines(look: Look): string[] {
  const ofOperations = new Set(operationFigures.map(({ name }) => name));
  const [kind = ''] = recordedKinds;
  const patterns = operationFigures
    .filter(({ name }) => name.startsWith(`${kind}.`))
    .map((figure) => ({ ...figure, name: `KIND${figure.name.slice(kind.length)}` }));
  const others = figureDefinitions.filter(({ name }) => !ofOperations.has(name));
  const rows = [...patterns, ...others].map(rowOf);
  const width = Math.max(...rows.map(({ name }) => name.length));
  const section = (title: string, own: readonly Row[]) => [
    paintText(title, 'bold', look.colour),
    ...own.flatMap((row) => rowLines(row, width, look)),
  ];
  return [
    ...section('Of each kind of operation', rows.slice(0, patterns.length)),
    ...wrap(`KIND is one of ${recordedKinds.join(', ')}.`, look.width - 1).map((line) => ` ${line}`),
    '',
    ...section('Of workloads and steps', rows.slice(patterns.length)),
    '',
    ...wrap(
      'Better: + a higher value, - a lower one. All names with their units: ioproof list --figures --json',
      look.width,
    ),
  ];
}

/** The unit has its own column, unless it is one of its own. */
function rowOf({ help, ...figure }: FigureDefinition): Row {
  return { ...figure, meaning: figure.unit === 'none' ? help : help.replace(/ Unit: .*$/s, '') };
}

function rowLines({ name, unit, better, meaning }: Row, width: number, { width: all }: Look): string[] {
  const sign = better === null ? ' ' : better === 'higher' ? '+' : '-';
  const head = ` ${name.padEnd(width)}  ${sign} ${(unit === 'none' ? '' : unit).padEnd('bytes per second'.length)}  `;
  if (all - head.length < leastMeaning) {
    return [head.trimEnd(), ...wrap(meaning, all - 4).map((line) => `    ${line}`)];
  }
  const [first = '', ...rest] = wrap(meaning, all - head.length);
  return [head + first, ...rest.map((line) => ' '.repeat(head.length) + line)];
}
