// From what a job, a sample of its data, or a probe tells of cuFile to the evidence that a verdict rests on.
import type { NativeCufileStats, NativeGpuProbe } from '../native/contract.js';
import type { GdsTrial, GdsVerdict } from '../result/gpu-schema.js';
import type { FileSystemRecord, RunRecord, StepRecord } from '../result/schema.js';
import { type PathEvidence, verdictOf } from './gds-verdict.js';

/** What the verdict of a job rests on; the native result and the record both have it. */
export interface GpuToJudge {
  devices: readonly { name: string }[];
  cufile: ({ strict: boolean } & Looks) | null;
  transfers: { reads: number; writes: number };
  registration: { handles: { count: number } };
  samples: readonly SampleToJudge[];
  noSamples: string;
}

interface Looks {
  before: NativeCufileStats | null;
  after: NativeCufileStats | null;
}

export interface SampleToJudge extends Looks {
  path: string;
  direction: 'read' | 'write';
  blocks: number;
  mismatches: number;
  error: string;
}

/** What else decides. */
export interface JobOfGpu {
  /** The resolved workload, in the words of the workload file. */
  job: Record<string, unknown>;
  /** Type of the file system, as mountinfo names it; empty: unknown. */
  fileSystem: string;
  /** Null: there was none. */
  trial: GdsTrial | null;
  /** What was read back and checked by its stamps, by way of the GPU; null: nothing. */
  verification: { sectors: { good: number } & Record<string, number> } | null;
}

/** Verdicts of a job and of each of its samples, in their order; null where the engine is not cufile. */
export interface GdsVerdicts {
  path: GdsVerdict | null;
  samples: (GdsVerdict | null)[];
}

/** Judges a job with memory `gpu`. */
export function judgeJob(gpu: GpuToJudge, circumstances: JobOfGpu): GdsVerdicts {
  const { cufile } = gpu;
  if (cufile === null) return { path: null, samples: gpu.samples.map(() => null) };
  const { before, after } = cufile;
  const shared = sharedEvidence(gpu, circumstances);
  const path = verdictOf({
    ...{ ...shared, before, after, reads: gpu.transfers.reads, writes: gpu.transfers.writes },
    doubts: dataDoubts(gpu, circumstances.verification),
  });
  const samples = gpu.samples.map((sample) => verdictOf({ ...shared, ...sampleEvidence(sample), files: null }));
  return { path, samples };
}

/** The verdicts of a step once more, from nothing but the record; null where it used no GPU. */
export function judgeStep(
  { gpu, job, mount, verification }: StepRecord,
  mounts: RunRecord['mounts'],
): GdsVerdicts | null {
  if (gpu === undefined) return null;
  const fileSystem = mounts.find(({ name }) => name === mount)?.fileSystem.type ?? '';
  return judgeJob(gpu, { job, fileSystem, trial: gpu.trial, verification });
}

/** The path of the transfers of a probe together; `compat` is what it was asked for. */
export function judgeProbe(
  probe: NativeGpuProbe,
  {
    compat,
    fileSystem,
    refused,
  }: { compat: 'refuse' | 'allow' | 'force'; refused: string | null } & {
    fileSystem: Pick<FileSystemRecord, 'type'>;
  },
): GdsVerdict {
  const { transfers, facts } = probe;
  const moved = transfers.filter(({ stage }) => stage.ok);
  const of = (direction: 'read' | 'write') => moved.filter((transfer) => transfer.direction === direction).length;
  return verdictOf({
    strict: facts?.strict ?? false,
    forced: compat === 'force',
    refused,
    registered: probe.handleRegister.ok ? 1 : 0,
    files: 1,
    reads: of('read'),
    writes: of('write'),
    before: transfers[0]?.before ?? facts?.before ?? null,
    after: transfers.at(-1)?.after ?? facts?.after ?? null,
    doubts: probeDoubts(transfers),
    fileSystem: fileSystem.type,
    devices: probe.devices.map(({ name }) => name),
  });
}

function sharedEvidence(
  { cufile, devices, registration }: GpuToJudge,
  { job, fileSystem, trial }: JobOfGpu,
): Pick<PathEvidence, 'strict' | 'forced' | 'refused' | 'registered' | 'files' | 'fileSystem' | 'devices'> {
  const files = job['kind'] === 'block' ? job['files'] : null;
  return {
    strict: cufile?.strict ?? false,
    forced: job['cufileCompat'] === 'force',
    refused: trial === null || trial.ok ? null : trial.code || trial.reason,
    registered: registration.handles.count,
    files: typeof files === 'number' ? files : null,
    fileSystem,
    devices: devices.map(({ name }) => name),
  };
}

function sampleEvidence(sample: SampleToJudge): Pick<PathEvidence, 'before' | 'after' | 'reads' | 'writes' | 'doubts'> {
  const { before, after, blocks, direction } = sample;
  const counts = direction === 'read' ? { reads: blocks, writes: 0 } : { reads: 0, writes: blocks };
  return { before, after, ...counts, doubts: sampleDoubts([sample]) };
}

/** Each direction that moved data needs some that was compared; what is stamped is checked both ways. */
function dataDoubts(gpu: GpuToJudge, verification: JobOfGpu['verification']): string[] {
  const wrong = [...sampleDoubts(gpu.samples), ...verificationDoubts(verification)];
  if (wrong.length > 0 || (verification?.sectors.good ?? 0) > 0) return wrong;
  const asked = (['read', 'write'] as const).filter((direction) => gpu.transfers[`${direction}s`] > 0);
  const why = gpu.noSamples === '' ? '' : ` (${gpu.noSamples})`;
  return asked
    .filter((direction) => !gpu.samples.some((sample) => sample.direction === direction && sample.blocks > 0))
    .map((direction) => `No data that was ${direction === 'read' ? 'read' : 'written'} has been compared${why}.`);
}

function sampleDoubts(samples: readonly SampleToJudge[]): string[] {
  const differing = samples.filter(({ mismatches }) => mismatches > 0);
  const failed = samples.filter(({ error }) => error !== '');
  const others = (all: readonly unknown[]) => (all.length > 1 ? ` (and ${all.length - 1} more)` : '');
  return [
    ...differing
      .slice(0, 1)
      .map(({ path }) => `Data of "${path}"${others(differing)} differs between the file and the memory of the GPU.`),
    ...failed
      .slice(0, 1)
      .map(
        ({ path, direction, error }) =>
          `The ${direction} of a sample of "${path}"${others(failed)} failed with ${error}.`,
      ),
  ];
}

function verificationDoubts(verification: JobOfGpu['verification']): string[] {
  if (verification === null) return [];
  const all = Object.values(verification.sectors).reduce((sum, count) => sum + count, 0);
  const bad = all - verification.sectors.good;
  return bad > 0 ? [`${bad} of ${all} sectors that were checked are not right.`] : [];
}

function probeDoubts(transfers: NativeGpuProbe['transfers']): string[] {
  return transfers.flatMap(({ direction, bytes, stage, sameBytes }) => {
    if (!stage.ok) return [`The ${direction} of ${bytes} bytes failed: ${stage.reason || stage.code}.`];
    return sameBytes ? [] : [`After the ${direction} of ${bytes} bytes, the file and the memory of the GPU differ.`];
  });
}
