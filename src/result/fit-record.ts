// A try of a fit, from how its job went.
import type { FitTry } from './fit-schema.js';
import type { StepResult } from './step-result.js';
import type { StepRecord } from './schema.js';

/** What ended a try before its end, and what it would have come to. */
export interface FitVerdict {
  reached: boolean;
  by: FitTry['by'];
  percent: number;
  interval: FitTry['interval'];
}

/** `metrics`: those of the step that was tried. */
export function fitTryRecord(
  accelerators: number,
  { reached, by, percent, interval }: FitVerdict,
  result: StepResult,
  metrics: StepRecord['metrics'],
): FitTry {
  const { elapsedNs, cpu, operations, training } = result;
  const item = training !== null && training.itemNs.max > 0 ? training.itemNs : null;
  const ofWhole = (key: string) => (by === 'whole' ? (metrics[key] ?? null) : null);
  const perElapsed = (amount: number) => (elapsedNs > 0 ? amount / elapsedNs : 0);
  return {
    accelerators,
    reached,
    by,
    auPercent: percent,
    interval: by === 'whole' ? null : interval,
    wallAuPercent: ofWhole('wallAuPercent'),
    samplesPerSecond: ofWhole('samplesPerSecond'),
    steps: stepsDone(result),
    seconds: elapsedNs / 1e9,
    readBytesPerSecond: perElapsed((operations.read?.bytes ?? 0) * 1e9),
    itemP50Ns: item?.p50 ?? null,
    itemP99Ns: item?.p99 ?? null,
    coresUsed: perElapsed(cpu.userNs + cpu.systemNs),
  };
}

/** Of the accelerator with the fewest. */
function stepsDone({ training }: StepResult): number {
  const epochs = (training?.epochs ?? []).filter(({ kind }) => kind === 'train');
  return epochs.reduce((sum, { ranks }) => sum + Math.min(...ranks.map(({ steps }) => steps)), 0);
}
