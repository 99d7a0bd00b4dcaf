// Doubts about a step with memory of GPUs: a path that is not direct or not proved, a GPU that is far from the storage.
import type { GdsVerdict } from '../result/gpu-schema.js';
import type { FileSystemRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';

type Evidence = Record<string, unknown>;

/** Why the path is this one; null where it is another. */
export function pathEvidence(path: GdsVerdict | null | undefined, verdict: GdsVerdict['verdict']): Evidence | null {
  if (path?.verdict !== verdict) return null;
  const { hostFraction, reasons } = path;
  return { ...(verdict === 'mixed' ? { hostFraction } : {}), reason: reasons.join(' ') };
}

/** GPUs on another NUMA node than the block device; null where there are none, or where the system does not tell. */
export function farGpuEvidence(
  { gpu }: StepResult,
  fileSystem: Pick<FileSystemRecord, 'device'> | undefined,
): Evidence | null {
  const device = fileSystem?.device ?? null;
  const storageNumaNode = device?.numaNode ?? null;
  if (gpu === null || device === null || storageNumaNode === null) return null;
  const far = gpu.devices.filter(({ numaNode }) => numaNode >= 0 && numaNode !== storageNumaNode);
  if (far.length === 0) return null;
  const gpus = far.map(({ ordinal, numaNode }) => ({ gpu: ordinal, numaNode }));
  return { gpus, storage: device.name, storageNumaNode };
}
