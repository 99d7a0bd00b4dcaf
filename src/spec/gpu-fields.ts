// Declares whether a workload moves data to and from the memory of GPUs, and how.
import { computed, type FieldTable } from './field.js';
import { choice, list } from './field-kinds.js';
import { integerLeaf } from './leaf.js';
import { copyModes, cufileCompats, cufileModes, type GpuKeys, memories, type Workload } from './workload.js';

const mostGpus = 1024;

export const gpuFields: FieldTable<GpuKeys, Workload> = {
  memory: choice(memories, {
    default: computed('gpu with engine cufile or gpu-copy, else host', ({ engine }) =>
      engine === 'cufile' || engine === 'gpu-copy' ? 'gpu' : 'host',
    ),
    help: 'Where what is read ends up, and what is written comes from. With "gpu", engine "auto" is gpu-copy.',
  }),
  gpus: list('list of whole numbers', `0 … ${mostGpus - 1} each`, integerLeaf(0, mostGpus - 1), {
    default: [],
    help: 'GPUs, as the CUDA driver counts them, that the workers take in turn (fio: gpu_dev_ids); empty: all there are.',
  }),
  cufileMode: choice(cufileModes, {
    default: 'sync',
    help:
      'Calls of engine cufile (gdsio: -x 0, 6, 5): "sync" does one operation at a time, so that queueDepth is 1; "batch" and ' +
      '"stream" keep queueDepth in flight.',
  }),
  cufileCompat: choice(cufileCompats, {
    default: 'refuse',
    help:
      'What engine cufile does with files that have no direct path between storage and GPU: "refuse" fails, "allow" tries ' +
      'it first and else goes through the memory of the host, "force" goes there always.',
  }),
  copyMode: choice(copyModes, {
    default: 'full',
    help:
      'Of engine gpu-copy: "host-only" leaves out the copies between host and GPU, "copy-only" the storage. These two are the ' +
      'bounds of "full".',
  }),
};
