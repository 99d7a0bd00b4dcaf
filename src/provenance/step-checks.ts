// The figures of a step, computed again by the functions that computed them, from what the record keeps of its measurement.
import { burstProfiles, type Transfer } from '../analyze/burst-profile.js';
import { checkpointFigures } from '../analyze/checkpoint-metrics.js';
import { roundFigures } from '../analyze/checkpoint-rounds.js';
import { diagnose } from '../analyze/diagnosis/diagnose.js';
import { type Goals } from '../analyze/goals.js';
import { readTarget, type LatencyLimit } from '../analyze/latency-target.js';
import { stepMetrics } from '../analyze/step-metrics.js';
import { trainingFigures } from '../analyze/training-metrics.js';
import { roundTimes } from '../result/checkpoint-record.js';
import type { Metrics } from '../result/metrics-schema.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { toStepRecord } from '../result/step-record.js';
import type { StepResult } from '../result/step-result.js';
import { usableCores } from '../system/usable-cores.js';
import { distributionChecks } from './distribution-checks.js';
import { type FigureCheck, figureCheck, type FigurePath, leafChecks } from './figure-check.js';
import type { StepSeries } from './series.js';
import { nativeResultOf } from './native-result.js';
import { observedChecks } from './observed-checks.js';
import { steadinessOf } from './steadiness.js';
import { type RecordedStep, recordedStep } from './step-spec.js';
import { seriesChecks, workerChecks } from './sum-checks.js';

/** A step with what of its run its figures depend on. */
export interface StepContext {
  record: RunRecord;
  step: StepRecord;
  /** Its intervals; null where events.ndjson does not tell. */
  series: StepSeries | null;
}

/** All checks of a step; none of a step without a result. Throws HISTOGRAM_INVALID. */
export function stepChecks(path: FigurePath, context: StepContext): FigureCheck[] {
  const { step, series } = context;
  const result = nativeResultOf(step);
  if (result === null) return [];
  const recorded = recordedStep(step);
  const transfers = series?.transfers ?? [];
  return [
    ...distributionChecks(path, step),
    ...rateChecks(path, step, result),
    ...metricChecks(path, context, recorded, result),
    ...trainingChecks(path, step, recorded, result),
    ...checkpointChecks(path, step, recorded, result, transfers),
    ...diagnosisChecks(path, context, recorded, result),
    ...observedChecks(path, context),
    ...workerChecks(path, step),
    ...(series === null ? [] : seriesChecks(path, step, series)),
  ];
}

/** What the record makes of counts and times alone. */
function rateChecks(path: FigurePath, step: StepRecord, result: StepResult): FigureCheck[] {
  const { operations, cpu, cache, mix = [], epochs = [] } = recordOf(step, result);
  const kinds = Object.entries(operations).flatMap(([kind, { perSecond, bytesPerSecond }]) =>
    leafChecks(`${path}.operations.${kind}`, step.operations[kind as keyof typeof operations], {
      perSecond,
      bytesPerSecond,
    }),
  );
  const shares = mix.map(({ achievedPercent }) => ({ achievedPercent }));
  const rates = epochs.map(({ filesPerSecond }) => ({ filesPerSecond }));
  return [
    ...kinds,
    figureCheck(
      `${path}.cpu.microsecondsPerOperation`,
      step.cpu?.microsecondsPerOperation,
      cpu?.microsecondsPerOperation,
    ),
    ...leafChecks(`${path}.cache`, step.cache, { hitFraction: cache.hitFraction, method: cache.method }),
    ...(step.mix === undefined ? [] : leafChecks(`${path}.mix`, step.mix, shares)),
    ...(step.epochs === undefined ? [] : leafChecks(`${path}.epochs`, step.epochs, rates)),
  ];
}

