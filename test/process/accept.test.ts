// `ioproof accept` with real runs: verdicts, exit codes, repeats that are left out, and runs that do not come to their end.
import { readdirSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { looksAt } from '../../src/accept/demand.js';
import { statisticalMethod } from '../../src/statistics/terms.js';
import type { AcceptanceRecord, StepRecord } from '../../src/result/schema.js';
import { nullWorkload, Workplace } from '../helpers/cli.js';
import { until } from '../helpers/processes.js';
import { findTmpfs, temporaryDirectory } from '../helpers/temporary.js';

/** 10000 operations a second of 100 us each, by the virtual clock of the null engine: no figure varies. */
const steady = (name: string, ...more: string[]) =>
  nullWorkload(name, 'nullEngine: {latency: 100us}', 'queueDepth: 1', 'runtime: 50ms', ...more);

const expecting = (...texts: string[]) => texts.flatMap((text) => ['--expect', text]);
const verdictsOf = (judged: readonly AcceptanceRecord[] = []) => judged.map(({ mount, verdict }) => [mount, verdict]);
const statuses = (steps: readonly StepRecord[]) =>
  steps.map(({ id, status, error }) => `${id} ${status === 'skipped' ? (error?.code ?? '') : status}`);

describe('a run to be accepted', () => {
  test('passes: the verdict is on top, in record and events, and further repeats are left out', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    const { exitCode, stdout } = place.run(
      'accept',
      'w.yaml',
      '--quiet',
      ...expecting('read.p99 < 2ms', 'read.errors == 0'),
    );
    expect(stdout).toMatch(/^ACCEPTED: 2 pass\n w\n {2}PASS {5}here {2}read\.p99 < 2ms/);
    expect(exitCode).toBe(0);
    const { run, steps, acceptance, judging } = place.record();
    expect(run).toMatchObject({ status: 'complete', reasons: [] });
    expect(statuses(steps)).toEqual([
      ...['w/here/1 complete', 'w/here/2 complete', 'w/here/3 complete'],
      ...['w/here/4 VERDICT_CERTAIN', 'w/here/5 VERDICT_CERTAIN'],
    ]);
    expect(acceptance).toMatchObject([
      { expression: 'read.p99 < 2ms', source: 'command', workload: 'w', verdict: 'pass', samples: 3, basis: 'repeats' },
      { expression: 'read.errors == 0', verdict: 'pass', samples: 3, basis: 'exact' },
    ]);
    expect(judging).toEqual({
      confidence: 0.95,
      seed: 1,
      resamples: 2000,
      method: statisticalMethod,
      marginal: 'fail',
      repeats: 5,
      earlyStop: true,
      looks: looksAt(5),
    });
    expect(place.events().filter(({ type }) => type === 'acceptance')).toMatchObject(acceptance ?? []);
  });

  test('fails: exit code 1, and the breach is told where only JSON is printed', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    const { exitCode, stdout, stderr } = place.run(
      'accept',
      'w.yaml',
      '--quiet',
      '--json',
      ...expecting('read.perSecond >= 20k'),
    );
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ run: { status: 'complete' }, acceptance: [{ verdict: 'fail' }] });
    expect(stderr).toMatch(/^ioproof: fail: read\.perSecond >= 20k on here: read rate of 3 repeats is 10k\/s/);
  });

  test('what was never measured is a breach', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    const { exitCode, stdout } = place.run('accept', 'w.yaml', '--repeat', '1', ...expecting('cache.hitFraction < 1'));
    expect(exitCode).toBe(1);
    expect(stdout).toContain('FAIL     here  cache.hitFraction < 1  not measured');
    expect(place.record().acceptance).toMatchObject([{ basis: 'none', left: { value: null } }]);
  });

  test('a step that fails breaches what is demanded of it, and its repeats are left out', () => {
    const place = new Workplace({ 'w.yaml': nullWorkload('w', 'nullEngine: {failEvery: 1}') });
    const { exitCode } = place.run('accept', 'w.yaml', ...expecting('read.errors == 0'));
    expect(exitCode).toBe(1);
    const { run, steps, acceptance } = place.record();
    expect(run.status).toBe('failed');
    expect(statuses(steps)).toEqual(['w/here/1 failed', ...[2, 3, 4, 5].map((n) => `w/here/${n} VERDICT_CERTAIN`)]);
    expect(acceptance?.[0]?.reason).toContain('has failed');
  });

  test('every repeat runs without early stop, and where counts alone are demanded', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    place.run('accept', 'w.yaml', '--no-early-stop', '--out', 'all', ...expecting('read.p99 < 2ms'));
    expect(statuses(place.record('all').steps)).toEqual([1, 2, 3, 4, 5].map((n) => `w/here/${n} complete`));
    place.run('accept', 'w.yaml', '--repeat', '4', '--out', 'counts', ...expecting('read.errors == 0'));
    expect(statuses(place.record('counts').steps)).toEqual([1, 2, 3, 4].map((n) => `w/here/${n} complete`));
  });

  test('mounts are left out together, so that none has more repeats than another', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    const mounts = ['a', 'b'].flatMap((name) => ['--mount', `${name}=${place.mount(name)}`]);
    place.run('accept', 'w.yaml', ...mounts, '--repeat', '4', ...expecting('read.p99 < 2ms'));
    expect(statuses(place.record().steps)).toEqual([
      ...['w/a/1', 'w/b/1', 'w/b/2', 'w/a/2', 'w/a/3', 'w/b/3'].map((id) => `${id} complete`),
      ...['w/b/4', 'w/a/4'].map((id) => `${id} VERDICT_CERTAIN`),
    ]);
    expect(verdictsOf(place.record().acceptance)).toEqual([
      ['a', 'pass'],
      ['b', 'pass'],
    ]);
  });

  test('--fail-fast ends the run at the first certain breach; what did not run is a breach as well', () => {
    const place = new Workplace({ 'one.yaml': steady('one'), 'two.yaml': steady('two') });
    const texts = expecting('one.read.perSecond >= 20k', 'two.read.perSecond >= 1k');
    const { exitCode, stdout } = place.run('accept', 'one.yaml', 'two.yaml', '--fail-fast', '--repeat', '4', ...texts);
    expect(exitCode).toBe(1);
    const { run, steps, acceptance } = place.record();
    expect(run.status).toBe('complete');
    expect(steps.filter(({ status }) => status === 'complete').map(({ id }) => id)).toEqual(
      [1, 2, 3].map((n) => `one/here/${n}`),
    );
    expect(steps.at(-1)?.error?.message).toBe(
      'not needed: "one.read.perSecond >= 20k" is breached for certain, and --fail-fast was given',
    );
    expect(acceptance).toMatchObject([
      { verdict: 'fail', basis: 'repeats' },
      { verdict: 'fail', basis: 'none', reason: expect.stringContaining('nothing was measured') as string },
    ]);
    expect(stdout).toContain('Left out: 5 steps');
  });

  test('a workload that no expression is about is told of, and measured', () => {
    const place = new Workplace({ 'one.yaml': steady('one'), 'two.yaml': steady('two') });
    const { exitCode, stderr } = place.run(
      'accept',
      'one.yaml',
      'two.yaml',
      '--repeat',
      '1',
      ...expecting('one.read.p99 < 1s'),
    );
    expect(exitCode).toBe(0);
    expect(stderr).toContain('note: no expression is about "two": measured, and not judged.');
    expect(place.record().steps).toHaveLength(2);
  });

  test('Ctrl-C in the middle saves what was judged: exit code 130', async () => {
    const place = new Workplace({ 'w.yaml': nullWorkload('w', 'runtime: 60s', 'interval: 100ms') });
    const command = place.start('accept', 'w.yaml', ...expecting('read.p99 < 2ms'));
    await until(() => place.events().some(({ type }) => type === 'interval'), 'the first interval is over');
    command.signal('SIGINT');
    const { exitCode, stdout } = await command.ended;
    expect(exitCode).toBe(130);
    expect(stdout).toMatch(/^NOT ACCEPTED: 1 fail\n/);
    const { run, acceptance } = place.record();
    expect(run.status).toBe('interrupted');
    expect(acceptance).toMatchObject([
      { verdict: 'fail', basis: 'none', reason: expect.stringContaining('stopped before its end') as string },
    ]);
  });
});

