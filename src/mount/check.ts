// Whether the mounts of a run can be used, and how much is free on them. Writes nothing.
import { accessSync, constants, statSync, type Stats } from 'node:fs';
import { exitCodes, IoproofError, systemCode } from '../errors.js';
import type { Dataset, MountCapacity, MountRequest } from '../plan/planned-step.js';
import { checkpointUsage } from './checkpoints.js';
import { dataDirectoryName } from './data-directory.js';
import { completeDatasets } from './datasets.js';
import { begunDatasets } from './watermarks.js';
import { HeldDirectory, holding } from './held-directory.js';
import { foreignCode, fullTrouble, troubleOf, type Trouble } from './mount-error.js';
import { readStatfs, type StatfsFacts } from './statfs.js';

/** What is wrong with one mount. */
export interface MountProblem extends Trouble {
  mount: string;
  path: string;
}

export interface MountCheck {
  /** Of the mounts without a problem, in the order asked. */
  capacities: MountCapacity[];
  problems: MountProblem[];
}

/**
 * Looks at every mount: that it exists, is a directory, is writable, has free space and inodes or complete data sets, and
 * that a data directory on it is this tool's. All problems of all mounts are returned; nothing is thrown and nothing is
 * written. May block on a mount whose server is gone.
 */
export function checkMounts(mounts: MountRequest[]): MountCheck {
  const check: MountCheck = { capacities: [], problems: [] };
  for (const request of mounts) {
    const { capacity, troubles } = checkMount(request);
    check.problems.push(...troubles.map((trouble) => ({ mount: request.name, path: request.path, ...trouble })));
    if (troubles.length === 0 && capacity !== null) check.capacities.push(capacity);
  }
  return check;
}

/** One line: `mount "lustre": "/mnt/x" does not exist. What to do.` */
export function formatMountProblem(problem: MountProblem): string {
  return `mount "${problem.mount}": "${problem.path}" ${problem.what}. ${problem.advice}`;
}

/**
 * The capacities, or MOUNTS_UNUSABLE with all problems, one a line. Its exit code is 2, and 4 where a data directory is
 * not this tool's.
 */
export function requireUsable({ capacities, problems }: MountCheck): MountCapacity[] {
  if (problems.length === 0) return capacities;
  throw new IoproofError('MOUNTS_UNUSABLE', problems.map(formatMountProblem).join('\n'), {
    exitCode: problems.some(({ code }) => code === foreignCode) ? exitCodes.refused : exitCodes.usage,
    details: { problems },
  });
}

function openTrouble(error: unknown, path: string): Trouble {
  const trouble = troubleOf(error);
  const status = systemCode(error) === 'ENOTDIR' ? statusOf(path) : null;
  if (status?.isFile()) return { ...trouble, what: 'is a file, not a directory' };
  if (status?.isBlockDevice()) return { ...trouble, what: 'is a block device, not a directory' };
  return trouble;
}

/** Null where a parent in the path is no directory. */
function statusOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch {
    return null;
  }
}

/** One mount, with its capacity also where something is wrong with it: null only where it cannot be opened. */
export function checkMount({ name, path }: MountRequest): { capacity: MountCapacity | null; troubles: Trouble[] } {
  try {
    return holding(HeldDirectory.open(path), (mount) => {
      const { facts, free } = readStatfs(mount.here);
      const { datasets, begun, checkpoints, trouble } = presentDatasets(path);
      const there = {
        ...(begun.length === 0 ? {} : { begun }),
        ...(checkpoints.length === 0 ? {} : { checkpoints }),
      };
      const capacity = { name, path, freeBytes: free.bytes, freeInodes: free.inodes, datasets, ...there };
      const isNew = datasets.length + begun.length + checkpoints.length === 0;
      const full = isNew ? fullness(facts, free.bytes, free.inodes) : null;
      return { capacity, troubles: [writeTrouble(mount), trouble, full].filter((found) => found !== null) };
    });
  } catch (error) {
    return { capacity: null, troubles: [openTrouble(error, path)] };
  }
}

interface Present {
  datasets: Dataset[];
  begun: NonNullable<MountCapacity['begun']>;
  checkpoints: NonNullable<MountCapacity['checkpoints']>;
  trouble: Trouble | null;
}

function presentDatasets(path: string): Present {
  try {
    const [datasets, begun, checkpoints] = [completeDatasets(path), begunDatasets(path), checkpointUsage(path)];
    return { datasets, begun, checkpoints, trouble: null };
  } catch (error) {
    return { datasets: [], begun: [], checkpoints: [], trouble: ofDataDirectory(troubleOf(error)) };
  }
}

function ofDataDirectory(trouble: Trouble): Trouble {
  return { ...trouble, what: `has an entry "${dataDirectoryName}" that ${trouble.what}` };
}

/** A data directory that exists is where the writing happens, so its permissions count. */
function writeTrouble(mount: HeldDirectory): Trouble | null {
  const data = mount.entry(dataDirectoryName);
  const isThere = data?.isDirectory() === true;
  const { mode, uid, gid } = isThere ? data : mount.status();
  try {
    // The kernel's own answer, which knows read-only mounts, ACLs and the server's mapping of root.
    accessSync(isThere ? mount.within(dataDirectoryName) : mount.here, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    const trouble = troubleOf(error);
    const values = `mode ${(mode & 0o7777).toString(8)}, owner ${uid}:${gid}, this user ${process.getuid?.() ?? '?'}`;
    const what = systemCode(error) === 'EACCES' ? `is not writable (EACCES): ${values}` : trouble.what;
    return isThere ? ofDataDirectory({ ...trouble, what }) : { ...trouble, what };
  }
}

function fullness(facts: StatfsFacts, freeBytes: number | null, freeInodes: number | null): Trouble | null {
  if (freeBytes === 0) return fullTrouble(`is full: 0 of ${facts.totalBytes} bytes are free for this user`);
  if (freeInodes === 0) return fullTrouble(`is full: 0 of ${facts.files} inodes are free`);
  return null;
}
