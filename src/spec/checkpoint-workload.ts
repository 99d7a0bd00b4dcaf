// What a workload of kind `checkpoint` is once every default is in place.
import type { SharedWorkload } from './workload.js';

export const checkpointModels = ['llama3-8b', 'llama3-70b', 'llama3-405b', 'llama3-1t', 'custom'] as const;
export const checkpointFormats = ['deepspeed', 'dcp', 'safetensors', 'shared'] as const;
export const checkpointModes = ['full', 'subset'] as const;
export const checkpointSyncs = ['none', 'file', 'rank'] as const;
export const checkpointVerifies = ['none', 'during'] as const;

export type CheckpointModel = (typeof checkpointModels)[number];
export type CheckpointFormat = (typeof checkpointFormats)[number];

/** How the state of a model is cut into ranks: tensor × pipeline × data parallel. */
export interface Parallelism {
  tensorParallel: number;
  pipelineParallel: number;
  /** Stage of ZeRO: 3 shards model and optimizer over all ranks, 1 the optimizer only; 0 nothing. */
  zeroStage: 0 | 1 | 3;
}

/** Every rank of a training writes its part of the state at the same instant, and reads it back. */
export interface CheckpointWorkload extends SharedWorkload, Parallelism {
  kind: 'checkpoint';
  model: CheckpointModel;
  format: CheckpointFormat;
  /** `subset`: the first ranks of the published number only, as one client has them. */
  mode: (typeof checkpointModes)[number];
  /** Ranks of this machine; one worker each. */
  ranks: number;
  /** Of model `custom`: either the bytes of each rank, or parameters and bytes of each; else null. */
  bytesPerRank: number | null;
  parameters: number | null;
  /** Bytes of model and of optimizer state a parameter. */
  modelBytesPerParameter: number;
  optimizerBytesPerParameter: number;
  /** Of model `custom`: files that a rank writes. */
  filesPerRank: number;
  /** All sizes are multiplied by it; above 0 up to 1. */
  scale: number;
  /** Bytes of a write or read. */
  blockSize: number;
  saves: number;
  /** After the saves. Without saves, of a checkpoint that an earlier run has left. */
  loads: number;
  /** Checkpoints that are kept; older ones are removed. */
  keep: number;
  /** Nanoseconds between the end of a save and the next. */
  pause: number;
  fsync: (typeof checkpointSyncs)[number];
  /** Written under a temporary name, renamed when complete. */
  rename: boolean;
  /** The bytes are copied to memory first and written while the training goes on. */
  background: boolean;
  /** A rank loads what the rank so many later has saved. */
  loadShift: number;
  /** `during`: each MiB that is loaded is compared with its checksum. */
  verify: (typeof checkpointVerifies)[number];
  /** Nanoseconds between two failures of the whole job, on average: what the interval between saves is weighed against. */
  mtbf: number;
  /** Nanoseconds between two saves of the job whose lost time is told; null: the optimum. */
  saveEvery: number | null;
  /** GPUs of that job. */
  jobGpus: number;
}
