// The state of each rank in files: whole pieces of it, or as many files of equal size as a custom model asks for.
import { rankState, type StatePiece, type StateTensor, tensorBytes } from '../spec/checkpoint-state.js';
import type { CheckpointWorkload } from '../spec/workload.js';

/** What every rank has, by its number. */
export function statesOf(workload: CheckpointWorkload): StatePiece[][] {
  return Array.from({ length: workload.ranks }, (_, rank) => rankState(workload, rank));
}

/** Tensors of each file of a rank whose layout gives it as many as `filesPerRank` says. */
export function evenFiles(pieces: readonly StatePiece[], files: number): StateTensor[][] {
  const tensors = pieces.flatMap((piece) => piece.tensors);
  return files === 1 ? [tensors] : cut(tensors, files);
}

/** Bytes of some tensors. */
export function bytesOfTensors(tensors: readonly StateTensor[]): number {
  return tensors.reduce((sum, tensor) => sum + tensorBytes(tensor), 0);
}

/** A tensor that does not fit into a file goes on in the next. */
function cut(tensors: readonly StateTensor[], files: number): StateTensor[][] {
  const all = bytesOfTensors(tensors);
  const start = (file: number) => Number((BigInt(all) * BigInt(file)) / BigInt(files));
  const places = placesOf(tensors);
  return Array.from({ length: files }, (_, file) =>
    places.flatMap(({ tensor, begin, end }) => {
      const bytes = Math.min(end, start(file + 1)) - Math.max(begin, start(file));
      return bytes > 0 ? [{ name: `${tensor.name}.${file}`, elements: bytes, width: 1 }] : [];
    }),
  );
}

function placesOf(tensors: readonly StateTensor[]): { tensor: StateTensor; begin: number; end: number }[] {
  let end = 0;
  return tensors.map((tensor) => {
    const begin = end;
    end += tensorBytes(tensor);
    return { tensor, begin, end };
  });
}
