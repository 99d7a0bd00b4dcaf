// Workloads and mounts that planning tests start from.
import { definitions } from '../../src/spec/definitions.js';
import { resolve } from '../../src/spec/resolve.js';
import type {
  BlockWorkload,
  CheckpointWorkload,
  FilesWorkload,
  KvCacheWorkload,
  ModelLoadWorkload,
  SweepValue,
  TrainingWorkload,
} from '../../src/spec/workload.js';
import type { MountCapacity } from '../../src/plan/planned-step.js';

export const KiB = 2 ** 10;
export const MiB = 2 ** 20;
export const GiB = 2 ** 30;

type Sweep = Record<string, SweepValue[]>;

/** A block workload with its defaults in place, as reading a file gives it. */
export function block(given: Partial<BlockWorkload> = {}, sweep: Sweep = {}): BlockWorkload {
  const required = { kind: 'block', name: 'random-read', size: 64 * MiB };
  return resolve(definitions.block, { ...required, ...given }, sweep) as BlockWorkload;
}

/** A files workload with its defaults in place. */
export function files(given: Partial<FilesWorkload> = {}, sweep: Sweep = {}): FilesWorkload {
  const required = { kind: 'files', name: 'small-files', files: 2000, fileSize: 16 * KiB };
  return resolve(definitions.files, { ...required, ...given }, sweep) as FilesWorkload;
}

/** A cache for four users with its defaults in place. */
export function kvCache(given: Partial<KvCacheWorkload> = {}, sweep: Sweep = {}): KvCacheWorkload {
  const required = { kind: 'kv-cache', name: 'cache', users: 4, capacity: 8 * GiB };
  return resolve(definitions['kv-cache'], { ...required, ...given }, sweep) as KvCacheWorkload;
}

/** A training of 168 files like those of unet3d, whatever the defaults are. */
export function training(given: Partial<TrainingWorkload> = {}, sweep: Sweep = {}): TrainingWorkload {
  return resolve(definitions.training, { ...ofUnet3d, ...given }, sweep) as TrainingWorkload;
}

const ofUnet3d = {
  kind: 'training',
  name: 'unet3d',
  model: 'unet3d',
  accelerator: 'h100',
  accelerators: 2,
  rules: 'v2',
  files: 168,
  format: 'npz',
  samplesPerFile: 1,
  recordLength: 146600628,
  recordDeviation: 68341808,
  loader: 'torch',
  batchSize: 7,
  readThreads: 4,
  prefetch: 2,
  computeTime: 323_000_000,
  computeForm: 'fixed',
  epochs: 5,
  sampleShuffle: true,
  fileShuffle: true,
  shuffleBuffer: 0,
  evalFiles: 0,
  evalEvery: 0,
  steps: null,
  readSize: 256 * KiB,
  workers: 8,
  queueDepth: 1,
  engine: 'sync',
  direct: false,
};

/** Two ranks with four MiB each, whatever the defaults are. */
export function checkpoint(given: Partial<CheckpointWorkload> = {}, sweep: Sweep = {}): CheckpointWorkload {
  return resolve(definitions.checkpoint, { ...small, ...given }, sweep) as CheckpointWorkload;
}

const small = {
  kind: 'checkpoint',
  name: 'burst',
  model: 'custom',
  format: 'deepspeed',
  ranks: 2,
  bytesPerRank: 4 * MiB,
  saves: 3,
  loads: 1,
  keep: 1,
  pause: 0,
  fsync: 'file',
  rename: true,
  blockSize: MiB,
};

export function mount(name: string, changes: Partial<MountCapacity> = {}): MountCapacity {
  return { name, path: `/mnt/${name}`, freeBytes: 1024 * GiB, freeInodes: 1e9, ...changes };
}

/** Two processes that load Llama 3 8B, made a hundred times smaller. */
export function modelLoad(given: Partial<ModelLoadWorkload> = {}, sweep: Sweep = {}): ModelLoadWorkload {
  const small = { kind: 'model-load', name: 'model-load', model: 'llama3-8b', scale: 0.01, processes: 2 };
  return resolve(definitions['model-load'], { ...small, ...given }, sweep) as ModelLoadWorkload;
}
