// A kernel that refuses io_uring: `auto` takes the next engine and says why, an engine asked for by name fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../src/result/schema.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const source = fileURLToPath(new URL('../servers/no-io-uring.c', import.meta.url));
const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));
const noCompiler = spawnSync('cc', ['--version']).status === 0 ? '' : 'there is no C compiler';

const errnos = { EPERM: 1, ENOSYS: 38 } as const;

/** Runs a short step with io_uring_setup(2) failing; returns the exit code and the record. */
function runWithout(errno: keyof typeof errnos, engine: string): { status: number | null; record: RunRecord } {
  const directory = temporaryDirectory();
  const launcher = join(directory, 'no-io-uring');
  execFileSync('cc', ['-o', launcher, source]);
  const settings = ['size=1MiB', 'runtime=100ms', 'queueDepth=4', `engine=${engine}`].flatMap((s) => ['--set', s]);
  const run = ['run', 'random-read-4k', ...settings, '--quiet', '--json', '--mount', `here=${directory}`];
  const { status, stdout } = spawnSync(launcher, [String(errnos[errno]), process.execPath, main, ...run], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { status, record: JSON.parse(stdout) as RunRecord };
}

test.skipIf(noCompiler).each([
  ['EPERM', /EPERM: a seccomp filter or security module forbids it/],
  ['ENOSYS', /ENOSYS: this kernel has no io_uring/],
] as const)(`auto takes libaio where io_uring fails with %s, and says why ${noCompiler}`, (errno, reason) => {
  const { status, record } = runWithout(errno, 'auto');
  const [step] = record.steps;

  expect(status).toBe(0);
  expect(step?.engine).toMatchObject({ requested: 'auto', used: 'libaio', queueDepth: 4 });
  expect(step?.engine.refused).toEqual([{ what: 'io_uring', reason: expect.stringMatching(reason) as string }]);
  expect(step?.warnings.map(({ code }) => code)).toContain('ENGINE_FELL_BACK');
  expect(step?.operations.read?.count).toBeGreaterThan(0);
});

test.skipIf(noCompiler)(`io_uring asked for by name fails the step instead of falling back ${noCompiler}`, () => {
  const { status, record } = runWithout('EPERM', 'io_uring');
  const [step] = record.steps;

  expect(status).toBe(3);
  expect(step).toMatchObject({ status: 'failed', engine: { requested: 'io_uring', used: null } });
  expect(step?.error).toMatchObject({ code: 'ENGINE_REFUSED', message: expect.stringContaining('EPERM') as string });
  expect(step?.operations).toEqual({});
});
