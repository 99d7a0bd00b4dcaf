// Files of a checkpoint with the names of torch.distributed.checkpoint: data of each rank, and what tells where it is.
import type { NativeCheckpoint, NativeCheckpointPart } from '../native/contract.js';
import type { StateTensor } from '../spec/checkpoint-state.js';
import { tensorBytes } from '../spec/checkpoint-state.js';
import type { CheckpointWorkload } from '../spec/workload.js';
import { bytesOfTensors, evenFiles, statesOf } from './rank-files.js';

interface DcpFile {
  name: string;
  rank: number;
  tensors: StateTensor[];
}

/** `__<rank>_<file>.distcp`, as torch/distributed/checkpoint/filesystem.py names what a thread of a rank writes. */
export function dcpParts(workload: CheckpointWorkload): NativeCheckpointPart[] {
  return dcpFiles(workload).map(({ name, rank, tensors }) => ({
    name,
    rank,
    offset: 0,
    bytes: bytesOfTensors(tensors),
    header: '',
  }));
}

/** Which tensor is where. PyTorch writes a pickle of its own objects; this is JSON of about as many bytes. */
export function dcpMetadata(workload: CheckpointWorkload): NativeCheckpoint['closing'][number] {
  const files = dcpFiles(workload).map(({ name, tensors }) => ({ file: name, tensors: places(tensors) }));
  return { name: '.metadata', content: Buffer.from(`${JSON.stringify({ files })}\n`).toString('hex') };
}

function dcpFiles(workload: CheckpointWorkload): DcpFile[] {
  return statesOf(workload).flatMap((pieces, rank) =>
    evenFiles(pieces, workload.filesPerRank).map((tensors, file) => ({
      name: `__${rank}_${file}.distcp`,
      rank,
      tensors,
    })),
  );
}

function places(tensors: readonly StateTensor[]): { name: string; offset: number; bytes: number }[] {
  let end = 0;
  return tensors.map((tensor) => {
    const offset = end;
    end += tensorBytes(tensor);
    return { name: tensor.name, offset, bytes: end - offset };
  });
}
