// Steps on the memory of GPUs from the command line, with the stand-ins of CUDA and cuFile in place of the libraries.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { RunRecord, StepRecord } from '../../../src/result/schema.js';
import { Workplace, runsIn } from '../../helpers/cli.js';
import { standinLibraries } from '../../helpers/gpu-standin.js';
import { stubEnvironment } from '../../process/preload.js';

const { cuda, cufile, cufileOld } = standinLibraries();
const reads = 'kind: block, workers: 2, size: 1MiB, blockSize: 64KiB, access: sequential, passes: 1';
const suite = (...workloads: string[]) =>
  ['name: s', 'workloads:', ...workloads.map((one) => `  - { ${one} }`)].join('\n');
const direct = suite(`name: read, engine: cufile, ${reads}`);

interface Answer {
  exitCode: number | null;
  stderr: string;
  steps: StepRecord[];
  place: Workplace;
}

/** `script`: what the stand-ins do. */
function run(yaml: string, script: Record<string, string> = {}, ...options: string[]): Answer {
  for (const [name, value] of Object.entries(script)) stubEnvironment(name, value);
  const place = new Workplace({ 's.yaml': yaml });
  const mount = ['--mount', `m=${place.mount('m')}`];
  const libraries = options.includes('--cufile-lib') ? [] : ['--cufile-lib', cufile];
  const all = [...mount, '--cuda-lib', cuda, ...libraries, '--quiet', '--json', ...options];
  const { exitCode, stdout, stderr } = place.run('run', './s.yaml', ...all);
  return { exitCode, stderr, steps: (JSON.parse(stdout) as RunRecord).steps, place };
}

function folderOf(place: Workplace): string {
  return place.path('results', runsIn(place.path('results'))[0] ?? '', 'cufile');
}

describe('every way to the GPU', () => {
  test('moves each block once, and says which path that was', () => {
    const { exitCode, steps } = run(
      suite(
        `name: sync, engine: cufile, ${reads}`,
        `name: queued, engine: cufile, queueDepth: 4, ${reads}, sweep: { cufileMode: [batch, stream] }`,
        `name: compat, engine: cufile, cufileCompat: force, ${reads}`,
        `name: copies, memory: gpu, queueDepth: 4, ${reads}, sweep: { copyMode: [full, host-only, copy-only] }`,
      ),
    );
    expect(exitCode).toBe(0);
    expect(steps.map(({ workload, gpu, engine }) => [workload, engine.used, gpu?.path?.verdict])).toEqual([
      ['sync', 'cufile', 'gds-nvfs'],
      ['queued', 'cufile', 'gds-nvfs'],
      ['queued', 'cufile', 'gds-nvfs'],
      ['compat', 'cufile', 'compat'],
      ...Array.from({ length: 3 }, () => ['copies', 'gpu-copy', undefined]),
    ]);
    for (const { operations } of steps) expect(operations.read).toMatchObject({ count: 16, bytes: 2 ** 20, errors: 0 });
  });

  test('also writes files, each registered while it is open', () => {
    const { steps } = run(
      suite(
        'name: write, kind: files, engine: cufile, operations: [create, write, fsync, close], files: 4, fileSize: 1MiB, blockSize: 256KiB',
      ),
    );
    expect(steps[0]).toMatchObject({ status: 'complete', gpu: { registration: { handles: { count: 4 } } } });
    expect(steps[0]?.operations.write).toMatchObject({ count: 16, bytes: 4 * 2 ** 20 });
  });
});

test('log and configuration of each cuFile step are in the folder of the run, in its own mode', () => {
  const place = new Workplace({ 'cufile.json': '{"properties": {"allow_compat_mode": true}}' });
  const { place: ran } = run(
    suite(`name: strict, engine: cufile, ${reads}`, `name: copies, engine: gpu-copy, ${reads}`),
    { CUFILE_ENV_PATH_JSON: place.path('cufile.json') },
  );
  const folder = folderOf(ran);
  expect(readdirSync(folder).sort()).toEqual(['strict+m+1.json', 'strict+m+1.log']);
  expect(readFileSync(`${folder}/strict+m+1.json`, 'utf8')).toBe('{"properties": {"allow_compat_mode": false}}');
  expect(existsSync(ran.path('cufile.log'))).toBe(false);
});

