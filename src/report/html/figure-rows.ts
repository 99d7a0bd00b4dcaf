// Figures of steps as rows of a table, with a cell a mount: the median over the repeats, and their range.
import { figureDefinition, figureValue } from '../../figure/catalogue.js';
import { mainFigures } from '../../figure/main-figures.js';
import type { StepRecord } from '../../result/schema.js';
import { medianOf } from '../../statistics/median.js';
import { recordedKinds } from '../figures.js';

export interface FigureCell {
  median: number;
  /** Least and most of the repeats; null for a single one. */
  range: readonly [low: number, high: number] | null;
  repeats: number;
}

export interface FigureRow {
  /** Name of the catalogue, or of a metric that it does not know. */
  figure: string;
  /** One a mount; null where the mount has no value. */
  cells: readonly (FigureCell | null)[];
}

/** The rows of the figures that any mount has a value of. */
export function figureRows(
  steps: readonly StepRecord[],
  mounts: readonly string[],
  figures: readonly string[],
): FigureRow[] {
  const complete = steps.filter(({ status }) => status === 'complete');
  const byMount = mounts.map((mount) => complete.filter((step) => step.mount === mount));
  return figures
    .map((figure) => ({ figure, cells: byMount.map((own) => cellOf(own, figure)) }))
    .filter(({ cells }) => cells.some((cell) => cell !== null));
}

/** What these steps are about, in the order in which their kinds list it. */
export function mainFiguresOf(steps: readonly StepRecord[]): string[] {
  return [...new Set(steps.filter(({ status }) => status === 'complete').flatMap(mainFigures))];
}

const operationKeys = ['bytesPerSecond', 'perSecond', 'p50', 'p90', 'p99', 'p999', 'p9999', 'max', 'errors'];
const intendedKeys = ['p50', 'p99', 'p999', 'max'];

/** Kinds of operations that these steps have done, in the order of a file's life. */
export function kindsOf(steps: readonly StepRecord[]): string[] {
  return recordedKinds.filter((kind) => steps.some(({ operations }) => (operations[kind]?.count ?? 0) > 0));
}

/** Names of what can be told of one kind of operation. */
export function operationFigures(steps: readonly StepRecord[], kind: string): string[] {
  const moves = steps.some((step) => (figureValue(step, `${kind}.bytes`) ?? 0) > 0);
  const keys = operationKeys.filter((key) => moves || key !== 'bytesPerSecond');
  return [...keys.map((key) => `${kind}.${key}`), ...intendedKeys.map((key) => `${kind}.intended.${key}`)];
}

const stepWide = [
  'elapsedSeconds',
  'startSkewSeconds',
  'cpu.userSeconds',
  'cpu.systemSeconds',
  'cpu.microsecondsPerOperation',
  'cache.hitFraction',
  'verification.badSectors',
];

/** Names of what is told of a step as a whole: its metrics, its time, its processor time. */
export function stepWideFigures(steps: readonly StepRecord[]): string[] {
  const metrics = [...new Set(steps.flatMap((step) => Object.keys(step.metrics)))];
  return [...metrics, ...stepWide];
}

/** One sentence on a figure, for those who do not know it; empty where the catalogue does not know it either. */
export function figureHelp(figure: string): string {
  return figureDefinition(figure)?.help ?? '';
}

function cellOf(steps: readonly StepRecord[], figure: string): FigureCell | null {
  const values = steps.map((step) => figureValue(step, figure)).filter((value) => value !== null);
  if (values.length === 0) return null;
  const range = values.length === 1 ? null : ([Math.min(...values), Math.max(...values)] as const);
  return { median: medianOf(values), range, repeats: values.length };
}
