// What the session and its child processes say to each other over the IPC channel.
import type { ExitCode } from '../errors.js';
import type { Asked, MountedFileSystem, SystemFacts } from '../filesystem/adapter.js';
import type {
  NativeClockState,
  NativeEngineProbe,
  NativeGpuProbe,
  NativeGpuProbeRequest,
  NativeInterval,
  NativeJobResult,
  NativeReady,
  NativeSnapshot,
} from '../native/contract.js';
import type { CheckpointPlace } from '../mount/checkpoints.js';
import type { Trouble } from '../mount/mount-error.js';
import type { MountCapacity, MountRequest, PlannedStep } from '../plan/planned-step.js';
import type { MountTrial } from '../result/doctor-mount-schema.js';
import type { FoundTool } from '../result/doctor-node-schema.js';
import type { FileLayoutRecord, FileSystemRecord, StepError, StepRecord, SystemCaches } from '../result/schema.js';

export interface RunRequest {
  type: 'run';
  step: PlannedStep;
  /** Null where nothing is known of the file system. */
  mount: MountedFileSystem | null;
  /** Milliseconds for each file and tool that tells or sets a layout. */
  toolMs: number;
}

export type ToJob = RunRequest | { type: 'start'; atMonotonicNs: bigint } | { type: 'stop' };

export type FromJob =
  | { type: 'layout'; bytesDone: number; bytesTotal: number }
  | { type: 'resumed'; files: number; fileCount: number }
  | { type: 'dataset'; dataset: StepRecord['dataset'] }
  /** Sent before each question about a layout, so that it is known which one hangs. */
  | { type: 'asking'; what: string }
  | { type: 'fileLayout'; fileLayout: FileLayoutRecord | null }
  /** The job is ready; the caches of the machine are being dropped before it is said to be. */
  | { type: 'prepared' }
  | { type: 'caches'; caches: SystemCaches }
  | { type: 'ready'; ready: NativeReady }
  | { type: 'snapshot'; snapshot: NativeSnapshot }
  | { type: 'interval'; interval: NativeInterval }
  /** The measured time is over; what was written may still be read back. */
  | { type: 'measured' }
  | { type: 'removing'; files: number }
  | { type: 'finished'; result: NativeJobResult }
  | { type: 'failed'; error: StepError };

export type ToMount =
  | { type: 'inspect'; mounts: MountRequest[] }
  /** The same, but what stands against measuring is told with each mount. */
  | { type: 'look'; mounts: MountRequest[] }
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
  /** What stands against measuring on it, where one only looks. */
  troubles?: Trouble[];
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

/** Of doctor: try engines and look for tools, or write and read a file of 1 MiB on a mount. */
export type ToDoctor = { type: 'node'; toolTimeoutMs: number } | { type: 'mount'; path: string };

export type FromDoctor =
  | { type: 'engines'; engines: NativeEngineProbe[]; clock: NativeClockState }
  | { type: 'tools'; tools: FoundTool[] }
  | { type: 'tried'; trial: MountTrial }
  | { type: 'failed'; problem: string };

/** Facts of one mount; each of the questions that follow from it has `toolMs` milliseconds, all together `totalMs`. */
export interface ToFacts {
  mount: MountedFileSystem;
  toolMs: number;
  totalMs: number;
}

export type FromFacts =
  /** Sent before each question, so that it is known which one hangs. */
  | { type: 'asking'; what: string }
  | { type: 'answered'; what: string; asked: Asked | null }
  | { type: 'facts'; facts: SystemFacts };
