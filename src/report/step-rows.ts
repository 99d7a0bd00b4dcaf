// Rows of tables about one kind of step: the repeats of a variant on a mount, with the medians of their metrics.
import { medianOf } from '../statistics/median.js';
import type { StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { variantText } from './step-text.js';

/** The repeats of a variant on a mount. */
export interface StepRow<Step extends StepRecord> {
  label: string;
  steps: Step[];
  /** Medians over the repeats that are complete; over all where none is. */
  metrics: StepRecord['metrics'];
}

const indent = ' ';

/** A row for each variant on each mount, in the order of their first steps. */
export function stepRows<Step extends StepRecord>(steps: readonly Step[]): StepRow<Step>[] {
  return groupBy(steps, rowLabel).map(([label, own]) => {
    const complete = own.filter(({ status }) => status === 'complete');
    const counted = complete.length > 0 ? complete : own;
    const keys = [...new Set(counted.flatMap(({ metrics }) => Object.keys(metrics)))];
    const median = (key: string) => medianOf(counted.flatMap(({ metrics }) => metrics[key] ?? []));
    return { label, steps: own, metrics: Object.fromEntries(keys.map((key) => [key, median(key)])) };
  });
}

/** `ranks=8 lustre`. */
export function rowLabel({ variant, mount }: StepRecord): string {
  return printable(`${variantText(variant)} ${mount}`.trim());
}

/** Text of a metric; empty in rows that have none. */
export function ofMetric(key: string, text: (value: number) => string) {
  return ({ metrics }: { metrics: StepRecord['metrics'] }): string => {
    const value = metrics[key];
    return value === undefined ? '' : text(value);
  };
}

/** `stopped` or `FAILED` where a repeat is not complete: what a row of figures must not hide. */
export function brokenText({ steps }: { steps: readonly StepRecord[] }): string {
  const broken = steps.filter(({ status }) => status !== 'complete');
  if (broken.length === 0) return '';
  return broken.every(({ error }) => error?.code === 'STOPPED') ? 'stopped' : 'FAILED';
}

/** A sentence below such a table. */
export function indentedLines(text: string, { width }: Look): string[] {
  return wrap(printable(text), width - indent.length).map((line) => indent + line);
}
