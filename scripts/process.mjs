// Running other programs from the build scripts: find them, run them, and end with their exit status.
import { spawnSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root directory. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Whether a program is installed: a path, or a name that PATH knows.
 * @param {string} name
 */
export function isInstalled(name) {
  const candidates = name.includes('/')
    ? [name]
    : (process.env.PATH ?? '').split(delimiter).map((directory) => join(directory, name));
  return candidates.some((candidate) => {
    try {
      accessSync(candidate, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/**
 * Runs a program in the repository's root with our terminal; true when it ended with 0.
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env] Added to the environment.
 */
export function run(program, args, env = {}) {
  const { status, error } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
  if (error !== undefined) console.error(`${program}: ${error.message}`);
  return status === 0;
}

/**
 * Runs a program in the repository's root and gives its status and output together.
 * @param {string} program
 * @param {string[]} args
 * @param {string} [input]
 */
export function capture(program, args, input = '') {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: root,
    input,
    encoding: 'utf8',
    maxBuffer: 256 * 1024 * 1024,
  });
  return { ok: status === 0, output: error === undefined ? stdout + stderr : error.message };
}

/**
 * "npx ioproof" in the repository links it into npx's cache, for which npm runs the install and prepare scripts again,
 * older versions each time. Nothing is to do then when the output is there.
 * @param {string} output
 */
export function builtForNpx(output) {
  return process.env.npm_command === 'exec' && existsSync(output);
}

/**
 * Where a suite leaves its machine-readable result: a file in the folder that IOPROOF_TEST_REPORTS names; null without it.
 * @param {string} name
 */
export function reportFile(name) {
  const directory = process.env.IOPROOF_TEST_REPORTS ?? '';
  return directory === '' ? null : join(directory, name);
}
