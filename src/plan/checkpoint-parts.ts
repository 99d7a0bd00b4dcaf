// Which files the ranks of a checkpoint write, under which names and with how many bytes. Nothing is touched.
import type { NativeCheckpoint } from '../native/contract.js';
import type { CheckpointFormat, CheckpointWorkload } from '../spec/workload.js';
import { deepspeedParts } from './deepspeed-parts.js';
import { dcpMetadata, dcpParts } from './dcp-parts.js';
import { checkpointShards } from './checkpoint-shards.js';
import { sharedParts } from './shared-parts.js';

/** The files of a checkpoint, in the words of the native job. */
export type CheckpointParts = Pick<NativeCheckpoint, 'parts' | 'closing' | 'directoryPrefix'>;

/** Names of directories as the programs choose them; those of "shared" are ours. */
const prefixes: Record<CheckpointFormat, string> = {
  deepspeed: 'global_epoch1_step',
  dcp: 'step-',
  safetensors: 'checkpoint-',
  shared: 'step-',
};

/** All that the ranks of a workload save: rank by rank, the files of a rank in the order in which it writes them. */
export function checkpointParts(workload: CheckpointWorkload): CheckpointParts {
  const directoryPrefix = prefixes[workload.format];
  switch (workload.format) {
    case 'deepspeed':
      return { parts: deepspeedParts(workload), closing: [], directoryPrefix };
    case 'dcp':
      return { parts: dcpParts(workload), closing: [dcpMetadata(workload)], directoryPrefix };
    case 'safetensors':
      return { ...checkpointShards(workload), directoryPrefix };
    case 'shared':
      return { parts: sharedParts(workload), closing: [], directoryPrefix };
  }
}
