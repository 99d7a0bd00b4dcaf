// Every figure by its name, and its value in a step: what expressions, comparisons, reports and exports share.
import type { StepRecord } from '../result/schema.js';
import type { FigureDefinition } from './definition.js';
import { metricFigures } from './metric-figures.js';
import { operationFigure, operationFigures } from './operation-figures.js';
import { stepFigures } from './step-figures.js';

export type { Better, FigureDefinition, FigureUnit } from './definition.js';
export { kindsOfFigure } from './workload-kinds.js';

/** Words that people know from elsewhere → names of the catalogue. */
const aliases: Readonly<Record<string, string>> = {
  'save.slowestSeconds': 'saveSecondsMax',
  'load.slowestSeconds': 'loadSecondsMax',
  'save.seconds': 'saveSeconds',
  'load.seconds': 'loadSeconds',
  'save.bytesPerSecond': 'saveBytesPerSecond',
  'load.bytesPerSecond': 'loadBytesPerSecond',
};

/** Names in the order of the catalogue. */
export const figureDefinitions: readonly FigureDefinition[] = [
  ...operationFigures,
  ...metricFigures,
  ...stepFigures.map(({ name, unit, better, help }) => ({ name, unit, better, help })),
];

const byName = new Map(figureDefinitions.map((definition) => [definition.name, definition]));
const ofStep = new Map(stepFigures.map((figure) => [figure.name, figure.of]));
const ofOperations = new Set(operationFigures.map(({ name }) => name));

/** The name of the catalogue that a word means (`p99.9` is `p999`), or null. */
export function figureName(word: string): string | null {
  const name = aliases[word] ?? word.replace(/\.p(99)\.(9{1,2})$/, '.p$1$2');
  return byName.has(name) ? name : null;
}

/** All words that `figureName` takes, aliases included: what a mistyped word is compared with. */
export function figureWords(): string[] {
  return [...byName.keys(), ...Object.keys(aliases)];
}

/** Null for a name that is not of the catalogue, as in records of other versions. */
export function figureDefinition(name: string): FigureDefinition | null {
  return byName.get(name) ?? null;
}

/** The value in the unit of the figure; null where the step has none, such as the 99th percentile of no read. */
export function figureValue(step: StepRecord, name: string): number | null {
  if (ofOperations.has(name)) return operationFigure(step, name);
  return ofStep.get(name)?.(step) ?? step.metrics[name] ?? null;
}
