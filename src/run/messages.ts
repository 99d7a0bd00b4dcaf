// What the session and its child processes say to each other over the IPC channel.
import type { ExitCode } from '../errors.js';
import type {
  NativeGpuProbe,
  NativeGpuProbeRequest,
  NativeInterval,
  NativeJobResult,
  NativeReady,
  NativeSnapshot,
} from '../native/contract.js';
import type { CheckpointPlace } from '../mount/checkpoints.js';
import type { MountCapacity, MountRequest, PlannedStep } from '../plan/planned-step.js';
import type { FileSystemRecord, StepError, StepRecord, SystemCaches } from '../result/schema.js';

export type ToJob = { type: 'run'; step: PlannedStep } | { type: 'start'; atMonotonicNs: bigint } | { type: 'stop' };

export type FromJob =
  | { type: 'layout'; bytesDone: number; bytesTotal: number }
  | { type: 'resumed'; files: number; fileCount: number }
  | { type: 'dataset'; dataset: StepRecord['dataset'] }
  /** The job is ready; the caches of the machine are being dropped before it is said to be. */
  | { type: 'prepared' }
  | { type: 'caches'; caches: SystemCaches }
  | { type: 'ready'; ready: NativeReady }
  | { type: 'snapshot'; snapshot: NativeSnapshot }
  | { type: 'interval'; interval: NativeInterval }
  | { type: 'removing'; files: number }
  | { type: 'finished'; result: NativeJobResult }
  | { type: 'failed'; error: StepError };

export type ToMount =
  | { type: 'inspect'; mounts: MountRequest[] }
  | { type: 'clean'; mounts: MountRequest[] }
  /** Whether nothing but checkpoints lies where a run is to remove them. */
  | { type: 'checkpoints'; places: CheckpointPlace[] };

/** An IoproofError on its way through the channel. */
export interface Refusal {
  code: string;
  message: string;
  advice: string;
  exitCode: ExitCode;
}

export interface InspectedMount {
  capacity: MountCapacity;
  fileSystem: FileSystemRecord;
}

export interface CleanedMount {
  name: string;
  path: string;
  files: number;
  bytes: number;
  /** What was left where it is, and why. */
  kept: { path: string; reason: string }[];
}

export type FromMount =
  /** Sent before each mount, so that it is known which one does not answer. */
  | { type: 'asking'; mount: MountRequest }
  | { type: 'inspected'; mounts: InspectedMount[] }
  | { type: 'cleaned'; mounts: CleanedMount[] }
  | { type: 'own' }
  | { type: 'refused'; refusal: Refusal };

/** What GPUs and cuFile are asked; `mountPath`: that of a mount to try them on, null for none. */
export type GpuQuestion = Omit<NativeGpuProbeRequest, 'directory'> & { mountPath: string | null };

export type FromGpuProbe = { type: 'probed'; probe: NativeGpuProbe } | { type: 'failed'; error: StepError };
