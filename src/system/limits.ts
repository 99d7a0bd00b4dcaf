// Resource limits of this process, from /proc/self/limits.
import { parseInteger } from './proc-file.js';

export interface LimitFacts {
  /** Memory that may be locked (soft), in bytes; 0 also where the kernel does not tell. */
  memlockBytes: number | 'unlimited';
  /** Files that may be open (soft; Node raises it to the hard limit at its start); 0 also where the kernel does not tell. */
  openFiles: number | 'unlimited';
}

/** Soft limits of `/proc/self/limits`. */
export function parseLimits(text: string | null): LimitFacts {
  return {
    memlockBytes: softLimit(text, 'Max locked memory'),
    openFiles: softLimit(text, 'Max open files'),
  };
}

function softLimit(text: string | null, name: string): number | 'unlimited' {
  const line = (text ?? '').split('\n').find((candidate) => candidate.startsWith(name));
  const soft = line?.slice(name.length).trim().split(/\s+/)[0] ?? null;
  return soft === 'unlimited' ? soft : (parseInteger(soft) ?? 0);
}
