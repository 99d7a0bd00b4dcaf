// What of a planned step its figures depend on, from the words of its record: the job, and what was used.
import type { CheckpointStep } from '../analyze/checkpoint-metrics.js';
import type { StepToDiagnose } from '../analyze/diagnosis/diagnose.js';
import type { TrainingStep } from '../analyze/training-metrics.js';
import type { StepRecord, Verification } from '../result/schema.js';

type FigureSpec = TrainingStep['spec'] & CheckpointStep['spec'];

/** A step as the functions want it that compute its figures. */
export interface RecordedStep {
  spec: FigureSpec & StepToDiagnose['spec'];
  job: StepRecord['job'];
  verifyMode: Verification['mode'] | null;
}

/** Parts of the native job that no figure rests on are left out: whoever asked for one would get nothing. */
export function recordedStep(step: StepRecord): RecordedStep {
  const spec = { ...paceSpec(step), ...trainingSpec(step), ...checkpointSpec(step), ...kvCacheSpec(step) };
  return { spec: spec as unknown as RecordedStep['spec'], job: step.job, verifyMode: verifyMode(step) };
}

function verifyMode({ job, verification }: StepRecord): Verification['mode'] | null {
  return verification?.mode ?? (job['verify'] === 'only' ? 'only' : null);
}

function paceSpec({ job, workers, metrics }: StepRecord): Partial<StepToDiagnose['spec']> {
  const rate = (typeof job['rate'] === 'object' ? job['rate'] : null) as { operations?: number; bytes?: number } | null;
  // A search has chosen the rate, over all workers.
  const found = metrics['targetRate'];
  const number = (key: string) => (typeof job[key] === 'number' ? job[key] : 0);
  return {
    kind: job['kind'] as StepToDiagnose['spec']['kind'],
    workers: workers.length,
    rateOperations: found === undefined ? (rate?.operations ?? 0) : found / Math.max(1, workers.length),
    rateBytes: rate?.bytes ?? 0,
    thinkNs: number('thinkTime'),
    thinkEvery: number('thinkTime') > 0 ? number('thinkTimeBlocks') : 0,
    ioPoll: job['ioPoll'] === true,
    memory: (job['memory'] ?? 'host') as StepToDiagnose['spec']['memory'],
    copyMode: (job['copyMode'] ?? 'full') as StepToDiagnose['spec']['copyMode'],
  };
}

function trainingSpec({ training }: StepRecord) {
  if (training === undefined) return { training: null, sampleFiles: null };
  const { rules, batchSize, evalBatchSize, sampleBytes } = training;
  return { training: { rules, batchSize, evalBatchSize }, sampleFiles: { recordLength: sampleBytes, columns: [] } };
}

function checkpointSpec({ checkpoint }: StepRecord) {
  if (checkpoint === undefined) return { checkpoint: null };
  const { background, sync, ranks, bytes } = checkpoint;
  return { checkpoint: { background, sync, ranks, parts: [{ bytes }] } };
}

function kvCacheSpec({ kvCache, job }: StepRecord) {
  return { kvCache: kvCache === undefined ? null : { tokenNs: job['tokenTime'] } };
}
