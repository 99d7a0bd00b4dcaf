// Runs the real command for tests: standard output, standard error and exit code.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { RunRecord } from '../../src/result/schema.js';

export const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

/** `ioproof …args` in the directory, without a terminal. */
export function ioproof(args: string[], cwd: string, environment: NodeJS.ProcessEnv = {}): CommandResult {
  const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, LANG: 'C.UTF-8', ...environment },
  });
  return { status, stdout, stderr };
}

/** `--set` for each `key=value`. */
export function settings(...texts: string[]): string[] {
  return texts.flatMap((text) => ['--set', text]);
}

/** A step of a tenth of a second on the null engine's virtual clock: 1000 operations. */
export const quickStep = settings('engine=null', 'nullEngine={latency: 100us}', 'queueDepth=1', 'runtime=100ms');

export function recordIn({ stdout }: CommandResult): RunRecord {
  return JSON.parse(stdout) as RunRecord;
}
