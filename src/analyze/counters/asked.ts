// What a step has asked of its storage.
import { isChainTime, type RecordedKind } from '../../native/contract.js';

/** Results by kind of operation, of the native job or of the record. */
export type StepOperations = Partial<Record<RecordedKind, { count: number; bytes: number }>>;

export interface Asked {
  operations: number;
  readBytes: number;
  writtenBytes: number;
}

export function askedOf(operations: StepOperations): Asked {
  const counted = Object.entries(operations).filter(([kind]) => !isChainTime(kind as RecordedKind));
  return {
    operations: counted.reduce((sum, [, { count }]) => sum + count, 0),
    readBytes: operations.read?.bytes ?? 0,
    writtenBytes: operations.write?.bytes ?? 0,
  };
}

/** Null where nothing was asked, or the bytes are not known. */
export function perByteAsked(bytes: number | null, asked: number): number | null {
  return bytes === null || asked === 0 ? null : bytes / asked;
}
