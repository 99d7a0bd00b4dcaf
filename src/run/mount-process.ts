// Asks a child process about mounts and gives up on it when a mount does not answer.
import { exitCodes, IoproofError } from '../errors.js';
import type { MountRequest, PlannedStep } from '../plan/planned-step.js';
import { isCheckpoint, placeOf } from './checkpoint-files.js';
import { Child } from './child-process.js';
import type { CleanedMount, FromMount, InspectedMount, ToMount } from './messages.js';

/**
 * Checks and describes the mounts within the deadline. Throws IoproofError: all problems of all mounts (exit code 2), a
 * foreign data directory (exit code 4), or MOUNT_SILENT (exit code 3).
 */
export async function inspectMounts(mounts: MountRequest[], deadlineMs: number): Promise<InspectedMount[]> {
  const answer = await ask({ type: 'inspect', mounts }, deadlineMs);
  if (answer.type !== 'inspected') throw new IoproofError('MOUNT_FAILED', `unexpected answer "${answer.type}"`);
  return answer.mounts;
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
  return new IoproofError('MOUNT_SILENT', `no answer from ${names} within ${deadlineMs / 1000} s${where}${why}`, {
    advice: 'Check the mount and its server with `ls`, or raise --grace.',
    exitCode: exitCodes.failed,
  });
}
