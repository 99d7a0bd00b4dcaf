// A step's workload in fio's words: `job options`. What fio has no option for is left out.
import type { StepRecord } from '../../result/schema.js';
import { contentOptions } from './content-options.js';
import { loadOptions } from './load-options.js';
import { metadataEngineOf } from './metadata.js';
import { flagOf, given, listOf, numberOf, type Options, sizeText, textOf } from './option-words.js';
import { accessOptions, blockSizeOptions } from './access-options.js';
import type { FioObject } from './writer.js';

/** What the options need beyond the step. */
export interface JobContext {
  /** Directory of the mount. */
  directory: string | undefined;
  /** True: no step runs before this one. fio starts jobs together unless it is told to wait. */
  first: boolean;
}

export function jobOptions(step: StepRecord, { directory, first }: JobContext): FioObject {
  const options: Options = {
    name: step.workload,
    description: textOf(step.job['description'] || undefined),
    ioengine: engineOption(step),
    direct: flagOf(step.engine.direct ?? step.job['direct']),
    directory: step.dataset === null ? undefined : directory,
    ...accessOptions(step),
    ...blockSizeOptions(step.job),
    ...fileOptions(step),
    ...loadOptions(step),
    ...contentOptions(step.job),
    ...deviceOptions(step),
    ...gpuOptions(step),
    stonewall: first ? undefined : '1',
  };
  const present = Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(present);
}

function engineOption(step: StepRecord): string | undefined {
  const engine = metadataEngineOf(step) ?? step.engine.used ?? step.engine.requested;
  // fio's `sync` seeks and reads; ours is pread and pwrite, which fio calls psync.
  if (engine === 'sync') return 'psync';
  if (engine === 'cufile' || engine === 'gpu-copy') return cudaPathOf(step) === undefined ? undefined : 'libcufile';
  return engine === 'auto' ? undefined : engine;
}

// `size` and `nrfiles` are those of one clone: with files of its own it has its part of them, else all.
function fileOptions({ job, dataset }: StepRecord): Options {
  const owners = job['fileSharing'] === 'perWorker' ? (numberOf(job['workers']) ?? 1) : 1;
  const files = numberOf(job['files']);
  const fileSize = numberOf(job['fileSize']);
  const ofFiles = files === undefined || fileSize === undefined ? undefined : files * fileSize;
  const bytes = numberOf(job['size']) ?? ofFiles ?? dataset?.bytes;
  const order = job['serviceOrder'];
  return {
    size: given(bytes, (all) => sizeText(Math.floor(all / owners))),
    filesize: given(fileSize, sizeText),
    nrfiles: given(files, (all) => String(Math.max(1, Math.floor(all / owners)))),
    file_service_type: typeof order === 'string' ? order : undefined,
  };
}

function deviceOptions(step: StepRecord): Options {
  const { job, engine } = step;
  const isRing = engineOption(step) === 'io_uring';
  const feature = (name: string) => (isRing && engine.features.includes(name) ? '1' : undefined);
  const cpus = listOf(job['cpus']);
  return {
    invalidate: flagOf(job['dropCache']),
    cpus_allowed: cpus.length > 0 ? cpus.join(',') : undefined,
    numa_mem_policy: given(numberOf(job['numaNode']), (node) => `bind:${node}`),
    fixedbufs: feature('registered-buffers'),
    registerfiles: feature('registered-files'),
    sqthread_poll: feature('sq-poll'),
    hipri: feature('io-poll'),
  };
}

// fio reaches the memory of GPUs by this engine only, and has no word for half of the way.
function gpuOptions(step: StepRecord): Options {
  const path = cudaPathOf(step);
  if (path === undefined) return {};
  const gpus = listOf(step.job['gpus']);
  return { cuda_io: path, gpu_dev_ids: gpus.length > 0 ? gpus.join(':') : undefined };
}

function cudaPathOf({ engine, job }: StepRecord): 'cufile' | 'posix' | undefined {
  const used = engine.used ?? engine.requested;
  if (used === 'cufile') return 'cufile';
  const { copyMode } = job;
  return used === 'gpu-copy' && copyMode !== 'host-only' && copyMode !== 'copy-only' ? 'posix' : undefined;
}
