// Checks of doctor as lines: a sign, the thing, what was found, and below it what mends it.
import type { DoctorCheck } from '../result/doctor-check-schema.js';
import { displayWidth, padEnd, printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paint, paintText, span, type Style } from './spans.js';

/** Columns that the names of all these checks take, so that their findings stand below one another. */
export function nameWidth(checks: readonly DoctorCheck[]): number {
  return Math.max(0, ...checks.map(({ what }) => displayWidth(printable(what))));
}

/** A title and its checks, and an empty line; nothing where there are none. */
export function checkGroup(title: string, checks: readonly DoctorCheck[], wide: number, look: Look): string[] {
  if (checks.length === 0) return [];
  return [paintText(title, 'bold', look.colour), ...checkLines(checks, wide, look), ''];
}

export function checkLines(checks: readonly DoctorCheck[], wide: number, look: Look): string[] {
  return checks.flatMap((check) => linesOf(check, wide, look));
}

function linesOf({ what, state, finding, advice }: DoctorCheck, wide: number, look: Look): string[] {
  const { width, colour, glyphs } = look;
  const [mark, style] = markOf(state, glyphs);
  const indent = ' '.repeat(wide + 5);
  const room = width - indent.length;
  const [first = '', ...rest] = wrap(printable(finding), room);
  return [
    paint([span(` ${mark} `, style), span(`${padEnd(printable(what), wide)}  `), span(first)], colour),
    ...rest.map((line) => `${indent}${line}`),
    ...adviceOf(state, advice, room).map((line) => `${indent}${paintText(line, adviceStyle(state), colour)}`),
  ];
}

/** What is not known to be wrong needs no mending. */
function adviceOf(state: DoctorCheck['state'], advice: string, room: number): string[] {
  return (state === 'missing' || state === 'note') && advice !== '' ? wrap(printable(advice), room) : [];
}

function adviceStyle(state: DoctorCheck['state']): Style {
  return state === 'missing' ? 'bold' : 'dim';
}

function markOf(state: DoctorCheck['state'], glyphs: Look['glyphs']): [mark: string, style: Style] {
  if (state === 'ok') return [glyphs.ok, 'green'];
  if (state === 'missing') return [glyphs.failed, 'red'];
  return state === 'note' ? [glyphs.warning, 'yellow'] : ['?', 'yellow'];
}
