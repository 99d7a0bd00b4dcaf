// A kernel that refuses io_uring: `auto` takes the next engine and says why, an engine asked for by name fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { RunRecord } from '../../../src/result/schema.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { binding } from '../../native/jobs.js';

const source = fileURLToPath(new URL('../../servers/no-io-uring.c', import.meta.url));
const main = fileURLToPath(new URL('../../../dist/cli/main.js', import.meta.url));
const noCompiler = spawnSync('cc', ['--version']).status === 0 ? '' : 'there is no C compiler';

const errnos = { EPERM: 1, ENOSYS: 38 } as const;

interface Finished {
  status: number | null;
  record: RunRecord;
}

/** Runs a workload where the kernel refuses what no-io-uring.c is told to refuse; returns the exit code and the record. */
function runRefused(refusal: string, workload: string, settings: string[]): Finished {
  const directory = temporaryDirectory();
  const launcher = join(directory, 'no-io-uring');
  execFileSync('cc', ['-o', launcher, source]);
  const set = settings.flatMap((setting) => ['--set', setting]);
  const run = ['run', workload, ...set, '--quiet', '--json', '--mount', `here=${directory}`];
  const { status, stdout } = spawnSync(launcher, [refusal, process.execPath, main, ...run], {
    cwd: directory,
    encoding: 'utf8',
  });
  return { status, record: JSON.parse(stdout) as RunRecord };
}

/** A short step with io_uring_setup(2) failing. */
function runWithout(errno: keyof typeof errnos, engine: string): Finished {
  const settings = ['size=1MiB', 'runtime=100ms', 'queueDepth=4', `engine=${engine}`];
  return runRefused(String(errnos[errno]), 'random-read-4k', settings);
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

const noRing = binding.probe().find(({ name }) => name === 'io_uring')?.reason ?? 'there is no io_uring';
const noFiles = noCompiler || noRing;

test.skipIf(noFiles)(
  `a kernel without linked opens runs chains step by step, and the record says so ${noFiles}`,
  () => {
    const settings = ['files=200', 'epochs=2', 'engine=io_uring', 'queueDepth=8', 'linkChains=true'];
    const registrationOfFiles = 2;
    const { status, record } = runRefused(`${registrationOfFiles}:22`, 'small-files', [...settings, 'runtime=null']);
    const [step] = record.steps;

    expect(status).toBe(0);
    expect(step?.engine.features).not.toContain('linked-chains');
    expect(step?.engine.refused).toEqual([
      { what: 'linkChains', reason: 'the kernel takes no empty table of files: EINVAL' },
    ]);
    for (const kind of ['open', 'read', 'close', 'chain', 'firstByte'] as const)
      expect(step?.operations[kind]).toMatchObject({ count: 400, errors: 0 });
  },
);
