// Any failure → the error of a step record.
import { IoproofError, messageOf } from '../errors.js';
import type { NativeIoError } from '../native/contract.js';
import { ioErrorRecord } from '../result/step-record.js';
import type { StepError } from '../result/schema.js';

/** What to do about what the addon finds. */
const nativeAdvice: Readonly<Record<string, string>> = {
  DIRECT_MISALIGNED:
    'Use multiples of it for blocks and offsets, or set "direct: false" and measure through the page cache.',
  CHECKPOINT_INCOMPLETE:
    'Save it again: nothing of it can be trusted. A model is laid out again after `ioproof clean`.',
  CHECKPOINT_DIFFERS: 'Save it again, or load it with the keys that it was saved with.',
  OPEN_FILES: 'Raise the limit, or lower "workers" or "queueDepth".',
};

function isNativeIoError(error: object): error is NativeIoError & { code: string } {
  return 'operation' in error && 'errno' in error && 'path' in error;
}

function codeOf(error: unknown): string {
  if (error instanceof IoproofError) return error.code;
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'STEP_FAILED';
}

/** Errors of the addon keep operation, path, offset and errno; those of our own keep code, message and advice. */
export function stepErrorOf(error: unknown): StepError {
  const code = codeOf(error);
  if (error instanceof Error && isNativeIoError(error)) {
    const record = ioErrorRecord(error);
    return code === 'IO_ERROR' ? record : { ...record, code, message: error.message };
  }
  const advice = error instanceof IoproofError ? undefined : nativeAdvice[code];
  if (advice !== undefined) return { code, message: `${messageOf(error)}. ${advice}` };
  if (!(error instanceof IoproofError)) return { code, message: messageOf(error) };
  return { ...failedOperation(error.details), code, message: withAdvice(error) };
}

/** The record has one text for both: two sentences. */
function withAdvice({ message, advice }: IoproofError): string {
  if (advice === '') return message;
  return `${message}${/[.!?]$/.test(message) ? '' : '.'} ${advice}`;
}

/** The details of an error about an operation on storage are fields of the record, too. */
function failedOperation(details: Record<string, unknown>): Partial<StepError> {
  return 'operation' in details && 'errno' in details ? details : {};
}
