// scripts/gpu-check.sh from its start to its end on the stand-ins of CUDA and cuFile, and what it says where there is no GPU.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readRun } from '../../../src/result/read-run.js';
import type { RunRecord } from '../../../src/result/schema.js';
import { standinLibraries } from '../../helpers/gpu-standin.js';
import { temporaryDirectory } from '../../helpers/temporary.js';

const script = fileURLToPath(new URL('../../../scripts/gpu-check.sh', import.meta.url));

/** In a directory of its own with a mount `m`; the folder is `out`. */
function gpuCheck(environment: NodeJS.ProcessEnv, ...args: string[]) {
  const place = temporaryDirectory();
  mkdirSync(join(place, 'm'));
  const { cuda, cufile } = standinLibraries();
  const libraries = ['--cuda-lib', cuda, '--cufile-lib', cufile];
  const all = ['--no-build', '--quick', '--mount', 'm=m', '--out', 'out', ...libraries, ...args];
  const { status, stdout, stderr } = spawnSync('bash', [script, ...all], {
    cwd: place,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1', LANG: 'C.UTF-8', ...environment },
  });
  return { status, stdout, stderr, place, out: join(place, 'out') };
}

function recordIn(folder: string): RunRecord {
  const [run = ''] = readdirSync(folder);
  return readRun(join(folder, run));
}

test('every mode moves the right bytes, and all is left in the folder', { timeout: 400_000 }, () => {
  const { status, stdout, place, out } = gpuCheck({});
  expect(stdout).toContain(`status 0; everything is in ${out}`);
  expect(status).toBe(0);
  const modes = recordIn(join(out, 'modes'));
  expect(modes.steps.map((step) => step.status)).toEqual(modes.steps.map(() => 'complete'));
  const verdicts = new Set(
    modes.steps.map(({ engine, job, gpu }) => {
      return `${String(engine.used)} ${String(job['cufileMode'])} ${String(job['cufileCompat'])} ${gpu?.path?.verdict ?? '-'}`;
    }),
  );
  expect([...verdicts].sort()).toEqual([
    ...['batch', 'stream', 'sync'].flatMap((mode) => [`cufile ${mode} allow gds-nvfs`, `cufile ${mode} force compat`]),
    'gpu-copy sync refuse -',
  ]);
  for (const { id, verification } of modes.steps) {
    const { good = 0, ...bad } = { ...verification?.sectors };
    expect({ id, good: good > 0, bad: Object.values(bad).filter((count) => count > 0) }).toEqual({
      id,
      good: true,
      bad: [],
    });
  }
  expect(recordIn(join(out, 'gds-compare')).run.status).toBe('complete');
  expect(readFileSync(join(out, 'summary.md'), 'utf8')).toMatch(/- stream: of (\d+) operations, level 3 counted \1, /);
  expect(readFileSync(join(out, 'report.txt'), 'utf8')).toContain('GDS stream');
  expect(readFileSync(join(out, 'gpu-check.log'), 'utf8')).toBe(stdout);
  expect(readdirSync(join(place, 'm'))).toEqual([]);
});

test('without a GPU it ends with 3 and the reason', () => {
  const { status, stdout, out } = gpuCheck({ STANDIN_GPUS: '0' });
  expect(status).toBe(3);
  expect(stdout).toContain('GPUDirect Storage cannot be used on this machine: NO_GPU');
  expect(JSON.parse(readFileSync(join(out, 'doctor.json'), 'utf8'))).toMatchObject({ gds: { present: false } });
  expect(existsSync(join(out, 'modes'))).toBe(false);
});

test.each([
  [['--nonsense'], 'unknown option --nonsense'],
  [['--mount'], '--mount needs a value'],
])('%j is a usage problem', (args, message) => {
  const { status, stderr, out } = gpuCheck({}, ...args);
  expect({ status, first: stderr.split('\n')[0] }).toEqual({ status: 2, first: `gpu-check.sh: ${message}` });
  expect(existsSync(out)).toBe(false);
});
