// The steps of a document by run, workload, variant and mount, and their figures: of each step, and over the repeats.
import { medianOf } from '../statistics/median.js';
import { type Better, type FigureUnit, figureDefinition, figureDefinitions, figureValue } from '../figure/catalogue.js';
import type { StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import type { ReportRun } from './document.js';
import { variantText } from './step-text.js';

/** Repeats of one variant of a workload on one mount of one run. */
export interface StepGroup {
  run: ReportRun;
  workload: string;
  /** Swept keys with their values; empty without a sweep. */
  variant: string;
  mount: string;
  /** All of them, in the order in which they ran. */
  steps: StepRecord[];
  /** Those that are complete: only they count. */
  complete: StepRecord[];
}

export interface StepFigure {
  name: string;
  unit: FigureUnit;
  better: Better;
  value: number;
}

/** A figure over the complete repeats that have it. */
export interface GroupFigure extends Omit<StepFigure, 'value'> {
  values: number[];
  median: number;
}

/** Groups in the order of the runs and of their first steps. */
export function stepGroups(runs: readonly ReportRun[]): StepGroup[] {
  return runs.flatMap((run) =>
    groupBy(run.record.steps, ({ workload, variant, mount }) =>
      JSON.stringify([workload, variantText(variant), mount]),
    ).flatMap(([, steps]) => {
      const [first] = steps;
      if (first === undefined) return [];
      const { workload, mount, variant } = first;
      const complete = steps.filter(({ status }) => status === 'complete');
      return [{ run, workload, variant: variantText(variant), mount, steps, complete }];
    }),
  );
}

/** Every figure that the step has: those of the catalogue in its order, then metrics that this version does not know. */
export function figuresOf(step: StepRecord): StepFigure[] {
  const known = figureDefinitions.flatMap(({ name, unit, better }) => {
    const value = figureValue(step, name);
    return value === null ? [] : [{ name, unit, better, value }];
  });
  const unknown = Object.entries(step.metrics).filter(([name]) => figureDefinition(name) === null);
  return [...known, ...unknown.map(([name, value]) => ({ name, unit: 'none' as const, better: null, value }))];
}

/** Figures that at least one complete repeat has, in the order of the catalogue. */
export function figuresOfGroup({ complete }: Pick<StepGroup, 'complete'>): GroupFigure[] {
  const byName = groupBy(complete.flatMap(figuresOf), ({ name }) => name);
  const order = new Map(figureDefinitions.map(({ name }, index) => [name, index]));
  const place = (name: string) => order.get(name) ?? order.size;
  return byName
    .sort(([a], [b]) => place(a) - place(b))
    .flatMap(([name, found]) => {
      const [first] = found;
      if (first === undefined) return [];
      const values = found.map(({ value }) => value);
      return [{ name, unit: first.unit, better: first.better, values, median: medianOf(values) }];
    });
}