describe('expressions of a workload and of its suite', () => {
  const item = (name: string, latency: string, accept: string) =>
    `  - {name: ${name}, kind: block, engine: 'null', nullEngine: {latency: ${latency}}, queueDepth: 1, size: 1MiB, ` +
    `runtime: 20ms, accept: ${accept}}\n`;
  const suite = (limit: string) =>
    `name: s\nworkloads:\n${item('one', '100us', `["read.p99 < ${limit}"]`)}${item('two', '200us', '[]')}` +
    'accept:\n  - one.read.perSecond >= 1.2 * two.read.perSecond\n';

  test.each([
    ['2ms', 0, 'pass'],
    ['10us', 1, 'fail'],
  ])('are judged by a plain run, too: below %s its exit code is %i', (limit, code, verdict) => {
    const place = new Workplace({ 's.yaml': suite(limit) });
    const { exitCode, stdout } = place.run('run', 's.yaml', '--quiet');
    expect(exitCode).toBe(code);
    expect(stdout).toMatch(/^ioproof [^]*\n(NOT )?ACCEPTED: /);
    expect(place.record().acceptance).toMatchObject([
      { source: 'workload', workload: 'one', verdict, samples: 1 },
      { source: 'suite', workload: null, verdict: 'pass', samples: 1 },
    ]);
    expect(place.record().judging).toMatchObject({ marginal: 'pass', repeats: 1, earlyStop: false });
  });
});

