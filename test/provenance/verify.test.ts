// `ioproof verify` on real runs: it holds what was measured, and notices whatever number is made wrong.
import { spawnSync } from 'node:child_process';
import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { readSeries, type StepSeries } from '../../src/provenance/series.js';
import { verifyRecord } from '../../src/provenance/verify-record.js';
import { verifyRun } from '../../src/provenance/verify-run.js';
import type { AcceptanceRecord, JudgingRecord, RunRecord } from '../../src/result/schema.js';
import { readRun } from '../../src/result/read-run.js';
import { main, nullWorkload, runsIn, Workplace } from '../helpers/cli.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { mutated, mutationsOf } from './mutations.js';

const directory = sharedTemporaryDirectory();
const run = (results: string, ...args: string[]) => {
  const all = [main, 'run', ...args, '--mount', `here=${directory}`, '--out', join(directory, results), '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, all, { cwd: directory, encoding: 'utf8' });
  if (status !== 0) throw new Error(`exit code ${status}: ${stderr}`);
  return join(directory, results, runsIn(join(directory, results))[0] ?? '');
};

const files = {
  steady: [
    ...[
      'kind: block',
      'name: steady',
      'size: 1MiB',
      'access: random',
      'readPercent: 70',
      'runtime: 2s',
      'direct: false',
    ],
    ...[
      'interval: 100ms',
      'workers: 2',
      'steadyState: {metric: iops, criterion: deviation, limit: 100, window: 500ms}',
    ],
  ],
  target: [
    ...['kind: block', 'name: target', 'size: 1MiB', 'access: random', 'runtime: 300ms', 'arrival: poisson'],
    // By the clock of the null engine: on a busy machine a real one may keep no target at any rate.
    ...['engine: "null"', 'nullEngine: {latency: 100us}'],
    ...['latencyTarget: {percentile: 99, below: 200ms, lowest: 500, highest: 1000, probe: 700ms, precision: 50}'],
  ],
};

/** Figures of a step that follow from other fields of the record, each with a run that has it. */
const derived = [
  ...['min', 'mean', 'stddev', 'max', 'p50', 'p90', 'p99', 'p999', 'p9999', 'overflow'].map(
    (name) => `operations.read.latencyNs.${name}`,
  ),
  ...['count', 'bytes', 'errors', 'perSecond', 'bytesPerSecond'].map((name) => `operations.read.${name}`),
  'cpu.microsecondsPerOperation',
];

describe('verify', () => {
  const places: Record<string, string> = {};
  beforeAll(() => {
    for (const [name, lines] of Object.entries(files))
      writeFileSync(join(directory, `${name}.yaml`), `${lines.join('\n')}\n`);
    places['block'] = run('block', join(directory, 'steady.yaml'));
    places['target'] = run('target', join(directory, 'target.yaml'));
    places['files'] = run('files', 'small-files', '--scale', '0.005');
    places['checkpoint'] = run('checkpoint', 'llama3-8b', '--scale', '0.0002', '--set', 'saves=2', '--set', 'loads=1');
    places['training'] = run('training', 'cosmoflow', '--scale', '0.001', '--accelerators', '1');
    places['kv'] = run('kv', 'kv-cache-option1', '--scale', '0.001', '--set', 'runtime=1s');
  }, 180_000);

  const kinds = ['block', 'target', 'files', 'checkpoint', 'training', 'kv'];
  const placeOf = (kind: string) => places[kind] ?? '';

  const loaded = async (kind: string): Promise<{ record: RunRecord; series: Map<string, StepSeries> }> => {
    return { record: readRun(placeOf(kind)), series: await readSeries(join(placeOf(kind), 'events.ndjson')) };
  };

  test.each(kinds)('a run of kind %s holds', async (kind) => {
    const verified = await verifyRun(placeOf(kind));
    expect(verified.differences).toEqual([]);
    expect(verified.failures).toEqual([]);
    expect(verified.sums.map(({ integrity }) => integrity)).toEqual(['matches', 'matches']);
    expect(verified.holds).toBe(true);
    expect(verified.checks.length).toBeGreaterThan(40);
  });

  test.each(kinds)(
    'of a run of kind %s, each checked number that is made wrong is noticed',
    async (kind) => {
      const { record, series } = await loaded(kind);
      const checked = new Set(verifyRecord(record, series).checks.map(({ path }) => path));
      const mutations = mutationsOf(record, (path) => checked.has(path));
      // Within the buckets of a histogram, a mean or an extreme may be anything.
      const missed = mutations.filter(({ path }) => {
        return verifyRecord(mutated(record, path), series).checks.every(({ agrees }) => agrees);
      });
      expect(mutations.length).toBeGreaterThan(30);
      expect(missed.map(({ kind: place }) => place)).toEqual([]);
    },
    120_000,
  );

  test('the figures of a block workload are all checked', async () => {
    const { record, series } = await loaded('block');
    const checked = new Set(verifyRecord(record, series).checks.map(({ path }) => path));
    const step = record.steps[0];
    const metrics = Object.keys(step?.metrics ?? {}).map((name) => `metrics.${name}`);
    expect(metrics).toContain('metrics.steadyMean');
    expect([...derived, ...metrics].filter((path) => !checked.has(`steps.0.${path}`))).toEqual([]);
  });

  test.each([
    ['target', ['targetRate', 'targetPercentileNs', 'probes']],
    ['checkpoint', ['saveSeconds', 'saveBytesPerSecond', 'loadSeconds', 'saveSecondsMax']],
    ['training', ['auPercent', 'samplesPerSecond', 'dataWaitP99Ns']],
    ['kv', ['requestsPerSecond', 'readP95Ns']],
    ['files', ['samplesPerSecond']],
  ])('metrics of kind %s are checked', async (kind, names) => {
    const { record, series } = await loaded(kind);
    const checked = new Set(verifyRecord(record, series).checks.map(({ path }) => path));
    expect(names.filter((name) => !checked.has(`steps.0.metrics.${name}`))).toEqual([]);
  });

  test('a metric that was taken out is missed', async () => {
    const { record, series } = await loaded('checkpoint');
    delete record.steps[0]?.metrics['saveSeconds'];
    const wrong = verifyRecord(record, series).checks.filter(({ agrees }) => !agrees);
    expect(wrong.map(({ path, stored }) => [path, stored])).toEqual([['steps.0.metrics.saveSeconds', undefined]]);
  });

  test('a changed interval is noticed, and so is a histogram that is none', async () => {
    const { record, series } = await loaded('block');
    const interval = series.get(record.steps[0]?.id ?? '')?.intervals[0]?.operations.read;
    if (interval === undefined) throw new Error('there is no interval');
    interval.count += 1;
    const wrong = verifyRecord(record, series).checks.filter(({ agrees }) => !agrees);
    expect(wrong.map(({ path }) => path)).toContain('steps.0.operations.read.count');
    const latency = record.steps[0]?.operations.read?.latencyNs;
    if (latency !== undefined) latency.histogram = 'AAAA';
    expect(verifyRecord(record, null).failures).toHaveLength(1);
  });
});

describe('ioproof verify', () => {
  const place = () => {
    const workplace = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 100ms') });
    expect(workplace.run('run', 'brief.yaml', '--quiet').exitCode).toBe(0);
    const folder = workplace.path('results', runsIn(workplace.path('results'))[0] ?? '');
    return { workplace, folder };
  };

  test('says that a run holds, with the number of figures', () => {
    const { workplace, folder } = place();
    const { exitCode, stdout, stderr } = workplace.run('verify', folder);
    expect(stderr).toBe('');
    expect(stdout).toMatch(/checked \d+ figures of 1 step, \d+ numbers follow from nothing stored\nholds: run /);
    expect(exitCode).toBe(0);
  });

  test('tells an edited record with place, stored and recomputed value, and exit code 1', () => {
    const { workplace, folder } = place();
    const file = join(folder, 'run.json');
    const document = JSON.parse(readFileSync(file, 'utf8')) as RunRecord;
    const read = document.steps[0]?.operations.read;
    if (read === undefined) throw new Error('there are no reads');
    read.latencyNs.p99 = 1;
    writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
    const { exitCode, stdout } = workplace.run('verify', folder);
    expect(exitCode).toBe(1);
    expect(stdout).toContain('run.json: it is not as it was when the run ended');
    expect(stdout).toMatch(/steps\.0\.operations\.read\.latencyNs\.p99\n {2}stored 1, recomputed \d+/);
    expect(stdout).toContain('DOES NOT HOLD');
    const verified = JSON.parse(workplace.run('verify', folder, '--json').stdout) as object;
    expect(verified).toMatchObject({
      holds: false,
      runs: [{ holds: false, differences: [{ path: 'steps.0.operations.read.latencyNs.p99', stored: 1 }] }],
    });
  });

  test('one that is no record is refused, with all problems at once', () => {
    const { workplace, folder } = place();
    writeFileSync(workplace.path('cut.json'), '{"schemaVersion": 1');
    const { exitCode, stderr } = workplace.run('verify', folder, 'cut.json', 'nowhere');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('"cut.json" is not JSON');
    expect(stderr).toContain('"nowhere" is neither a file nor a run in "results"');
  });

  test('limits by the method of another version are told, and what was measured is held against the record all the same', () => {
    const { workplace } = place();
    const expected = ['--expect', 'read.perSecond > 1', '--expect', 'read.errors == 0'];
    const judged = [...expected, '--repeat', '2', '--out', 'judged', '--quiet'];
    expect(workplace.run('accept', 'brief.yaml', ...judged).exitCode).toBe(0);
    const folder = workplace.path('judged', runsIn(workplace.path('judged'))[0] ?? '');
    rmSync(join(folder, 'SHA256SUMS'));
    const rewritten = (change: (judged: AcceptanceRecord[], judging: JudgingRecord) => void) => {
      const record = readRun(folder);
      if (record.acceptance === undefined || record.judging === undefined) throw new Error('nothing was judged');
      change(record.acceptance, record.judging);
      writeFileSync(join(folder, 'run.json'), JSON.stringify(record));
      return workplace.run('verify', folder);
    };
    const lowered = rewritten(([rate]) => rate && (rate.left.low = 1));
    expect(lowered.stdout).toContain('acceptance.0.left.low');
    expect(lowered.exitCode).toBe(1);
    const older = rewritten((_, judging) => delete judging.method);
    expect(older.stdout.replaceAll('\n', ' ')).toContain(
      'limits and verdicts of expressions are by another method (1)',
    );
    expect(older.exitCode).toBe(0);
    const wrong = rewritten(([rate, count]) => {
      if (rate !== undefined) rate.left.value = 1;
      if (count !== undefined) count.verdict = 'fail';
    });
    expect(wrong.stdout).toContain('acceptance.0.left.value');
    expect(wrong.stdout).toContain('acceptance.1.verdict');
    expect(wrong.exitCode).toBe(1);
  });

  test('a run is named by its id as well', () => {
    const { workplace, folder } = place();
    expect(workplace.run('verify', basename(folder), '--out', dirname(folder))).toMatchObject({ exitCode: 0 });
  });

  test('events that are cut in the middle, and none at all', () => {
    const { workplace, folder } = place();
    const events = join(folder, 'events.ndjson');
    appendFileSync(events, '{"type":"interval"\n{"type":"interval"\n');
    expect(workplace.run('verify', folder).stdout).toContain('events.ndjson: it cannot be read');
    rmSync(events);
    rmSync(join(folder, 'SHA256SUMS'));
    const { exitCode, stdout } = workplace.run('verify', folder);
    expect(stdout).toContain('there is no events.ndjson');
    expect(stdout).toContain('nothing says whether it was changed');
    expect(exitCode).toBe(0);
  });
});
