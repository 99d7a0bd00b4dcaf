// Why a step whose process is gone is not complete: what it has told itself, what its result shows, or how it ended.
import type { StepError } from '../result/schema.js';
import { ioErrorRecord } from '../result/step-record.js';
import { checkpointDamageError } from '../result/checkpoint-damage.js';
import { gpuMismatchError } from '../result/gpu-mismatch.js';
import { kvDamageError } from '../result/kv-cache-record.js';
import type { StepResult } from '../result/step-result.js';
import { mismatchError } from '../result/verification.js';
import type { ChildEnd } from './child-process.js';

export interface JobEnd {
  end: ChildEnd;
  /** The end of what the process wrote to stderr. */
  lastWords: string;
  result: StepResult | null;
  /** What the process has told, or what it was given up for. */
  error: StepError | null;
  /** Somebody has stopped the step. */
  stopped: boolean;
}

/** Null for a step that is complete. */
export function errorAtEnd({ end, lastWords, result, error, stopped }: JobEnd): StepError | null {
  if (end.abandoned) return abandoned(end, error);
  if (error !== null) return error;
  const damage = result === null ? null : damageIn(result);
  if (damage !== null) return damage;
  if (stopped || result?.endReason === 'stopped') return stoppedEarly(result);
  return result === null ? crashed(end, lastWords) : null;
}

function damageIn({ verification, gpu, checkpoint, kvCache, firstError }: StepResult): StepError | null {
  return (
    mismatchError(verification) ??
    gpuMismatchError(gpu) ??
    checkpointDamageError(checkpoint) ??
    kvDamageError(kvCache) ??
    (firstError === null ? null : ioErrorRecord(firstError))
  );
}

function stoppedEarly(result: StepResult | null): StepError {
  const counted = Object.keys(result?.operations ?? {}).length;
  const figures = counted === 0 ? 'it has no figures' : 'its figures are of the time until then';
  return { code: 'STOPPED', message: `the step was stopped before its end; ${figures}` };
}

function abandoned({ blockedIn }: ChildEnd, earlier: StepError | null): StepError {
  const where = blockedIn === null ? '' : ` It is blocked in the kernel: ${blockedIn}.`;
  return {
    code: 'STEP_ABANDONED',
    message: `${earlier?.message ?? 'the step did not end'}; its process ignored SIGKILL and was left behind.${where}`,
  };
}

function crashed({ exitCode, signal }: ChildEnd, lastWords: string): StepError {
  const words = lastLines(lastWords);
  if (signal === null && exitCode === null) {
    return { code: 'STEP_CRASHED', message: `the process of the step could not be started: ${words}` };
  }
  const how = signal === null ? `exit code ${exitCode}` : `signal ${signal}`;
  return {
    code: 'STEP_CRASHED',
    message: `the process of the step ended without a result, with ${how}${words === '' ? '' : `: ${words}`}`,
    ...(signal === null ? {} : { signal }),
  };
}

/** Where the text is that of an uncaught exception, its stack would hide what it says. */
function lastLines(text: string): string {
  const lines = text.split('\n').filter((line) => line.trim() !== '' && !/^\s+at |^Node\.js v/.test(line));
  return lines.slice(-5).join(' | ');
}
