// Asks a child process about GPUs and cuFile, and gives up on it when they do not answer.
import type { NativeGpuProbe } from '../native/contract.js';
import type { StepError } from '../result/schema.js';
import { Child, type ChildEnd } from './child-process.js';
import { type CufilePlace, prepareCufile } from './cufile-environment.js';
import type { FromGpuProbe, GpuQuestion } from './messages.js';

export type { GpuQuestion } from './messages.js';

export interface GpuProbeOptions {
  /** Milliseconds until the probe is given up. */
  deadlineMs: number;
  /** Folder for the log of cuFile and the copy of its configuration, both called `name`. */
  folder: string;
  name: string;
}

/** One of the two is null. */
export interface GpuAnswer {
  probe: NativeGpuProbe | null;
  /** Why there is no answer; what the probe itself found is in its stages. */
  error: StepError | null;
  /** Where cuFile was told to leave its log. */
  logPath: string;
}

/** One question, to one process. */
export class GpuProbe {
  readonly answer: Promise<GpuAnswer>;
  private readonly child: Child<GpuQuestion, FromGpuProbe>;
  private readonly place: CufilePlace;
  private message: FromGpuProbe | null = null;
  private late = false;

  /** Throws the error of a system call where the folder cannot be written. */
  constructor(
    question: GpuQuestion,
    private readonly options: GpuProbeOptions,
  ) {
    this.place = prepareCufile(options.folder, options.name, question.compat);
    const take = (message: FromGpuProbe) => {
      this.message = message;
    };
    this.child = new Child('./gpu-probe-child.js', take, this.place.environment);
    this.child.send(question);
    this.answer = this.wait();
  }

  /** Ends it at once; the answer is then that it ended. */
  kill(): void {
    void this.child.killAtOnce();
  }

  private async wait(): Promise<GpuAnswer> {
    const { deadlineMs } = this.options;
    const { logPath } = this.place;
    const timer = setTimeout(() => {
      this.late = true;
      void this.child.kill();
    }, deadlineMs);
    const end = await this.child.ended;
    clearTimeout(timer);
    const { message } = this;
    if (message?.type === 'probed') return { probe: message.probe, error: null, logPath };
    const error = message?.error ?? (this.late ? silent(end, deadlineMs) : ended(end, this.child.lastWords));
    return { probe: null, error, logPath };
  }
}

/** The answer to a question, in its time. Never rejects for what it finds. */
export function askGpu(question: GpuQuestion, options: GpuProbeOptions): Promise<GpuAnswer> {
  return new GpuProbe(question, options).answer;
}

function silent({ blockedIn }: ChildEnd, deadlineMs: number): StepError {
  const where = blockedIn === null ? '' : `; its process was left behind, blocked in the kernel (${blockedIn})`;
  const message = `GPU and cuFile gave no answer within ${deadlineMs / 1000} s${where}; see --grace`;
  return { code: 'GPU_PROBE_TIMED_OUT', message };
}

function ended({ exitCode, signal }: ChildEnd, lastWords: string): StepError {
  const how = signal === null ? `exit code ${String(exitCode)}` : `signal ${signal}`;
  const words = lastWords === '' ? '' : `: ${lastWords.split('\n').slice(-5).join(' | ')}`;
  const message = `the process that asked GPU and cuFile ended without an answer, with ${how}${words}`;
  return { code: 'GPU_PROBE_CRASHED', message, ...(signal === null ? {} : { signal }) };
}
