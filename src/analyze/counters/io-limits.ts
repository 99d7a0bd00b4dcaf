// I/O of control groups over the step, against what they allow a second.
import type { CountersRecord } from '../../result/schema.js';
import type { Totals } from './totals.js';

const limit = /^cgroup\.(.+)\.(readBytes|writtenBytes|reads|writes)PerSecondLimit$/;

/** One of each limit, the most used first. */
export function ioLimitFigures({
  deltas,
  gauges,
  seconds,
}: Pick<Totals, 'deltas' | 'gauges' | 'seconds'>): NonNullable<CountersRecord['ioLimits']> {
  if (seconds === 0) return [];
  const figures = Object.entries(gauges).flatMap(([name, { mean: limitPerSecond }]) => {
    const [, device, of] = limit.exec(name) ?? [];
    if (device === undefined || of === undefined || limitPerSecond <= 0) return [];
    const perSecond = (deltas[`cgroup.${device}.${of}`] ?? 0) / seconds;
    const what = of as NonNullable<CountersRecord['ioLimits']>[number]['of'];
    return [{ device, of: what, perSecond, limitPerSecond, usedFraction: perSecond / limitPerSecond }];
  });
  return figures.sort((a, b) => b.usedFraction - a.usedFraction);
}