describe('without a direct path', () => {
  test.each([
    ['none', 'CUFILE_IO_NOT_SUPPORTED'],
    ['no-driver', 'CUFILE_DRIVER_NOT_INITIALIZED'],
  ])('%s: a step fails by name, the next one runs, and --require-gds tells of the first', (path, code) => {
    const yaml = suite(`name: read, engine: cufile, ${reads}`, `name: copies, engine: gpu-copy, ${reads}`);
    const { exitCode, stderr, steps } = run(yaml, { STANDIN_DIRECT: path }, '--require-gds');
    expect(exitCode).toBe(1);
    expect(steps.map(({ status }) => status)).toEqual(['failed', 'complete']);
    expect(steps[0]?.error?.code).toBe(code);
    expect(stderr).toMatch(/^ioproof: --require-gds: read\/m\/1 failed: .*--gds-allow-compat/m);
  });

  test('--gds-allow-compat tries it first, and then goes through the host', () => {
    const { exitCode, steps, place } = run(direct, { STANDIN_DIRECT: 'none' }, '--gds-allow-compat');
    expect(exitCode).toBe(0);
    expect(steps[0]?.job['cufileCompat']).toBe('allow');
    expect(steps[0]?.gpu).toMatchObject({
      trial: { ok: false, code: 'CUFILE_IO_NOT_SUPPORTED' },
      cufile: { strict: false },
      path: { verdict: 'compat' },
    });
    expect(readdirSync(place.path('m', 'ioproof-data')).filter((name) => name.startsWith('trial'))).toEqual([]);
  });

  test('statistics that tell of the host are no GDS, whatever the driver accepted', () => {
    const { exitCode, stderr, steps } = run(direct, { STANDIN_PATH: 'posix' }, '--require-gds');
    expect(exitCode).toBe(1);
    expect(steps[0]).toMatchObject({ status: 'complete', gpu: { path: { verdict: 'compat' } } });
    expect(stderr).toContain('read/m/1 is compat');
  });
});

test('with a direct path, a step that may leave it runs strict', () => {
  const { exitCode, steps } = run(direct, {}, '--gds-allow-compat', '--require-gds');
  expect(exitCode).toBe(0);
  expect(steps[0]?.gpu).toMatchObject({
    trial: { ok: true, code: '', reason: '' },
    cufile: { strict: true },
    path: { verdict: 'gds-nvfs' },
  });
});

test('data that is not what the file holds fails the step', () => {
  const { exitCode, steps } = run(direct, { STANDIN_CORRUPT: '1' });
  expect(exitCode).toBe(3);
  expect(steps[0]).toMatchObject({ status: 'failed', error: { code: 'GPU_DATA_MISMATCH', operation: 'read' } });
});

test('exit handlers that crash cost nothing: neither the step nor the trial runs them', () => {
  const { exitCode, steps } = run(direct, { STANDIN_EXIT_CRASH: '1' }, '--gds-allow-compat');
  expect(exitCode).toBe(0);
  expect(steps[0]?.gpu?.trial?.ok).toBe(true);
});

test('a call that does not come back ends by the deadlines of trial and step', () => {
  const yaml = suite(
    `name: read, engine: cufile, cufileCompat: allow, ${reads}`,
    `name: copies, engine: gpu-copy, ${reads}`,
  );
  const { exitCode, steps } = run(yaml, { STANDIN_HANG: '1' }, '--grace', '3s');
  expect(exitCode).toBe(3);
  expect(steps.map(({ error }) => error?.code ?? '')).toEqual(['STEP_TIMED_OUT', '']);
});

describe('what is not there is told by name', () => {
  test.each<[string, Record<string, string>, string[]]>([
    ['NO_GPU', { STANDIN_GPUS: '0' }, []],
    ['GPU_NOT_FOUND', {}, ['--set', 'gpus=[3]']],
    ['CUFILE_LIBRARY_MISSING', {}, ['--cufile-lib', '/nonexistent/libcufile.so.0']],
    ['CUFILE_TOO_OLD', {}, ['--cufile-lib', cufileOld, '--set', 'cufileMode=stream']],
    ['CUFILE_BATCH_TOO_LARGE', {}, ['--set', 'cufileMode=batch', '--set', 'queueDepth=200']],
  ])('%s', (code, script, options) => {
    const { exitCode, steps } = run(direct, script, ...options);
    expect(exitCode).toBe(3);
    expect(steps[0]).toMatchObject({ status: 'failed', error: { code } });
  });
});
