// Small bars of the main figures, one chart a figure and one bar a mount, with the interval that the repeats allow.
import { figureDefinition, figureValue } from '../figure/catalogue.js';
import { mostOf } from '../figure/bounds.js';
import { mainFigures } from '../figure/main-figures.js';
import { figureText } from '../report/figure-text.js';
import type { StepRecord } from '../result/schema.js';
import { levelEstimate } from '../statistics/estimate.js';
import { statisticalTerms } from '../statistics/terms.js';
import type { Chart, Series } from './chart.js';
import { rounded } from './points.js';
import type { VariantSteps } from './steps.js';
import { figureTitle } from './words.js';

/** What the repeats say of a figure: their median, and how far it can be trusted. */
export interface Level {
  value: number;
  /** Null with a single repeat. */
  range: readonly [low: number, high: number] | null;
  /** What the range is. */
  words: string;
}

/** Of few repeats that differ much, an interval wider than this factor says nothing, and would hide all else in a chart. */
const widest = 4;

/**
 * Median of a figure over the repeats with its 95 % interval; where that is too wide to say anything, with the lowest and the
 * highest repeat in its place. Null where no repeat has the figure.
 */
export function levelOf(repeats: readonly StepRecord[], figure: string): Level | null {
  const values = repeats.map((step) => figureValue(step, figure)).filter((value) => value !== null);
  const samples = values.map((value) => ({ value, blocks: [] }));
  const estimate = levelEstimate(samples, statisticalTerms, mostOf(figure));
  if (estimate === null) return null;
  const { value, low, high } = estimate;
  if (low !== null && high !== null && high <= value * widest) {
    return { value, range: [rounded(low), rounded(high)], words: '95 % between' };
  }
  const all = [Math.min(...values), Math.max(...values)] as const;
  return { value, range: values.length < 2 ? null : [rounded(all[0]), rounded(all[1])], words: 'repeats between' };
}

/** Main figures of any mount, in the order of the first that has them. */
export function figuresOf({ mounts }: VariantSteps): string[] {
  return [...new Set(mounts.flatMap(({ repeats }) => repeats.flatMap(mainFigures)))];
}

/** One for each main figure that any mount has. */
export function barCharts(variant: VariantSteps): { id: string; drawn: Omit<Chart, 'id' | 'subtitle'> }[] {
  return figuresOf(variant).flatMap((figure) => {
    const drawn = barChart(variant, figure);
    return drawn === null ? [] : [{ id: `bars-${figure}`, drawn }];
  });
}

function barChart({ mounts }: VariantSteps, figure: string): Omit<Chart, 'id' | 'subtitle'> | null {
  const levels = mounts.flatMap(({ mount, repeats }) => {
    const level = levelOf(repeats, figure);
    return level === null ? [] : [{ mount, level }];
  });
  if (levels.every(({ level }) => level.value === 0)) return null;
  const title = figureTitle(figure);
  const unit = figureDefinition(figure)?.unit ?? 'none';
  const better = figureDefinition(figure)?.better ?? null;
  const texts = levels.map(
    ({ mount, level }) => `${mount} ${figureText(figure, level.value)}${rangeText(figure, level)}`,
  );
  return {
    kind: 'bars',
    title,
    description: `${title}${better === null ? '' : `, ${better} is better`}: ${texts.join(', ')}.`,
    x: { label: '', unit: 'none', scale: 'category', categories: levels.map(({ mount }) => mount) },
    y: { label: better === null ? '' : `${better} is better`, unit, scale: 'linear' },
    series: levels.map(({ mount, level }, at): Series => ({
      name: mount,
      mount,
      points: [[at, rounded(level.value)]],
      ...(level.range === null ? {} : { ranges: [level.range], rangeWords: level.words }),
    })),
    small: true,
  };
}

function rangeText(figure: string, { range, words }: Level): string {
  return range === null ? '' : ` (${words} ${figureText(figure, range[0])} and ${figureText(figure, range[1])})`;
}
