// What a step has come to: its figures, warnings and diagnosis, from all that the process of its job has told.
import type { Transfer } from '../analyze/burst-profile.js';
import { checkpointFigures } from '../analyze/checkpoint-metrics.js';
import { diagnose } from '../analyze/diagnosis/diagnose.js';
import { judgeJob, type GdsVerdicts } from '../analyze/gds-evidence.js';
import type { Goals } from '../analyze/goals.js';
import { readTarget } from '../analyze/latency-target.js';
import type { Steadiness } from '../analyze/steady-state.js';
import { stepMetrics } from '../analyze/step-metrics.js';
import { trainingFigures } from '../analyze/training-metrics.js';
import { warningsOf } from '../analyze/warnings.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { CountersRecord, Diagnosis, FileLayoutRecord, StepError, StepRecord, Warning } from '../result/schema.js';
import type { StepOutcome } from '../result/step-record.js';
import type { StepResult } from '../result/step-result.js';
import type { StepOptions } from './running-step.js';

/** What the process of a job tells on its way; null as long as it has not. */
export interface ToldByJob {
  dataset: StepRecord['dataset'];
  systemCaches: StepRecord['systemCaches'];
  fileLayout: FileLayoutRecord | null;
  result: StepResult | null;
  error: StepError | null;
}

/** A step whose process is gone. */
export interface EndedStep extends ToldByJob {
  step: PlannedStep;
  options: StepOptions;
  startedAt: string;
  /** Nanoseconds after the time that was planned. */
  startedLateNs: number;
  /** Null where none were read. */
  counters: CountersRecord | null;
  /** Of a step that ends when it is steady. */
  steadiness: Steadiness | undefined;
  /** Of a step with checkpoints. */
  transfers: readonly Transfer[];
}

/** The outcome, whose end is now. Without a result there is nothing but the error and what was found before. */
export function stepOutcome(ended: EndedStep): StepOutcome {
  const { result, error, startedAt, dataset, systemCaches, fileLayout, counters } = ended;
  return {
    status: error === null ? 'complete' : 'failed',
    ...{ result, error, startedAt, endedAt: new Date().toISOString(), dataset, systemCaches, fileLayout, counters },
    ...(result === null ? nothing : figuresOf(ended, result)),
  };
}

type Figures = Pick<
  StepOutcome,
  'metrics' | 'warnings' | 'gdsVerdicts' | 'diagnosis' | 'trainingFigures' | 'checkpointFigures'
>;

const nothing: Figures = {
  metrics: {},
  warnings: [],
  gdsVerdicts: null,
  diagnosis: null,
  trainingFigures: null,
  checkpointFigures: null,
};

function figuresOf(ended: EndedStep, result: StepResult): Figures {
  const { step, transfers } = ended;
  const goals = goalsOf(ended, result);
  const gdsVerdicts = pathsOf(ended, result);
  return {
    metrics: stepMetrics(step, result, goals),
    warnings: doubtsOf(ended, result, goals, gdsVerdicts),
    gdsVerdicts,
    diagnosis: boundOf(ended, result),
    trainingFigures: trainingFigures(step, result),
    checkpointFigures: checkpointFigures(step, result, transfers),
  };
}

function goalsOf({ step, steadiness }: EndedStep, result: StepResult): Goals {
  const { latencyTarget, spec } = step;
  const target =
    latencyTarget === null ? undefined : readTarget(latencyTarget, spec.rateOperations * spec.workers, result);
  return { steadiness, target };
}

function pathsOf({ step, options }: EndedStep, { gpu, verification }: StepResult): GdsVerdicts | null {
  const { fileSystem, gdsTrial: trial = null } = options;
  return gpu === null
    ? null
    : judgeJob(gpu, { job: step.job, fileSystem: fileSystem?.type ?? '', trial, verification });
}

function doubtsOf(ended: EndedStep, result: StepResult, goals: Goals, gdsVerdicts: GdsVerdicts | null): Warning[] {
  const { step, options, dataset, systemCaches, fileLayout, startedLateNs, counters } = ended;
  const { fileSystem, memoryBytes = null, cores = null } = options;
  const { training, spec } = step;
  return warningsOf(step, result, {
    ...goals,
    ...{ dataset, systemCaches, fileLayout, fileSystem, memoryBytes, cores, startedLateNs, counters },
    gdsPath: gdsVerdicts?.path ?? null,
    // The null engine stands for no machine.
    ...(training === undefined || spec.engine === 'null' ? {} : { loaders: training }),
  });
}

/** Of a step that failed, its error says what held it back. */
function boundOf({ step, options, error, counters }: EndedStep, result: StepResult): Diagnosis | null {
  if (error !== null && error.code !== 'STOPPED') return null;
  const { fileSystem, host, cores = null } = options;
  const metrics = stepMetrics(step, result, {});
  return diagnose({ step, result, metrics, counters, fileSystem, host, cores });
}
