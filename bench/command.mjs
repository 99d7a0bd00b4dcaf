// Running a program for the benchmark: its output, its wall time and its peak memory.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** @typedef {{ status: number | null, stdout: string, stderr: string, milliseconds: number, peakBytes: number }} Outcome */

/** Peak memory is a high-water mark, so a reading is too low only by what came after the last one. */
const pollMs = 5;

/**
 * VmHWM of /proc/PID/status; 0 where that cannot be read, also once the process has ended.
 * @param {number | undefined} pid
 */
function peakBytes(pid) {
  if (pid === undefined) return 0;
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'latin1');
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}

/**
 * Peak memory of a process and of those that it has started: the sum over all that run now.
 * @param {number | undefined} pid
 * @returns {number}
 */
function treePeakBytes(pid) {
  return childrenOf(pid).reduce((sum, child) => sum + treePeakBytes(child), peakBytes(pid));
}

/** @param {number | undefined} pid */
function childrenOf(pid) {
  try {
    const threads = readdirSync(`/proc/${pid}/task`);
    const lists = threads.map((thread) => readFileSync(`/proc/${pid}/task/${thread}/children`, 'latin1'));
    return lists.flatMap((list) => list.split(' ').filter(Boolean)).map(Number);
  } catch {
    return [];
  }
}

/**
 * Process ids of all that a process has started, and what they have; without itself.
 * @param {number} pid
 * @returns {number[]}
 */
export function descendantsOf(pid) {
  return childrenOf(pid).flatMap((child) => [child, ...descendantsOf(child)]);
}

const peaks = { process: peakBytes, tree: treePeakBytes };

/**
 * Runs a program to its end, without a shell. Rejects when it cannot be started or the signal aborts it.
 * @param {string} program
 * @param {string[]} args
 * @param {{ cwd: string, signal: AbortSignal, watchMemory?: 'process' | 'tree' }} options
 * @returns {Promise<Outcome>}
 */
export function runCommand(program, args, { cwd, signal, watchMemory }) {
  return new Promise((resolve, reject) => {
    const startedAt = performance.now();
    const child = spawn(program, args, { cwd, signal, stdio: ['ignore', 'pipe', 'pipe'] });
    let peak = 0;
    const look = () => {
      if (watchMemory !== undefined) peak = Math.max(peak, peaks[watchMemory](child.pid));
    };
    const poll = setInterval(look, watchMemory === undefined ? 2 ** 30 : pollMs);
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (/** @type {string} */ text) => (stderr += text));
    /** @type {unknown} */
    let failure = null;
    child.on('error', (error) => (failure = error));
    // Also after a failed start or an abort: the process is gone then, and its files may be removed.
    child.on('close', (status) => {
      clearInterval(poll);
      if (failure === null) {
        resolve({ status, stdout, stderr, milliseconds: performance.now() - startedAt, peakBytes: peak });
      } else {
        reject(failure instanceof Error ? failure : new Error(`${program} could not be run`));
      }
    });
  });
}

/**
 * JSON text as a value that has still to be given a type.
 * @param {string} text
 * @returns {unknown}
 */
export const parseJson = (text) => JSON.parse(text);
