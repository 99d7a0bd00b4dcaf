// Figures in each interval of a step, by its time series: what the interval of a single repeat rests on.
import { intervalFigure } from '../figure/interval-figure.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import type { JudgeContext } from './context.js';

/** Of `read.perSecond`, `read.p99` and their like; of all other figures nothing, since no interval has them. */
export function ratesOf(intervals: IntervalsByStep): NonNullable<JudgeContext['blocksOf']> {
  return (step, figure) => intervalFigure(intervals.get(step.id) ?? [], figure);
}
