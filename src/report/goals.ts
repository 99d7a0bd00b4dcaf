// The lines of the final text about steps that ran towards a goal: a steady state, or the highest rate.
import type { RunRecord, StepRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatRate, formatSeconds } from './numbers.js';
import { paintText } from './spans.js';

/** What each such step reached; no line where none had a goal. */
export function goalLines({ steps }: RunRecord, { width, colour }: Look): string[] {
  const complete = steps.filter(({ status }) => status === 'complete');
  const lines = complete.flatMap((step) => {
    const text = steadyText(step) ?? targetText(step);
    return text === null ? [] : wrap(printable(`${step.id}: ${text}`), width - 1).map((line) => ` ${line}`);
  });
  return lines.length === 0 ? [] : [paintText('Goals', 'bold', colour), ...lines, ''];
}

/** `steady after 34 s: slope of iops 0.12 % a second, mean 12.3k/s`; null for a step without such a goal. */
export function steadyText({ job, metrics }: StepRecord): string | null {
  const { steadyAttained, steadyAfterSeconds = 0, steadyValue, steadyMean } = metrics;
  if (steadyAttained === undefined) return null;
  const { metric, criterion } = (job['steadyState'] ?? {}) as { metric?: string; criterion?: string };
  const state = steadyAttained === 1 ? `steady after ${formatSeconds(steadyAfterSeconds)}` : 'not steady';
  if (steadyValue === undefined || steadyMean === undefined) return `${state}: no full window`;
  const value = `${Number(steadyValue.toPrecision(3))} %${criterion === 'slope' ? ' a second' : ''}`;
  const whose = steadyAttained === 1 ? 'the window' : 'the last window';
  return `${state}: ${criterion} of ${metric} ${value} in ${whose}, mean ${meanText(metric, steadyMean)}`;
}

/** `24.5k operations a second keep p99 below 1.00 ms: 0.93 ms, found with 9 probes`; null as above. */
export function targetText({ job, metrics }: StepRecord): string | null {
  const { targetRate, targetPercentileNs, probes = 0 } = metrics;
  const { percentile, below } = (job['latencyTarget'] ?? {}) as { percentile?: number; below?: number };
  if (targetRate === undefined || targetPercentileNs === undefined || below === undefined) return null;
  const verb = targetPercentileNs < below ? 'keep' : 'do not keep';
  return (
    `${formatCount(targetRate)} operations a second ${verb} p${percentile} below ${formatLatency(below)}: ` +
    `${formatLatency(targetPercentileNs)}, found with ${probes} ${probes === 1 ? 'probe' : 'probes'}`
  );
}

function meanText(metric: string | undefined, mean: number): string {
  if (metric === 'bandwidth') return formatRate(mean);
  return metric === 'p99' ? formatLatency(mean) : `${formatCount(mean)}/s`;
}
