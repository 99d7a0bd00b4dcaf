// Verdicts of the whole way, on the stand-ins: what cuFile counted ends up in the record, which alone gives the verdict again.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { judgeStep } from '../../../src/analyze/gds-evidence.js';
import { runSchema, type RunRecord } from '../../../src/result/schema.js';
import { standinLibraries } from '../../helpers/gpu-standin.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, recordIn, settings } from '../command.js';

const load = settings('engine=cufile', 'files=2', 'size=2MiB', 'workers=2', 'runtime=100ms');

/** One call in flight a worker unless `more` says otherwise. */
function run(environment: NodeJS.ProcessEnv, ...more: string[]): { record: RunRecord; directory: string } {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'mount'));
  const { cuda, cufile } = standinLibraries();
  const libraries = ['--cuda-lib', cuda, '--cufile-lib', cufile];
  const depth = more.some((word) => word.startsWith('queueDepth=')) ? [] : settings('queueDepth=1');
  const how = [...libraries, ...load, ...depth, ...more, '--json', '--quiet'];
  const words = ['run', 'random-read-4k', '--mount', 'm=mount', ...how];
  const result = ioproof(words, directory, environment);
  expect(result.status, result.stderr).toBe(0);
  return { record: recordIn(result), directory };
}

const batch = settings('cufileMode=batch', 'queueDepth=4');
const host = /of \d+ operations went through the memory of the host/;

const cases: [string, NodeJS.ProcessEnv, string[], string, RegExp][] = [
  ['nvidia-fs', {}, [], 'gds-nvfs', /went by nvidia-fs/],
  ['peer-to-peer', { STANDIN_PATH: 'p2pdma' }, [], 'gds-p2pdma', /peer-to-peer/],
  ['batches of level 1', { STANDIN_BATCH_COUNTED: 'level1' }, batch, 'gds-nvfs', /went by nvidia-fs/],
  ['batches of level 3', { STANDIN_BATCH_COUNTED: 'level3' }, batch, 'gds-nvfs', /went by nvidia-fs/],
  ['batches of both', { STANDIN_BATCH_COUNTED: 'both' }, batch, 'gds-nvfs', /went by nvidia-fs/],
  ['streams', {}, settings('cufileMode=stream', 'queueDepth=4'), 'gds-nvfs', /went by nvidia-fs/],
  ['the coherent link', { STANDIN_PATH: 'rdma', STANDIN_GPU_NAMES: 'NVIDIA GH200' }, [], 'gds-c2c', /coherent/],
  ['nobody known', { STANDIN_PATH: 'rdma' }, [], 'unverified', /no other direct path/],
  ['a part by the host', { STANDIN_PATH: 'mixed:30' }, [], 'mixed', host],
  ['batches, a part by the host', { STANDIN_PATH: 'mixed:30' }, batch, 'mixed', host],
  ['a strict driver that uses the host', { STANDIN_PATH: 'posix' }, [], 'compat', /All \d+ operations/],
  ['the host by demand', {}, settings('cufileCompat=force'), 'compat', /was told to/],
  ['the host after a refusal', { STANDIN_DIRECT: 'none' }, ['--gds-allow-compat'], 'compat', /CUFILE_IO_NOT_SUPPORTED/],
  ['no statistics', { STANDIN_VERSION: '1140' }, [], 'unverified', /has no statistics/],
];

test.each(cases)('%s', (_, environment, more, verdict, reason) => {
  const { record } = run(environment, ...more);
  const [step] = runSchema.strict().parse(record).steps;
  expect(step?.gpu?.path?.verdict).toBe(verdict);
  expect(step?.gpu?.path?.reasons.join(' ')).toMatch(reason);
  if (step === undefined) return;
  const again = judgeStep(step, record.mounts);
  expect(again?.path).toEqual(step.gpu?.path);
  expect(again?.samples).toEqual(step.gpu?.samples.map((sample) => sample.verdict));
  expect(again?.samples.length).toBeGreaterThan(0);
});

describe('a saved run', () => {
  test('is reported with its path, and as JSON of fio', () => {
    const { record, directory } = run({ STANDIN_PATH: 'mixed:30' });
    const saved = join('results', record.run.id);
    const { stdout } = ioproof(['report', saved], directory);
    expect(stdout).toContain('cufile sync, mixed');
    expect(stdout).toContain('CUFILE_MIXED');
    const fio = JSON.parse(ioproof(['report', saved, '--format', 'fio-json'], directory).stdout) as unknown;
    expect(fio).toMatchObject({ jobs: [{ 'job options': { ioengine: 'libcufile', cuda_io: 'cufile' } }] });
  });
});
