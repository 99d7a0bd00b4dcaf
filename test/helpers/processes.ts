// Child processes of a process, as /proc tells them: to signal the one that a test is about, and to see that it is gone.
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const defaultPatienceMs = 60_000;
const pollMs = 10;

interface Stat {
  state: string;
  parent: number;
}

/** Null for a process that is gone. */
function statOf(id: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${id}/stat`, 'utf8');
    // The name of the program, in parentheses, may hold spaces.
    const [state = '', parent = ''] = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state, parent: Number(parent) };
  } catch {
    return null;
  }
}

function commandOf(id: number): string {
  try {
    return readFileSync(`/proc/${id}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

/** Ids of the children of `parent` whose command line contains `command`. */
export function childrenOf(parent: number, command: string): number[] {
  const ids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return ids.filter((id) => statOf(id)?.parent === parent && commandOf(id).includes(command));
}

/** The job that `parent` runs at the moment. Throws when there is none, or more than one. */
export function jobOf(parent: number): number {
  const jobs = childrenOf(parent, 'job-child.js');
  const [job] = jobs;
  if (job === undefined || jobs.length > 1) throw new Error(`${jobs.length} jobs of process ${parent}`);
  return job;
}

/** True as long as a process runs; a zombie does not. */
export function isAlive(id: number): boolean {
  return !['Z', 'X'].includes(statOf(id)?.state ?? 'X');
}

/** Waits until `condition` holds; throws when it does not within the patience, by default a minute. */
export async function until(
  condition: () => boolean,
  what: string,
  patienceMs: number = defaultPatienceMs,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`not within ${patienceMs / 1000} s: ${what}`);
    await sleep(pollMs);
  }
}
