// What the native jobs of all kinds of workload take over from it as it stands.
import type { NativeJobSpec } from '../native/contract.js';
import { gpuFields, type GpuLibraries } from './gpu-job.js';
import type { SizedWorkload } from './size.js';

type SharedFields =
  | 'engine'
  | 'direct'
  | 'workers'
  | 'queueDepth'
  | 'submitBatch'
  | 'completeBatch'
  | 'seed'
  | 'rampNs'
  | 'runtimeNs'
  | 'intervalNs'
  | 'registerBuffers'
  | 'registerFiles'
  | 'linkChains'
  | 'sqPoll'
  | 'ioPoll'
  | 'hugePages'
  | 'cpus'
  | 'numaNode'
  | 'nullLatencyNs'
  | 'nullFailEvery'
  | 'nullShortEvery';

/** How operations are issued, for how long, and from which memory. */
export function sharedFields(
  workload: SizedWorkload,
  libraries: GpuLibraries,
): Pick<NativeJobSpec, SharedFields> & ReturnType<typeof gpuFields> {
  const { registerBuffers, registerFiles, sqPoll, ioPoll, hugePages, cpus, numaNode } = workload;
  return {
    engine: workload.engine,
    direct: workload.direct,
    workers: workload.workers,
    queueDepth: workload.queueDepth,
    submitBatch: workload.batch,
    completeBatch: workload.batch,
    seed: workload.seed,
    rampNs: workload.ramp,
    runtimeNs: workload.runtime ?? 0,
    intervalNs: workload.interval,
    ...{ registerBuffers, registerFiles, sqPoll, ioPoll, hugePages },
    linkChains: workload.kind === 'files' && workload.linkChains,
    cpus: [...cpus],
    numaNode: numaNode ?? -1,
    ...gpuFields(workload, libraries),
    nullLatencyNs: workload.nullEngine.latency,
    nullFailEvery: workload.nullEngine.failEvery,
    nullShortEvery: workload.nullEngine.shortEvery,
  };
}
