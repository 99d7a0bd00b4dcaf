// Splits a name of an expression into mount, workload and figure.
import { figureName, figureWords } from '../../figure/catalogue.js';
import { nearest } from '../../spec/nearest.js';
import { ExpressionError } from './error.js';

/** A figure of a step that an expression names. */
export interface Reference {
  /** As it was written. */
  text: string;
  /** Null: the mount that the expression is judged on. */
  mount: string | null;
  /** Null: the workload that has the expression. */
  workload: string | null;
  /** Name of the catalogue. */
  figure: string;
  /** Of the first character, from 1; `columns` those of the parts, where they are written. */
  column: number;
  columns: { mount: number; workload: number; figure: number };
}

const mountPrefix = 'mounts.';
const workloadPrefix = 'workloads.';

/** Of `[mounts.NAME.][workloads.NAME.]figure` or `NAME.figure`. Throws ExpressionError for an unknown figure. */
export function readReference(text: string, column: number): Reference {
  const inMount = text.startsWith(mountPrefix);
  const start = inMount ? mountPrefix.length : 0;
  const { figure, at } = figureAt(text, start, column);
  // Without the point before the figure.
  const names = text.slice(start, Math.max(start, at - 1));
  const { mount, workload, workloadAt } = namesOf(names, inMount);
  if (mount === '' || workload === '') throw noName(text, column, inMount && mount === '');
  const columns = { mount: column + start, workload: column + start + workloadAt, figure: column + at };
  return { text, mount, workload, figure, column, columns };
}

/** Of the text before the figure; an empty name is one that is missing. */
function namesOf(names: string, inMount: boolean): Pick<Reference, 'mount' | 'workload'> & { workloadAt: number } {
  if (!inMount) {
    const isLong = names.startsWith(workloadPrefix) || `${names}.` === workloadPrefix;
    if (isLong) return { mount: null, workload: names.slice(workloadPrefix.length), workloadAt: workloadPrefix.length };
    return { mount: null, workload: names === '' ? null : names, workloadAt: 0 };
  }
  const between = `${names}.`.indexOf(`.${workloadPrefix}`);
  if (between < 0) return { mount: names, workload: null, workloadAt: 0 };
  const workloadAt = between + 1 + workloadPrefix.length;
  return { mount: names.slice(0, between), workload: names.slice(workloadAt), workloadAt };
}

/** The longest end of the name that is a figure, since names of workloads and mounts may hold points. */
function figureAt(text: string, start: number, column: number): { figure: string; at: number } {
  for (const at of partStarts(text, start)) {
    const figure = figureName(text.slice(at));
    if (figure !== null) return { figure, at };
  }
  throw unknownFigure(text, start, column);
}

function partStarts(text: string, start: number): number[] {
  const points = [...text.slice(start).matchAll(/\./g)].map(({ index }) => start + index + 1);
  return [start, ...points];
}

function noName(text: string, column: number, isMount: boolean): ExpressionError {
  const what = isMount ? 'mount' : 'workload';
  const prefix = isMount ? mountPrefix : workloadPrefix;
  const message = `"${text}" has no name of a ${what} after "${prefix}"`;
  return new ExpressionError(column, message, `Write ${prefix}NAME.figure`);
}

function unknownFigure(text: string, start: number, column: number): ExpressionError {
  const terms = text.split('-');
  if (terms.length > 1 && terms.every((term) => figureName(term) !== null)) {
    const advice = `Put spaces around the minus, which names may hold: ${terms.join(' - ')}`;
    return new ExpressionError(column, `"${text}" is one name, and not a figure`, advice);
  }
  const ends = partStarts(text, start).map((at) => ({ at, word: text.slice(at) }));
  const words = figureWords();
  const meant = ends.flatMap(({ at, word }) => {
    const near = nearest(word, words);
    return near === null ? [] : [{ at, word, near }];
  });
  // A word of as many parts is meant rather than one that swallows the name before it.
  const found = meant.find(({ word, near }) => partsOf(word) === partsOf(near)) ?? meant[0];
  // Figures have at most three parts, most of them two.
  const { at, word } = found ?? ends.at(-2) ?? ends[0] ?? { at: 0, word: text };
  const near = found?.near ?? null;
  const advice =
    near === null
      ? 'The figures are listed in docs/acceptance.md, such as read.p99, write.bytesPerSecond, auPercent'
      : `Did you mean "${near}"?`;
  return new ExpressionError(column + at, `"${word}" is not a figure`, advice);
}

function partsOf(word: string): number {
  return word.split('.').length;
}
