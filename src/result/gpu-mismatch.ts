// What a step fails with whose samples show that the memory of the GPU does not hold what the files do.
import type { NativeGpu } from '../native/contract.js';
import type { StepError } from './schema.js';

/** Null where no sample differs; the first that does is told. */
export function gpuMismatchError(gpu: NativeGpu | null): StepError | null {
  const wrong = gpu?.samples.filter(({ mismatches }) => mismatches > 0) ?? [];
  const [first] = wrong;
  if (first === undefined) return null;
  const { path, direction, blocks, mismatches, firstMismatch } = first;
  const where = firstMismatch === null ? '' : `, first at offset ${firstMismatch}`;
  const others = wrong.length === 1 ? '' : `; ${wrong.length - 1} more ${wrong.length === 2 ? 'file' : 'files'} alike`;
  const what = direction === 'read' ? 'read into the memory of the GPU' : 'written from the memory of the GPU';
  return {
    code: 'GPU_DATA_MISMATCH',
    message: `of ${blocks} blocks ${what}, ${mismatches} differ from what is in "${path}"${where}${others}`,
    operation: direction,
    path,
    ...(firstMismatch === null ? {} : { offset: firstMismatch }),
  };
}
