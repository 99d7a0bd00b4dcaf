// What is said after a run of the runs of the same before it: two lines at most.
import { type Drift, type DriftFigure, fewestRuns } from '../history/drift.js';
import { figureLabel, figureText } from './figure-text.js';

/** Lines; none where there is no past to speak of. `several`: the run has several mounts, so that they are named. */
export function driftLines({ figures, tooFew }: Drift, several = true): string[] {
  const other = figures.filter(({ verdict }) => verdict !== 'as-before');
  if (figures.length === 0) return tooFew === 0 ? [] : [tooFewLine(tooFew)];
  const runs = Math.max(...figures.map((figure) => figure.runs));
  const past = `the ${runs} earlier runs of the same`;
  const count = figures.length === 1 ? '1 figure' : `${figures.length} figures`;
  if (other.length === 0) return [`own past: ${count} as in ${past}`];
  other.sort((a, b) => rank(a) - rank(b) || distance(b) - distance(a));
  const [first, second, ...rest] = other.map((figure) => sentence(figure, several));
  const more = rest.length === 0 ? '' : `; and ${rest.length} more of ${count}`;
  return [`own past: ${first ?? ''}`, ...(second === undefined ? [] : [`own past: ${second}${more}`])];
}

function tooFewLine(runs: number): string {
  return `own past: ${runs === 1 ? '1 earlier run' : `${runs} earlier runs`} of the same, too few to judge (${fewestRuns} are needed)`;
}

function sentence({ key, figure, value, expected, runs, verdict }: DriftFigure, several: boolean): string {
  const place = several ? ` on ${key.mount.name}` : '';
  const of = `${figureLabel(figure)} of ${key.workload}${key.variant === '' ? '' : ` (${key.variant})`}${place}`;
  const [low, high] = [figureText(figure, expected.low), figureText(figure, expected.high)];
  const word = verdict === 'other' ? 'unlike' : `${verdict} than`;
  return `${of} is ${figureText(figure, value)}, ${word} ${runs} earlier runs led to expect: ${low} to ${high}`;
}

/** What got worse is told first. */
function rank({ verdict }: DriftFigure): number {
  return verdict === 'worse' ? 0 : 1;
}

function distance({ value, expected }: DriftFigure): number {
  const half = (expected.high - expected.low) / 2;
  return half > 0 ? Math.abs(value - expected.median) / half : 0;
}
