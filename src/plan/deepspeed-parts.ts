// Files of a checkpoint as DeepSpeed cuts them, with the names that DLIO gives them.
import type { NativeCheckpointPart } from '../native/contract.js';
import { placeOf } from '../spec/checkpoint-ranks.js';
import { stateBytes, type StatePiece } from '../spec/checkpoint-state.js';
import { usualFilesPerRank } from '../spec/checkpoint-state-fields.js';
import type { CheckpointWorkload } from '../spec/workload.js';
import { bytesOfTensors, evenFiles, statesOf } from './rank-files.js';

/** Model and optimizer of each rank apart; of a custom model with another number of files, these. */
export function deepspeedParts(workload: CheckpointWorkload): NativeCheckpointPart[] {
  const ofPieces = workload.filesPerRank === usualFilesPerRank(workload);
  return statesOf(workload).flatMap((pieces, rank) => {
    const named = ofPieces
      ? pieces.map((piece) => ({ name: pieceName(workload, rank, piece), bytes: stateBytes([piece]) }))
      : evenlyNamed(workload, rank, pieces);
    return named.map((file) => ({ ...file, rank, offset: 0, header: '' }));
  });
}

/** Source: dlio_benchmark/checkpointing/base_checkpointing.py (save_checkpoint), which fills up no number with zeros. */
function pieceName(workload: CheckpointWorkload, rank: number, piece: StatePiece): string {
  const { model } = placeOf(workload, rank);
  if (piece.of === 'optimizer') return `${stem(workload, rank)}_optim_states.pt`;
  if (piece.of === 'layer') return `layer_${piece.layer}-model_${model}_model_states.pt`;
  return workload.zeroStage === 1 ? `model_${model}_model_states.pt` : `${stem(workload, rank)}_model_states.pt`;
}

function stem(workload: CheckpointWorkload, rank: number): string {
  const { data, model } = placeOf(workload, rank);
  return `zero_pp_rank_${data}_mp_rank_${model}`;
}

function evenlyNamed(
  workload: CheckpointWorkload,
  rank: number,
  pieces: StatePiece[],
): { name: string; bytes: number }[] {
  return evenFiles(pieces, workload.filesPerRank).map((tensors, file) => ({
    name: `${stem(workload, rank)}_states_${file}.pt`,
    bytes: bytesOfTensors(tensors),
  }));
}
