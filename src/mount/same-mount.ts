// Whether a directory under test is still on the file system that it was on when the run began.
import { IoproofError } from '../errors.js';
import { describePlace, type MountPlace } from './describe.js';

/**
 * What was unmounted during a run leaves an empty directory of the file system below, which would be measured under its
 * name. Throws MOUNT_CHANGED there, and as `describeMount` does. It blocks where the mount is dead.
 */
export function assertSameMount(path: string, known: MountPlace, root = '/'): void {
  const now = describePlace(path, root);
  const { type, source, mountPoint } = known;
  if (now.type === type && now.source === source && now.mountPoint === mountPoint) return;
  const message = `"${path}" is no longer on ${textOf(known)}, but on ${textOf(now)}`;
  throw new IoproofError('MOUNT_CHANGED', message, {
    advice: `Mount it again and repeat the run. No step writes to the file system below.`,
    details: { path, known: { type, source, mountPoint }, now },
  });
}

function textOf({ type, source, mountPoint }: MountPlace): string {
  return `${source} (${type}) at ${mountPoint}`;
}
