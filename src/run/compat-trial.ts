// Runs a cuFile step that may go through the memory of the host: only where a trial shows that there is no direct path.
import type { NativeGpuProbe, NativeGpuProbeStage } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { GdsTrial } from '../result/gpu-schema.js';
import type { StepOutcome } from '../result/step-record.js';
import { type GpuAnswer, GpuProbe, type GpuQuestion } from './gpu-probe.js';
import type { RunningStep, StepOptions } from './running-step.js';

const sizesTried = [4096, 2 ** 20];

/** The mode of a process is fixed once its driver is open, so that the trial has a process of its own. */
export class CompatTrial implements RunningStep {
  readonly outcome: Promise<StepOutcome>;
  private readonly startedAt = new Date().toISOString();
  private probe: GpuProbe | null = null;
  private current: RunningStep | null = null;
  private ending: 'stop' | 'kill' | null = null;

  /** `start` runs the step once its mode is known. */
  constructor(
    private readonly step: PlannedStep,
    private readonly options: StepOptions,
    private readonly start: (step: PlannedStep, options: StepOptions) => RunningStep,
  ) {
    this.outcome = this.run();
  }

  stop(): void {
    this.end('stop');
  }

  kill(): void {
    this.end('kill');
  }

  private end(how: 'stop' | 'kill'): void {
    this.ending ??= how;
    this.probe?.kill();
    this.current?.[how]();
  }

  private async run(): Promise<StepOutcome> {
    const { step, options } = this;
    this.probe = new GpuProbe(questionOf(step), {
      deadlineMs: options.graceMs,
      folder: options.cufileFolder,
      name: `${step.id}.trial`,
    });
    const gdsTrial = trialOf(await this.probe.answer);
    // The end of the trial may be the user's doing, and then says nothing.
    if (this.ending !== null) return this.stopped();
    const cufileCompat = gdsTrial.ok ? 'refuse' : 'allow';
    this.current = this.start({ ...step, spec: { ...step.spec, cufileCompat } }, { ...options, gdsTrial });
    return { ...(await this.current.outcome), gdsTrial };
  }

  private stopped(): StepOutcome {
    const error = { code: 'STOPPED', message: 'the step was stopped while cuFile was tried out; it has no figures' };
    const { startedAt } = this;
    const nothing = { result: null, dataset: null, systemCaches: null, metrics: {}, warnings: [] };
    return { status: 'failed', error, startedAt, endedAt: new Date().toISOString(), ...nothing };
  }
}

function questionOf({ mountPath, spec }: PlannedStep): GpuQuestion {
  const { cudaLibrary, cufileLibrary, blockSize } = spec;
  const sizes = [...new Set([...sizesTried, blockSize])].sort((a, b) => a - b);
  return { cudaLibrary, cufileLibrary, compat: 'refuse', sizes, mountPath };
}

/** Whether everything went well in strict mode, or the first thing that did not. */
export function trialOf({ probe, error }: Pick<GpuAnswer, 'probe' | 'error'>): GdsTrial {
  if (probe === null) return { ok: false, code: error?.code ?? '', reason: error?.message ?? '' };
  const broken = stagesOf(probe).find(({ ok }) => !ok);
  if (broken !== undefined) return { ok: false, code: broken.code, reason: broken.reason };
  const wrong = probe.transfers.find(({ sameBytes }) => !sameBytes);
  if (wrong === undefined) return { ok: true, code: '', reason: '' };
  const reason = `after a ${wrong.direction} of ${wrong.bytes} bytes the memory of the GPU does not hold what the file does`;
  return { ok: false, code: 'GPU_DATA_MISMATCH', reason };
}

function stagesOf({ cuda, cufile, driverOpen, handleRegister, transfers }: NativeGpuProbe): NativeGpuProbeStage[] {
  return [cuda, cufile, driverOpen, handleRegister, ...transfers.map(({ stage }) => stage)];
}
