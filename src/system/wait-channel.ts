// Where a process that does not end waits inside the kernel, as /proc tells it.
import { readdirSync, readFileSync } from 'node:fs';

/**
 * State and wait channel, such as `D (disk sleep), request_wait_answer`; null when /proc does not tell. It is that of a
 * thread that is blocked: the process itself is a zombie as long as one of its threads cannot end.
 */
export function waitChannel(pid: number | undefined): string | null {
  const threads = threadsOf(`/proc/${pid}/task`);
  return threads.find((thread) => thread.startsWith('D')) ?? threads.find((thread) => !thread.startsWith('Z')) ?? null;
}

function threadsOf(directory: string): string[] {
  try {
    const names = readdirSync(directory);
    return names.map((name) => describeThread(`${directory}/${name}`)).filter((thread) => thread !== null);
  } catch {
    return [];
  }
}

function describeThread(directory: string): string | null {
  try {
    const state = /^State:\s*(.*)$/m.exec(readFileSync(`${directory}/status`, 'utf8'))?.[1] ?? 'unknown state';
    const channel = readFileSync(`${directory}/wchan`, 'utf8').trim();
    return channel === '' || channel === '0' ? state : `${state}, ${channel}`;
  } catch {
    return null;
  }
}
