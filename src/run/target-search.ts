// Runs a step with a latency target: short jobs that search for the rate, then the measured one at that rate.
import { readTarget, searchRate, type TargetReading } from '../analyze/latency-target.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { Metrics } from '../result/metrics-schema.js';
import type { StepOutcome } from '../result/step-record.js';
import type { FileLayoutRecord, Probe, StepError, StepRecord } from '../result/schema.js';
import type { LatencyTarget } from '../spec/workload.js';
import type { Progress } from './progress.js';
import type { RunningStep, StepOptions } from './running-step.js';
import { StepProcess } from './step-process.js';

const units = [
  ['s', 1e9],
  ['ms', 1e6],
  ['us', 1e3],
] as const;

type SearchStep = PlannedStep & { latencyTarget: LatencyTarget };

/** Every probe is a job of its own, so that none inherits the backlog of the one before. */
export class TargetSearch implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private readonly startedAt = new Date().toISOString();
  private readonly probes: Probe[] = [];
  /** Of the first job, which has written it where it was missing. */
  private dataset: StepRecord['dataset'] = null;
  /** Of the last job. */
  private systemCaches: StepRecord['systemCaches'] = null;
  private current: StepProcess | null = null;
  private fileLayout: FileLayoutRecord | null = null;
  private ending: 'stop' | 'kill' | null = null;

  constructor(
    private readonly step: SearchStep,
    private readonly options: StepOptions,
  ) {
    this.outcome = this.search();
  }

  stop(): void {
    this.ending ??= 'stop';
    this.current?.stop();
  }

  kill(): void {
    this.ending = 'kill';
    this.current?.kill();
  }

  private async search(): Promise<StepOutcome> {
    const { latencyTarget, spec } = this.step;
    const rates = searchRate({ ...latencyTarget, step: spec.workers });
    let next = rates.next();
    while (next.done !== true) {
      const reading = await this.probe(next.value);
      if ('error' in reading) return this.failed(reading.error);
      next = rates.next(reading.kept);
    }
    return next.value === null ? this.failed(notMet(latencyTarget, this.probes)) : this.measure(next.value);
  }

  private async probe(rate: number): Promise<TargetReading | { error: StepError }> {
    const { latencyTarget } = this.step;
    const { observer: _measuredOnly, ...options } = this.options;
    const onProgress = (progress: Progress) => {
      // Intervals and snapshots of a probe would mix with those of the measured time.
      if (progress.type === 'layout') this.options.onProgress(progress);
    };
    const { result, error } = await this.runJob(rate, latencyTarget.probe, { ...options, onProgress });
    const number = this.probes.length + 1;
    if (error !== null) return { error: this.errorOfProbe(error, number, rate) };
    if (result === null) return { error: { code: 'STEP_FAILED', message: `probe ${number} gave no result` } };
    const reading = readTarget(latencyTarget, rate, result);
    const probe = { rate, percentileNs: reading.percentileNs, kept: reading.kept };
    this.probes.push(probe);
    this.options.onProgress({ type: 'probe', step: this.step, number, probe });
    return reading;
  }

  private errorOfProbe(error: StepError, number: number, rate: number): StepError {
    if (this.ending !== null) {
      return { code: 'STOPPED', message: 'the step was stopped during the search for its rate; it has no figures' };
    }
    return { ...error, message: `in probe ${number}, of ${rate} operations a second: ${error.message}` };
  }

  private async measure(rate: number): Promise<StepOutcome> {
    const { startedAt, probes } = this;
    const outcome = await this.runJob(rate, this.step.spec.runtimeNs, this.options);
    const metrics: Metrics = { ...outcome.metrics, probes: probes.length };
    return { ...outcome, startedAt, dataset: this.dataset, fileLayout: this.fileLayout, metrics, probes };
  }

  private async runJob(rate: number, runtimeNs: number, options: StepOptions): Promise<StepOutcome> {
    const { spec } = this.step;
    const job = { ...spec, rateOperations: rate / spec.workers, runtimeNs };
    const startDelayNs = this.current === null ? this.step.startDelayNs : 0;
    this.current = new StepProcess({ ...this.step, spec: job, startDelayNs }, options);
    // The end may have been asked for between two jobs.
    if (this.ending !== null) this.current[this.ending]();
    const outcome = await this.current.outcome;
    this.dataset ??= outcome.dataset;
    this.fileLayout ??= outcome.fileLayout ?? null;
    this.systemCaches = outcome.systemCaches;
    return outcome;
  }

  private failed(error: StepError): StepOutcome {
    const { startedAt, dataset, systemCaches, probes } = this;
    const made = { startedAt, endedAt: new Date().toISOString(), dataset, systemCaches, probes };
    return { status: 'failed', result: null, error, metrics: {}, warnings: [], ...made };
  }
}

function notMet({ percentile, below, lowest }: LatencyTarget, [first]: Probe[]): StepError {
  const percentileNs = first?.percentileNs ?? null;
  const found = percentileNs === null ? 'unknown, since nothing completed' : durationText(percentileNs);
  return {
    code: 'TARGET_NOT_MET',
    message:
      `p${percentile} of the latency must stay below ${durationText(below)}, but is ${found} at the lowest rate already, ` +
      `${lowest} operations a second; give a lower one, or a higher limit`,
  };
}

/** Four digits of the largest unit that it fills. */
function durationText(ns: number): string {
  const [name, factor] = units.find(([, one]) => ns >= one) ?? ['ns', 1];
  return `${Number((ns / factor).toPrecision(4))}${name}`;
}
