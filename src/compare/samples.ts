// The repeats of one figure on one side, with the same figure of each interval where the time series was read.
import { figureValue } from '../figure/catalogue.js';
import { intervalFigure } from '../figure/interval-figure.js';
import type { StepRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';
import type { Sample } from '../statistics/sample.js';
import type { CaseSide } from './cases.js';

/** A sample a repeat, in the order of time. The runs of a part of a scenario within one repeat are one sample: their median. */
export function samplesOf({ side, complete }: CaseSide, figure: string): Sample[] {
  const repeats = new Map<string, Sample[]>();
  for (const step of complete) {
    const value = figureValue(step, figure);
    if (value === null) continue;
    const run = side.origin.get(step);
    const key = `${run?.record.run.id} ${step.mount} ${step.repeat}`;
    const sample = { value, blocks: intervalFigure(run?.intervals?.get(step.id) ?? [], figure) };
    repeats.set(key, [...(repeats.get(key) ?? []), sample]);
  }
  return [...repeats.values()].map((samples) => {
    const [only] = samples;
    if (samples.length === 1 && only !== undefined) return only;
    return { value: medianOf(samples.map(({ value }) => value)), blocks: samples.flatMap(({ blocks }) => blocks) };
  });
}

/** A value and when it was measured. */
export interface TimedValue {
  /** Instant as the record has it: sorts as text. */
  at: string;
  value: number;
}

export function timedValues({ complete }: CaseSide, figure: string): TimedValue[] {
  return complete.flatMap((step) => {
    const value = figureValue(step, figure);
    return value === null ? [] : [{ at: step.startedAt ?? '', value }];
  });
}

/** Steps that failed or were skipped, as text for a note; empty where there are none. */
export function failureText(failed: readonly StepRecord[], complete: number): string {
  const [first] = failed;
  if (first === undefined) return '';
  const code = first.error?.errnoName ?? first.error?.code ?? first.status;
  const how = failed.every(({ status }) => status === 'skipped') ? 'skipped' : 'failed';
  return `${failed.length} of ${failed.length + complete} ${how}: ${code}`;
}
