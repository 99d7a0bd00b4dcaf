// What a session knows of a step on its way, whether it is one job or a search of several.
import type { GdsTrial } from '../result/gpu-schema.js';
import type { FileSystemRecord, HostRecord } from '../result/schema.js';
import type { StepOutcome } from '../result/step-record.js';
import type { Observer } from './observer.js';
import type { Progress } from './progress.js';

export interface StepOptions {
  /** Milliseconds without any sign of progress, or beyond the planned time, after which a job is given up. */
  graceMs: number;
  /** For the logs and configurations of cuFile; made where a step uses it. */
  cufileFolder: string;
  onProgress: (progress: Progress) => void;
  /** Processors that the step may use; absent: not known. */
  cores?: number;
  /** Of the mount of the step. */
  fileSystem?: FileSystemRecord | undefined;
  /** Of this machine. */
  memoryBytes?: number | null;
  /** Of this machine: limits of its control group, and its links. */
  host?: Pick<HostRecord, 'cgroup' | 'links'>;
  /** How cuFile took the mount, before a step that may leave the direct path. */
  gdsTrial?: GdsTrial;
  /** Reads counters around the job; absent: none are read. */
  observer?: Observer;
  /** Called once the job is ready, which then starts when `begin` says so; absent: it starts at once. */
  onReady?: () => void;
}

/** `stop` drains it, `kill` ends it at once. */
export interface RunningStep {
  readonly outcome: Promise<StepOutcome>;
  /** Stops issuing; what is in flight is awaited and the step keeps its partial result. */
  stop(): void;
  kill(): void;
}
