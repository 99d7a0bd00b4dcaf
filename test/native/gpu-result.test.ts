// What a job on memory of GPUs tells has the fields of the contract; on stand-ins of the libraries.
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, test } from 'vitest';
import type {
  NativeCufile,
  NativeGpu,
  NativeGpuSample,
  NativeJobSpec,
  NativeRegistration,
} from '../../src/native/contract.js';
import { standinLibraries } from '../helpers/gpu-standin.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding, layOut, runJob } from './jobs.js';

/** Every field of a type of the contract, which the compiler checks in both directions. */
type Fields<Type> = Record<keyof Type, true>;

const gpuFields: Fields<NativeGpu> = {
  cudaLibrary: true,
  cudaVersion: true,
  devices: true,
  cufile: true,
  transfers: true,
  registration: true,
  samples: true,
  noSamples: true,
};
const cufileFields: Fields<NativeCufile> = {
  library: true,
  version: true,
  strict: true,
  capabilities: true,
  nvfsVersion: true,
  statusFlags: true,
  controlFlags: true,
  featureFlags: true,
  maxDirectIoBytes: true,
  maxBatch: true,
  before: true,
  after: true,
};
const registrationFields: Fields<NativeRegistration> = { count: true, bytes: true, totalNs: true, longestNs: true };
const sampleFields: Fields<NativeGpuSample> = {
  path: true,
  direction: true,
  blocks: true,
  bytes: true,
  mismatches: true,
  firstMismatch: true,
  error: true,
  before: true,
  after: true,
};

function expectFields(value: object | null | undefined, fields: Record<string, true>): void {
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(fields).sort());
}

const { used: hasDirect, reason } = binding.probeDirect(tmpdir());

function onGpu(changes: Partial<NativeJobSpec>): Partial<NativeJobSpec> {
  const { cuda, cufile } = standinLibraries();
  return { memory: 'gpu', direct: true, cudaLibrary: cuda, cufileLibrary: cufile, ...changes };
}

// They may have to be built first.
beforeAll(standinLibraries, 300_000);

describe.skipIf(!hasDirect)(`jobs on memory of GPUs${hasDirect ? '' : `: ${reason}`}`, () => {
  test('tell of cuFile, what it has counted, and samples that are what the file holds', async () => {
    const files = await layOut(temporaryDirectory(), 64 * 4096, 2);
    const { ready, gpu } = await runJob(onGpu({ ...files, engine: 'cufile' }));

    expect(ready.engineUsed).toBe('cufile');
    expectFields(gpu, gpuFields);
    expectFields(gpu?.cufile, cufileFields);
    expect(gpu?.devices).toHaveLength(1);
    expect(gpu?.transfers).toEqual({ reads: 128, writes: 0, readBytes: 128 * 4096, writeBytes: 0 });
    expect((gpu?.cufile?.after?.nvfsReads ?? 0) - (gpu?.cufile?.before?.nvfsReads ?? 0)).toBe(128);
    expect(gpu?.noSamples).toBe('');
    expect(gpu?.samples).toHaveLength(2);
    for (const sample of gpu?.samples ?? []) {
      expectFields(sample, sampleFields);
      expect(sample).toMatchObject({ direction: 'read', blocks: 4, mismatches: 0, firstMismatch: null, error: '' });
    }
    for (const times of Object.values(gpu?.registration ?? {})) expectFields(times, registrationFields);
    expect(gpu?.registration).toMatchObject({ handles: { count: 2 }, buffers: { count: 1 }, pinned: { count: 0 } });
  });

  test('tell of copies, and nothing of cuFile', async () => {
    const files = await layOut(temporaryDirectory(), 64 * 4096);
    const { ready, gpu } = await runJob(onGpu({ ...files, engine: 'auto', queueDepth: 4 }));

    expect(ready).toMatchObject({ engineUsed: 'gpu-copy', queueDepthUsed: 4 });
    expect(gpu).toMatchObject({ cufile: null, transfers: { reads: 64 }, registration: { pinned: { count: 1 } } });
    expect(gpu?.samples).toHaveLength(1);
    expect(gpu?.samples[0]).toMatchObject({ mismatches: 0, before: null, after: null });
  });
});

test('a library that is not there is told by its code, before anything is made', async () => {
  const root = temporaryDirectory();
  const missing = { engine: 'gpu-copy', root, createFiles: true, readPercent: 0 } as const;
  const job = runJob(onGpu({ ...missing, cudaLibrary: '/nowhere/libcuda.so.1' }));
  await expect(job).rejects.toMatchObject({ code: 'CUDA_LIBRARY_MISSING' });
});

test('the probe of engines knows those on GPUs and says why not', () => {
  const probed = new Map(binding.probe().map((engine) => [engine.name, engine]));
  for (const name of ['cufile', 'gpu-copy'] as const) {
    const engine = probed.get(name);
    expect(engine?.available).toBe(engine?.reason === '');
  }
});
