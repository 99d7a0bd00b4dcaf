// probeGpu() and exitAtOnce() of the addon, each in a process of its own as in a run, on stand-ins of the libraries.
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import type {
  NativeCufile,
  NativeCufileStats,
  NativeGpuDevice,
  NativeGpuProbe,
  NativeGpuProbeRequest,
  NativeGpuProbeStage,
} from '../../src/native/contract.js';
import { standinLibraries } from '../helpers/gpu-standin.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from './jobs.js';

/** Every field of a type of the contract, which the compiler checks in both directions. */
type Fields<Type> = Record<keyof Type, true>;

const probeFields: Fields<NativeGpuProbe> = {
  cuda: true,
  cudaLibrary: true,
  cudaVersion: true,
  devices: true,
  cufile: true,
  driverOpen: true,
  facts: true,
  handleRegister: true,
  transfers: true,
};
const stageFields: Fields<NativeGpuProbeStage> = { ok: true, code: true, reason: true };
const deviceFields: Fields<NativeGpuDevice> = {
  ordinal: true,
  name: true,
  uuid: true,
  pciBusId: true,
  numaNode: true,
  computeCapability: true,
  memoryBytes: true,
  gpuDirectRdma: true,
  dmaBuf: true,
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
const transferFields: Fields<NativeGpuProbe['transfers'][number]> = {
  direction: true,
  bytes: true,
  stage: true,
  sameBytes: true,
  before: true,
  after: true,
};
const statsFields: Fields<NativeCufileStats> = {
  reads: true,
  p2pReads: true,
  nvfsReads: true,
  posixReads: true,
  unalignedReads: true,
  routedReads: true,
  sparseRegions: true,
  inlineRegions: true,
  readErrors: true,
  readBytes: true,
  writes: true,
  p2pWrites: true,
  nvfsWrites: true,
  posixWrites: true,
  unalignedWrites: true,
  routedWrites: true,
  writeErrors: true,
  writeBytes: true,
  batchEnqueued: true,
  batchPosixEnqueued: true,
  batchNvfs: true,
  batchP2p: true,
  batchAio: true,
  batchUring: true,
  batchMixed: true,
  batchReadBytes: true,
  batchWriteBytes: true,
};

const addon = process.env.IOPROOF_ADDON ?? fileURLToPath(new URL('../../build/Release/ioproof.node', import.meta.url));

/** Runs a script with the addon as `addon`. */
function inChild(script: string, env: Record<string, string> = {}): { status: number | null; output: string } {
  const source = `const addon = require(${JSON.stringify(addon)});\n${script}`;
  const child = spawnSync(process.execPath, ['-e', source], { encoding: 'utf8', env: { ...process.env, ...env } });
  return { status: child.status, output: child.stdout };
}

function probe(request: Partial<NativeGpuProbeRequest>, env: Record<string, string> = {}): NativeGpuProbe {
  const { cuda, cufile } = standinLibraries();
  const whole = { cudaLibrary: cuda, cufileLibrary: cufile, compat: 'refuse', directory: '', sizes: [], ...request };
  const { output } = inChild(`console.log(JSON.stringify(addon.probeGpu(${JSON.stringify(whole)})));`, env);
  return JSON.parse(output) as NativeGpuProbe;
}

function expectFields(value: object | null | undefined, fields: Record<string, true>): void {
  expect(Object.keys(value ?? {}).sort()).toEqual(Object.keys(fields).sort());
}

// They may have to be built first.
beforeAll(standinLibraries, 300_000);

test('a probe has the fields of the contract in all its parts', () => {
  const directory = temporaryDirectory();
  const found = probe({ directory, sizes: [4096] });

  expectFields(found, probeFields);
  for (const stage of [found.cuda, found.cufile, found.driverOpen, found.handleRegister]) {
    expectFields(stage, stageFields);
    expect(stage).toEqual({ ok: true, code: '', reason: '' });
  }
  expect(found.devices).toHaveLength(1);
  expectFields(found.devices[0], deviceFields);
  expectFields(found.facts, cufileFields);
  expectFields(found.facts?.before, statsFields);
  expect(found.transfers.map(({ direction }) => direction)).toEqual(['write', 'read']);
  for (const transfer of found.transfers) {
    expectFields(transfer, transferFields);
    expectFields(transfer.after, statsFields);
    expect(transfer).toMatchObject({ bytes: 4096, stage: { ok: true }, sameBytes: true });
  }
  expect(found.transfers[1]?.after?.nvfsReads).toBe(1);
  expect(readdirSync(directory)).toEqual([]);
});

test('a probe that ends early has no facts and no transfers', () => {
  const found = probe({}, { STANDIN_GPUS: '0' });
  expect(found.cuda).toMatchObject({ ok: false, code: 'NO_GPU' });
  expect(found).toMatchObject({ devices: [], facts: null, transfers: [], driverOpen: { ok: false, code: '' } });
});

test.each([
  [{ compat: 'never' }, 'probeGpu.compat: expected one of refuse allow force but received never'],
  [{ compat: 'refuse', sizes: [-1] }, 'probeGpu.sizes: expected a whole number'],
  [{ compat: 'refuse', sizes: [], directory: 7 }, 'probeGpu.directory: expected text'],
])('a request with a wrong field is refused: %j', (wrong, message) => {
  const request = { cudaLibrary: '', cufileLibrary: '', directory: '', ...wrong };
  expect(() => binding.probeGpu(request as NativeGpuProbeRequest)).toThrow(message);
});

test('exitAtOnce ends the process with its code, before the exit handlers of any library', () => {
  const { cuda, cufile } = standinLibraries();
  const request = { cudaLibrary: cuda, cufileLibrary: cufile, compat: 'allow', directory: '', sizes: [] };
  const open = `addon.probeGpu(${JSON.stringify(request)});`;
  const crash = { STANDIN_EXIT_CRASH: '1' };
  expect(inChild(open, crash).status).toBeNull();
  expect(inChild(`${open} addon.exitAtOnce(7);`, crash).status).toBe(7);
});
