// `ioproof run` as a user sees it: documents, text, order of steps, exit codes.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { readRun } from '../../../src/result/read-run.js';
import { decodeHistogram } from '../../../src/result/histogram.js';
import { temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, quickStep, recordIn, settings } from '../command.js';

interface Event {
  type: string;
  step?: string;
  operations?: { read: { count: number } };
}

function events(directory: string): Event[] {
  const lines = readFileSync(join(directory, 'events.ndjson'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Event);
}

test('--json prints one document, valid by the published schema, which is run.json as well', () => {
  const cwd = temporaryDirectory();
  const result = ioproof(['run', 'random-read-4k', ...quickStep, '--json'], cwd);
  const record = recordIn(result);
  const schema = JSON.parse(ioproof(['schema', 'run'], cwd).stdout) as object;
  const validate = new Ajv2020({ strict: true }).compile(schema);

  expect(result.status).toBe(0);
  expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
  expect(readRun(join(cwd, 'results', record.run.id))).toEqual(record);
  expect(record).toMatchObject({ run: { status: 'complete', reasons: [] }, mounts: [{ name: 'here', path: cwd }] });
});

test('figures follow from the virtual clock, and the histogram says the same', () => {
  const { steps } = recordIn(ioproof(['run', 'random-read-4k', ...quickStep, '--json'], temporaryDirectory()));
  const read = steps[0]?.operations.read;
  const histogram = decodeHistogram(read?.latencyNs.histogram ?? '');

  expect(read).toMatchObject({ count: 1000, bytes: 4_096_000, errors: 0, short: 0, perSecond: 10_000 });
  expect(read?.latencyNs).toMatchObject({ min: 100_000, p50: 100_000, p9999: 100_000, max: 100_000 });
  expect(histogram.totalCount).toBe(1000);
  expect(steps[0]).toMatchObject({ elapsedSeconds: 0.1, endReason: 'runtime', engine: { used: 'null' } });
});

test('a log has no escapes and no carriage returns, and results only are on standard output', () => {
  const { status, stdout, stderr } = ioproof(['run', 'random-read-4k', ...quickStep], temporaryDirectory());
  expect(status).toBe(0);
  expect(stdout + stderr).not.toMatch(/[\u001b\r]/);
  expect(stderr).toMatch(/^0:00 {2}run \d{8}-\d{6}-\w{4} in results\/.*\n0:00 {2}.*random-read-4k\/here\/1: start/);
  expect(stdout).toContain('complete: 1 of 1 steps complete; results/');
  expect(stdout).not.toContain(': start,');
});

test('--quiet leaves standard error empty', () => {
  const { stderr, stdout } = ioproof(['run', 'random-read-4k', ...quickStep, '--quiet'], temporaryDirectory());
  expect(stderr).toBe('');
  expect(stdout).toContain('random-read-4k');
});

test('mounts take turns, A B then B A', () => {
  const cwd = temporaryDirectory();
  const mounts = ['--mount', `a=${temporaryDirectory()}`, '--mount', `b=${temporaryDirectory()}`];
  const { steps } = recordIn(ioproof(['run', 'latency-4k', ...quickStep, ...mounts, '--repeat', '2', '--json'], cwd));
  expect(steps.map(({ id }) => id)).toEqual(['a/1', 'b/1', 'b/2', 'a/2'].map((turn) => `latency-4k/${turn}`));
});

test('a sweep makes a step of each value, in order', () => {
  const sweep = settings('engine=null', 'nullEngine={latency: 1ms}', 'queueDepth=[1, 8, 64]', 'runtime=100ms');
  const { steps } = recordIn(ioproof(['run', 'random-read-4k', ...sweep, '--json'], temporaryDirectory()));
  expect(steps.map(({ variant }) => variant)).toEqual([{ queueDepth: 1 }, { queueDepth: 8 }, { queueDepth: 64 }]);
  expect(steps.map(({ operations }) => operations.read?.count)).toEqual([100, 800, 6400]);
});

test('intervals in events.ndjson add up to the record', () => {
  const cwd = temporaryDirectory();
  const interval = settings('interval=100ms', 'engine=null', 'nullEngine={latency: 1ms}', 'runtime=1s');
  const { run, steps } = recordIn(ioproof(['run', 'latency-4k', ...interval, '--json'], cwd));
  const lines = events(join(cwd, 'results', run.id));
  const counts = lines.filter(({ type }) => type === 'interval').map(({ operations }) => operations?.read.count ?? 0);

  expect(lines.map(({ type }) => type)).toEqual([
    'run-start',
    'step-start',
    ...counts.map(() => 'interval'),
    'step-end',
    ...(steps[0]?.warnings ?? []).map(() => 'warning'),
    'run-end',
  ]);
  expect(counts).toHaveLength(10);
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(steps[0]?.operations.read?.count);
});

describe('a step that fails', () => {
  test('is told with its place, the others run, and the exit code is 3', () => {
    const cwd = temporaryDirectory();
    const workload = (name: string, failEvery: number): string =>
      `{name: ${name}, kind: block, engine: 'null', runtime: 100ms, nullEngine: {latency: 1ms, failEvery: ${failEvery}}}`;
    writeFileSync(join(cwd, 'both.yaml'), `name: both\nworkloads: [${workload('bad', 7)}, ${workload('good', 0)}]\n`);
    const result = ioproof(['run', './both.yaml', '--json'], cwd);
    const { run, steps } = recordIn(result);

    expect(result.status).toBe(3);
    expect(run).toMatchObject({ status: 'partial', reasons: [expect.stringContaining('bad/here/1 failed') as string] });
    expect(steps[0]).toMatchObject({
      status: 'failed',
      error: { code: 'IO_ERROR', operation: 'read', errno: 5, errnoName: 'EIO' },
      operations: { read: { count: 6, errors: 1 } },
    });
    expect(steps[1]).toMatchObject({ status: 'complete', operations: { read: { count: 100, errors: 0 } } });
  });
});

test('a results folder that cannot be made is exit code 2, and nothing runs', () => {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'file'), '');
  const { status, stderr } = ioproof(['run', 'latency-4k', ...quickStep, '--out', 'file'], cwd);
  expect(status).toBe(2);
  expect(stderr).toContain('--out');
  expect(readdirSync(cwd)).toEqual(['file']);
});
