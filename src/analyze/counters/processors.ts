// Processors of the machine over the step, pressure stall information, and time in which a control group was held.
import type { CountersRecord } from '../../result/schema.js';
import type { Totals } from './totals.js';

const states = ['user', 'system', 'idle', 'iowait', 'irq', 'softirq', 'steal'] as const;

/** Null where the machine does not count, or too little time has passed for its ticks of 10 ms. */
export function processorFigures(deltas: Totals['deltas']): CountersRecord['processor'] {
  const of = (state: (typeof states)[number]): number => deltas[`cpu.${state}Seconds`] ?? 0;
  const total = states.reduce((sum, state) => sum + of(state), 0);
  if (total === 0) return null;
  return {
    busyFraction: (of('user') + of('system') + of('irq') + of('softirq')) / total,
    waitFraction: of('iowait') / total,
    softirqFraction: of('softirq') / total,
    stealFraction: of('steal') / total,
  };
}

export function pressureFigures({
  deltas,
  seconds,
  sources,
}: Pick<Totals, 'deltas' | 'seconds' | 'sources'>): CountersRecord['pressure'] {
  const source = sources.find(({ name }) => name === '/proc/pressure');
  if (source?.state !== 'read' || seconds === 0) return null;
  // What did not grow is not among the differences.
  const share = (counter: string) => Math.min(1, (deltas[`pressure.${counter}Us`] ?? 0) / 1e6 / seconds);
  return {
    ioSomeFraction: share('io.some'),
    ioFullFraction: share('io.full'),
    cpuSomeFraction: share('cpu.some'),
    memorySomeFraction: share('memory.some'),
  };
}

/** Null without a processor quota. */
export function throttledSeconds({ deltas, gauges }: Pick<Totals, 'deltas' | 'gauges'>): number | null {
  if (gauges['cgroup.quotaCores'] === undefined) return null;
  return (deltas['cgroup.throttledUs'] ?? 0) / 1e6;
}
