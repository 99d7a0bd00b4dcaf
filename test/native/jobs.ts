// Native jobs for tests: a complete spec to change, and running one through the real addon.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { NativeInterval, NativeJobResult, NativeJobSpec } from '../../src/native/contract.js';
import { loadBinding } from '../../src/native/load.js';
import { plainBlocks } from '../../src/plan/block-job.js';
import { hostMemory } from '../../src/plan/gpu-job.js';
import { plainItems } from '../../src/plan/plain-items.js';

export const binding = loadBinding();

const second = 1_000_000_000;

/** Every field of the contract: 4 KiB random reads of the null engine for one pass. */
export const sampleSpec: NativeJobSpec = {
  kind: 'block',
  engine: 'null',
  direct: false,
  workers: 1,
  queueDepth: 1,
  submitBatch: 1,
  completeBatch: 1,
  ...plainBlocks(4096),
  ...plainItems(),
  root: '',
  fileCount: 1,
  filesPerDirectory: 1000,
  directoryWidth: 0,
  directoryDepth: 0,
  filePrefix: 'f',
  fileSize: 1024 * 4096,
  fileSizes: { form: 'fixed', from: 0, to: 0, median: 0, sigma: 0, shares: [] },
  access: 'random',
  readPercent: 100,
  operations: [],
  seed: 1,
  rampNs: 0,
  runtimeNs: 0,
  passes: 1,
  intervalNs: second,
  fsync: 'none',
  verify: 'none',
  stampDataset: 0,
  stampGeneration: 0,
  stampOldest: 0,
  createFiles: false,
  fallocate: 'native',
  requireWritten: false,
  dropCache: false,
  registerBuffers: true,
  registerFiles: true,
  linkChains: true,
  sqPoll: false,
  ioPoll: false,
  hugePages: false,
  cpus: [],
  numaNode: -1,
  ...hostMemory(),
  nullLatencyNs: 0,
  nullFailEvery: 0,
  nullShortEvery: 0,
};

/** The sample, changed; a block size holds for reads and writes. */
export function completeSpec(changes: Partial<NativeJobSpec>): NativeJobSpec {
  const sizes = changes.blockSize === undefined ? {} : plainBlocks(changes.blockSize);
  return { ...sampleSpec, ...sizes, ...changes };
}

/** Prepares, starts at once and awaits a job. */
export async function runJob(
  changes: Partial<NativeJobSpec>,
  onInterval: (interval: NativeInterval) => void = () => undefined,
): Promise<NativeJobResult> {
  const job = binding.prepareJob(completeSpec(changes), onInterval);
  job.finished.catch(() => undefined);
  await job.ready;
  job.start(binding.monotonicNs());
  return job.finished;
}

export interface Files {
  root: string;
  fileCount: number;
  fileSize: number;
}

/** Writes the files of a block job below a new directory and syncs them. */
export async function layOut(parent: string, fileSize: number, fileCount = 1): Promise<Files> {
  const root = join(parent, 'data');
  mkdirSync(root);
  const files = { root, fileCount, fileSize };
  const write = { access: 'sequential', readPercent: 0, createFiles: true, fsync: 'end', engine: 'sync' } as const;
  await runJob({ ...files, ...write });
  return files;
}

/** Path of a file of a job, as native/core/file_namespace.h forms it. */
export function pathOf({ root }: Files, index: number): string {
  const digits = (value: number, width: number): string => String(value).padStart(width, '0');
  return join(root, `d${digits(Math.floor(index / 1000), 6)}`, `f${digits(index, 9)}`);
}