function recordOf(step: StepRecord, result: StepResult): StepRecord {
  const { engine, status, error, startedAt, endedAt, dataset, systemCaches } = step;
  const spec = { engine: engine.requested, direct: engine.directRequested };
  const ended = { status, error, startedAt, endedAt, dataset, systemCaches, metrics: {}, warnings: [] };
  const { id, workload, mount, repeat, variant, job } = step;
  return toStepRecord({ id, workload, mount, repeat, variant, job, spec, verifyMode: null }, { ...ended, result });
}

/** Metrics that the record has nothing for but themselves are left out, and so are those that need intervals without any. */
function metricChecks(
  path: FigurePath,
  context: StepContext,
  recorded: RecordedStep,
  result: StepResult,
): FigureCheck[] {
  const { step, series } = context;
  const { samples, ...metrics } = {
    ...stepMetrics(recorded, result, goalsOf(step, result, series)),
    ...searchMetrics(step),
  };
  // The number of samples of small files is nowhere but here; of a training it is.
  const told: Metrics = step.training === undefined || samples === undefined ? metrics : { ...metrics, samples };
  return leafChecks(`${path}.metrics`, step.metrics, told);
}

function searchMetrics({ probes, fit }: StepRecord): Metrics {
  return {
    ...(probes === undefined ? {} : { probes: probes.length }),
    ...(fit === undefined ? {} : { fitAccelerators: fit.accelerators }),
  };
}

/** The rate that was measured at is the highest that a probe has kept. */
function goalsOf(step: StepRecord, result: StepResult, series: StepSeries | null): Goals {
  const steadiness = series === null ? undefined : steadinessOf(step, series);
  const limit = step.job['latencyTarget'] as LatencyLimit | null | undefined;
  const kept = (step.probes ?? []).filter((probe) => probe.kept).map(({ rate }) => rate);
  const target =
    limit === null || limit === undefined || kept.length === 0
      ? undefined
      : readTarget(limit, Math.max(...kept), result);
  return { steadiness, target };
}

function trainingChecks(path: FigurePath, step: StepRecord, recorded: RecordedStep, result: StepResult): FigureCheck[] {
  const { epochs = [] } = trainingFigures(recorded, result) ?? {};
  const steps = (step.training?.epochs ?? []).map(({ ranks }) => Math.min(...ranks.map((rank) => rank.steps)));
  return epochs.flatMap((figures, at) =>
    leafChecks(`${path}.training.epochs.${at}`, step.training?.epochs[at], { ...figures, steps: steps[at] }),
  );
}

function checkpointChecks(
  path: FigurePath,
  step: StepRecord,
  recorded: RecordedStep,
  result: StepResult,
  transfers: readonly Transfer[],
): FigureCheck[] {
  const { checkpoint } = step;
  const figures = checkpointFigures(recorded, result, []);
  if (checkpoint === undefined || figures === null) return [];
  const profiles = burstProfiles(result.checkpoint?.rounds ?? [], transfers);
  return [
    ...(result.checkpoint?.rounds ?? []).flatMap((round, at) =>
      leafChecks(`${path}.checkpoint.rounds.${at}`, checkpoint.rounds[at], roundFigures(checkpoint, roundTimes(round))),
    ),
    ...leafChecks(`${path}.checkpoint.lostTime`, checkpoint.lostTime, figures.lostTime),
    ...(transfers.length === 0 ? [] : leafChecks(`${path}.checkpoint.profiles`, checkpoint.profiles, profiles)),
  ];
}

function diagnosisChecks(
  path: FigurePath,
  { record, step }: StepContext,
  recorded: RecordedStep,
  result: StepResult,
): FigureCheck[] {
  const { diagnosis, counters = null, job, mount } = step;
  const [host] = record.hosts;
  if (diagnosis === undefined || host === undefined) return [];
  const cpus = Array.isArray(job['cpus']) ? (job['cpus'] as number[]) : [];
  const fileSystem = record.mounts.find(({ name }) => name === mount)?.fileSystem;
  const metrics = stepMetrics(recorded, result, {});
  const input = { step: recorded, result, metrics, counters, fileSystem, host, cores: usableCores(host, cpus) };
  return leafChecks(`${path}.diagnosis`, diagnosis, diagnose(input));
}
