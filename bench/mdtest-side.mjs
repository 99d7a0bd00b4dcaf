// mdtest's side of a comparison: one phase of it on as many processes as ioproof has workers.
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled } from '../scripts/process.mjs';
import { NotMeasurable } from './case.mjs';
import { runCommand } from './command.mjs';

/**
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {'File creation' | 'File stat' | 'File read' | 'File removal'} Phase
 */

/** @param {number} processes */
export function requireMdtest(processes) {
  if (!isInstalled('mdtest')) throw new NotMeasurable('mdtest is not installed (github.com/hpc/ior)');
  if (processes > 1 && !isInstalled('mpirun')) throw new NotMeasurable('mpirun is not installed');
}

/**
 * Runs all file phases on files of 4 KiB, a directory for each process; gives the rate of each phase in items a second.
 * @param {{ processes: number, files: number }} extent
 * @param {Place} place
 * @returns {Promise<Record<Phase, number>>}
 */
export async function runMdtest({ processes, files }, { directory, signal }) {
  const own = mkdtempSync(join(directory, 'mdtest-'));
  const options = ['-F', '-u', '-n', String(files / processes), '-w', '4096', '-e', '4096', '-d', own];
  const launcher = ['mpirun', '--allow-run-as-root', '--oversubscribe', '-n', String(processes)];
  const [program = '', ...args] = [...(processes > 1 ? launcher : []), 'mdtest', ...options];
  const outcome = await runCommand(program, args, { cwd: directory, signal });
  rmSync(own, { recursive: true, force: true });
  if (outcome.status !== 0) throw new Error(`mdtest ended with ${outcome.status}: ${outcome.stderr.trim()}`);
  const rate = (/** @type {Phase} */ phase) => {
    const line = new RegExp(`^\\s*${phase}\\s+([\\d.]+)`, 'm').exec(outcome.stdout);
    if (line === null) throw new Error(`mdtest tells no rate of ${phase}`);
    return Number(line[1]);
  };
  return {
    'File creation': rate('File creation'),
    'File stat': rate('File stat'),
    'File read': rate('File read'),
    'File removal': rate('File removal'),
  };
}
