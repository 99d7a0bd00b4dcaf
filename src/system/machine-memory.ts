// The memory that programs of this machine can have.
import { cgroupFacts } from './cgroup.js';
import { parseMeminfo } from './memory.js';
import { readText } from './proc-file.js';

/** Bytes of the machine, and those that a program can have without swapping, also in a control group; null: not told. */
export function machineMemory(root = '/'): { totalBytes: number | null; availableBytes: number | null } {
  const { memoryBytes, memoryAvailableBytes } = parseMeminfo(readText(root, 'proc/meminfo'));
  const limits = [memoryAvailableBytes, cgroupFacts(root).memoryLimitBytes].filter((bytes) => bytes !== null);
  return {
    totalBytes: memoryBytes === 0 ? null : memoryBytes,
    availableBytes: limits.length === 0 ? null : Math.min(...limits),
  };
}