const tmpfs = findTmpfs();

describe.each([
  ['the file system of the system', () => temporaryDirectory(), ''],
  ['tmpfs', () => temporaryDirectory(tmpfs.path), tmpfs.missing],
])('real storage: %s', (_name, directory, missing) => {
  test.skipIf(missing)(`a limit at the median is marginal, and saved runs give the same again ${missing}`, () => {
    const work = [
      'kind: block',
      'name: w',
      'engine: sync',
      'direct: false',
      'size: 4MiB',
      'access: random',
      'runtime: 100ms',
    ];
    const place = new Workplace({ 'w.yaml': work.join('\n') });
    const mount = ['--mount', `m=${directory()}`];
    const first = place.run(
      'accept',
      'w.yaml',
      '--quiet',
      '--repeat',
      '3',
      ...mount,
      ...expecting('read.perSecond > 1'),
    );
    expect(first.exitCode).toBe(0);
    const [run = ''] = runsIn(place);
    const median = place.record().acceptance?.[0]?.left.value ?? NaN;

    const atMedian = ['accept', '--results', run, ...expecting(`read.perSecond > ${median.toFixed(3)}`)];
    const failing = place.run(...atMedian);
    expect(failing.stdout).toMatch(/^NOT ACCEPTED: 1 marginal, which counts as a breach, 1 pass\n/);
    expect(failing.exitCode).toBe(1);
    const passing = place.run(...atMedian, '--marginal', 'pass');
    expect(passing.stdout).toMatch(/^ACCEPTED: 1 marginal, which counts as a pass, 1 pass\n/);
    expect(passing.exitCode).toBe(0);

    const again = place.run('accept', '--results', run, '--json');
    expect(again.exitCode).toBe(0);
    expect(JSON.parse(again.stdout)).toMatchObject({
      accepted: true,
      runs: [{ acceptance: place.record().acceptance, judging: place.record().judging }],
    });
    expect(place.run('accept', '--results', run).stdout).toBe(first.stdout);
  });
});

const runsIn = (place: Workplace): string[] => readdirSync(place.path('results')).map((name) => `results/${name}`);

describe('results that cannot be written', () => {
  test('are refused before anything runs', () => {
    const place = new Workplace({ 'w.yaml': steady('w') });
    writeFileSync(place.path('taken'), '');
    const { exitCode, stderr } = place.run('accept', 'w.yaml', '--out', 'taken', ...expecting('read.p99 < 2ms'));
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot be made');
  });
});
