// Workload → native job: a change of words only. Every value comes from the workload; no default is set here.
import type { NativeJobSpec } from '../native/contract.js';
import { readsData } from '../spec/workload.js';
import { blockFields, type BlockFields, plainBlocks } from './block-job.js';
import { checkpointJob } from './checkpoint-job.js';
import { coldPasses } from './cold-job.js';
import { createsFiles } from './dataset.js';
import { fileSetOf, nativeFiles } from './file-set.js';
import { type GpuLibraries, systemLibraries } from './gpu-job.js';
import { kvCacheJob } from './kv-cache-job.js';
import { mixJob } from './mix-job.js';
import { modelLoadJob } from './model-load-job.js';
import { packingJob } from './packing.js';
import { phaseItems } from './phase-job.js';
import type { PhasePlace } from './phases.js';
import { plainItems } from './plain-items.js';
import { sharedFields } from './shared-job.js';
import { checkedReads, verifyFields } from './verify-job.js';
import type { SizedChains, SizedWorkload } from './size.js';
import { trainingJob } from './training-job.js';

type KindFields = BlockFields & Pick<NativeJobSpec, 'kind' | 'readPercent' | 'operations' | 'passes' | 'fsync'>;

/**
 * The job of a workload on files below `root`; an empty root, with the null engine, means no files. `stamp`: that of its
 * data set, 0 without. `place`: that among its phases, null without.
 */
export function nativeJob(
  planned: SizedWorkload,
  root: string,
  stamp: number,
  place: PhasePlace | null = null,
  libraries: GpuLibraries = systemLibraries,
): NativeJobSpec {
  if (planned.kind === 'training') return trainingJob(planned, root, libraries);
  if (planned.kind === 'checkpoint') return checkpointJob(planned, root, libraries);
  if (planned.kind === 'model-load') return modelLoadJob(planned, root, libraries);
  if (planned.kind === 'kv-cache') return kvCacheJob(planned, root, libraries);
  const workload = checkedReads(planned);
  // Files that the job makes itself are neither written nor cached before its start.
  const files = fileSetOf(workload);
  const readsExisting = root !== '' && readsData(workload) && !createsFiles(workload);
  return {
    ...kindFields(workload),
    ...sharedFields(workload, libraries),
    root,
    ...nativeFiles(files),
    access: workload.access,
    ...verifyFields(workload, stamp),
    createFiles: root !== '' && createsFiles(workload),
    fallocate: workload.kind === 'block' ? workload.fallocate : 'native',
    requireWritten: readsExisting && (place === null || place.findsAll),
    dropCache: workload.dropCache && root !== '' && !createsFiles(workload),
    ...plainItems(),
    ...phaseItems(workload, place),
    ...packingJob(files.packed),
    ...mixJob(workload),
    coldPasses: coldPasses(workload, root),
  };
}

function kindFields(workload: SizedChains): KindFields {
  if (workload.kind === 'files') {
    const { operations, epochs, blockSize } = workload;
    const own = { readPercent: 0, operations: [...operations], passes: epochs ?? 0, fsync: 'none' as const };
    return { kind: 'files', ...plainBlocks(blockSize), ...own };
  }
  const { readPercent, passes, fsync } = workload;
  return { kind: 'block', ...blockFields(workload), readPercent, operations: [], passes: passes ?? 0, fsync };
}
