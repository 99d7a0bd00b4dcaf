// What a step fails with whose loads have found a checkpoint that is not what was saved.
import type { NativeCheckpointResult } from '../native/contract.js';
import type { StepError } from './schema.js';

/** Null where no piece differs; the first that does is told. */
export function checkpointDamageError(found: NativeCheckpointResult | null): StepError | null {
  if (found === null || found.damagedPieces === 0) return null;
  const { verifiedPieces, damagedPieces, damaged } = found;
  const code = 'CHECKPOINT_DAMAGED';
  const message = `${damagedPieces} of ${verifiedPieces} pieces that were loaded ${damagedPieces === 1 ? 'is' : 'are'} not what was saved`;
  const [first] = damaged;
  if (first === undefined) return { code, message };
  const { path, offset, length } = first;
  const sums = `checksum ${hex(first.expected)} when saved, ${hex(first.found)} when loaded`;
  return { code, message: `${message}; the first is at offset ${offset} of "${path}": ${sums}`, path, offset, length };
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, '0');
}
