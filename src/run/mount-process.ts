// Asks a child process about mounts and gives up on it when a mount does not answer.
import { type ExitCode, exitCodes, IoproofError } from '../errors.js';
import { describeUntouched } from '../mount/describe.js';
import type { MountRequest, PlannedStep } from '../plan/planned-step.js';
import { isCheckpoint, placeOf } from './checkpoint-files.js';
import { Child } from './child-process.js';
import type { CleanedMount, FromMount, InspectedMount, ToMount } from './messages.js';

const silentCode = 'MOUNT_SILENT';

/**
 * Checks and describes the mounts within the deadline. Throws IoproofError: all problems of all mounts (exit code 2), a
 * foreign data directory (exit code 4), or MOUNT_SILENT (exit code 3).
 */
export async function inspectMounts(mounts: MountRequest[], deadlineMs: number): Promise<InspectedMount[]> {
  const answer = await ask({ type: 'inspect', mounts }, deadlineMs);
  if (answer.type !== 'inspected') throw new IoproofError('MOUNT_FAILED', `unexpected answer "${answer.type}"`);
  return answer.mounts;
}

/** A mount that was looked at. `silence`: why nothing but the kernel's line is known of it; empty where more is. */
export interface SeenMount extends InspectedMount {
  silence: string;
}

/**
 * Describes the mounts within the deadline, each in a process of its own, with what stands against measuring on it. One
 * that does not answer is described by the kernel's line. Throws as `inspectMounts` does, of its problems only for a path
 * that leads to no directory, with those of all mounts.
 */
export async function lookAtMounts(mounts: MountRequest[], deadlineMs: number): Promise<SeenMount[]> {
  const looks = await Promise.allSettled(mounts.map((mount) => lookAtMount(mount, deadlineMs)));
  const errors = looks.flatMap((look) => (look.status === 'rejected' ? [look.reason as Error] : []));
  const [first] = errors;
  if (first !== undefined) throw errors.length === 1 ? first : allOf(errors);
  return looks.flatMap((look) => (look.status === 'fulfilled' ? look.value : []));
}

async function lookAtMount(mount: MountRequest, deadlineMs: number): Promise<SeenMount[]> {
  try {
    const answer = await ask({ type: 'look', mounts: [mount] }, deadlineMs);
    if (answer.type !== 'inspected') throw new IoproofError('MOUNT_FAILED', `unexpected answer "${answer.type}"`);
    return answer.mounts.map((seen) => ({ ...seen, silence: '' }));
  } catch (error) {
    const fileSystem = isSilence(error) ? describeUntouched(mount.path) : null;
    if (fileSystem === null || !(error instanceof IoproofError)) throw error;
    const capacity = { ...mount, freeBytes: null, freeInodes: null };
    return [{ capacity, fileSystem, silence: error.message }];
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof IoproofError && error.code === silentCode;
}

/** One error for several mounts, with the exit code of the gravest. */
function allOf(errors: readonly Error[]): IoproofError {
  const exitCode = Math.max(...errors.map((error) => (error instanceof IoproofError ? error.exitCode : 0))) as ExitCode;
  return new IoproofError('MOUNTS_UNUSABLE', errors.map(({ message }) => message).join('\n'), { exitCode });
}

/** Removes the test data of the mounts. Throws as `inspectMounts` does. */
export async function cleanMounts(mounts: MountRequest[], deadlineMs: number): Promise<CleanedMount[]> {
  const answer = await ask({ type: 'clean', mounts }, deadlineMs);
  if (answer.type !== 'cleaned') throw new IoproofError('MOUNT_FAILED', `unexpected answer "${answer.type}"`);
  return answer.mounts;
}

/**
 * Refuses a plan that would remove checkpoints among which something else lies. Throws DATA_DIRECTORY_FOREIGN (exit code
 * 4), and as `inspectMounts` does.
 */
export async function requireOwnCheckpoints(steps: PlannedStep[], deadlineMs: number): Promise<void> {
  const saving = steps.filter(isCheckpoint).filter(({ spec }) => spec.checkpoint.saves > 0);
  const places = new Map(saving.map((step) => [step.spec.root, placeOf(step)]));
  if (places.size > 0) await ask({ type: 'checkpoints', places: [...places.values()] }, deadlineMs);
}

async function ask(request: ToMount, deadlineMs: number): Promise<FromMount> {
  let answer: FromMount | undefined;
  let asked = request.type === 'checkpoints' ? [] : request.mounts;
  const child = new Child<ToMount, FromMount>('./mount-child.js', (message) => {
    if (message.type === 'asking') asked = [message.mount];
    else answer = message;
  });
  child.send(request);
  const timer = setTimeout(() => void child.kill(), deadlineMs);
  const end = await child.ended;
  clearTimeout(timer);
  if (answer === undefined) throw silent(asked, deadlineMs, end.blockedIn, child.lastWords);
  if (answer.type !== 'refused') return answer;
  const { code, message, advice, exitCode } = answer.refusal;
  throw new IoproofError(code, message, { advice, exitCode });
}

function silent(mounts: MountRequest[], deadlineMs: number, blockedIn: string | null, words: string): IoproofError {
  const names = mounts.map(({ name, path }) => `"${name}" (${path})`).join(', ');
  const where = blockedIn === null ? '' : `; the process is still blocked (${blockedIn})`;
  const why = words === '' ? '' : `: ${words}`;
  return new IoproofError(silentCode, `no answer from ${names} within ${deadlineMs / 1000} s${where}${why}`, {
    advice: 'Check the mount and its server with `ls`, or raise --grace.',
    exitCode: exitCodes.failed,
  });
}
