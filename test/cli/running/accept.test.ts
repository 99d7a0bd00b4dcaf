// The words of `ioproof accept`: what is wrong is told at once and before anything is written; saved runs as it takes them.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { judgedRecord, judgingRecord } from '../../fixtures/acceptance.js';
import { latency, operation, runRecord, stepRecord } from '../../fixtures/records.js';
import { nullWorkload, Workplace } from '../../helpers/cli.js';
import { tmpfs, whyNoMount } from '../../mount/mounts.js';

const brief = { 'w.yaml': nullWorkload('w', 'runtime: 20ms') };
const expecting = (...texts: string[]) => texts.flatMap((text) => ['--expect', text]);

describe('before anything is written', () => {
  test.each([
    ['no workload and no run', [], 'Name workloads to run, or saved runs with --results.'],
    ['no expression', ['w.yaml'], '"w" has no acceptance expression'],
    ['both sources', ['w.yaml', '--results', 'results'], '--results judges saved runs and runs nothing, but "w.yaml"'],
    [
      'options of a run beside --results',
      ['--results', 'r', '--no-early-stop', '--mount=a=b'],
      '--early-stop, --mount would',
    ],
    [
      'an unknown figure',
      ['w.yaml', ...expecting('read.p9 < 2ms')],
      'column 1: "read.p9" is not a figure. Did you mean "read.p90"?',
    ],
    ['a wrong unit', ['w.yaml', ...expecting('read.p99 < 2')], 'column 12: "2" has no unit, but read.p99 is a time'],
    [
      'an unknown mount',
      ['w.yaml', ...expecting('mounts.her.read.p99 < 2ms')],
      'column 8: "her" is not a mount of this run, which are here. Did you mean "here"?',
    ],
    [
      'an unknown workload',
      ['w.yaml', ...expecting('v.read.p99 < 2ms')],
      '"v" is not one of the workloads. The workloads are w.',
    ],
    [
      'a figure that the workload never has',
      ['w.yaml', ...expecting('write.p99 < 2ms', 'auPercent > 90', 'read.p99 < 1s')],
      '--expect "write.p99 < 2ms": column 1: this workload does no write. It does read.',
    ],
    ['a word that is no verdict', ['w.yaml', '--marginal', 'maybe'], '--marginal "maybe": must be pass, fail.'],
  ])('%s', (_what, args, message) => {
    const place = new Workplace(brief);
    const { exitCode, stdout, stderr } = place.run('accept', ...args);
    expect(stderr).toContain(message);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(readdirSync(place.directory)).toEqual(['w.yaml']);
  });

  test('the advice says how an expression is written', () => {
    const { stderr } = new Workplace(brief).run('accept', 'w.yaml');
    expect(stderr).toContain('accept: ["read.errors == 0", "read.p99 < 2ms"]');
    expect(stderr).toContain('--expect "read.p99 < 2ms"');
  });

  test('all wrong expressions are told at once', () => {
    const { stderr } = new Workplace(brief).run(
      'accept',
      'w.yaml',
      ...expecting('read.p9 < 2ms', 'read.p99 < 2', 'x.read.p50 < 1s'),
    );
    expect(stderr.match(/^--expect/gm)).toHaveLength(3);
  });
});

/** A saved run of three repeats with these 99th percentiles, in nanoseconds. */
function saved(
  place: Workplace,
  name: string,
  p99s: readonly number[],
  given: Parameters<typeof runRecord>[1] = {},
): void {
  const steps = p99s.map((p99, index) =>
    stepRecord({ repeat: index + 1, operations: { read: operation({ latencyNs: latency(p99 / 4, { p99 }) }) } }),
  );
  const record = runRecord(steps, given);
  mkdirSync(place.path(name));
  writeFileSync(place.path(name, 'run.json'), JSON.stringify({ ...record, run: { ...record.run, id: name } }));
}

describe('saved runs', () => {
  const [good, wide] = [
    [1_000_000, 1_010_000, 990_000],
    [1_000_000, 2_500_000, 1_500_000],
  ];
  const demanded = { acceptance: [judgedRecord({ verdict: 'fail' })], judging: judgingRecord() };

  test.each([
    ['pass', good, 0],
    ['marginal', wide, 1],
    ['fail', good.map((p99) => 3 * p99), 1],
  ])('%s by what was measured, whatever the record says of it', (verdict, p99s, code) => {
    const place = new Workplace();
    saved(place, 'r1', p99s, demanded);
    const before = readFileSync(place.path('r1', 'run.json'), 'utf8');
    const { exitCode, stdout } = place.run('accept', '--results', 'r1', '--json');
    expect(JSON.parse(stdout)).toMatchObject({
      runs: [{ id: 'r1', path: 'r1', acceptance: [{ verdict, samples: 3 }] }],
    });
    expect(exitCode).toBe(code);
    expect(readFileSync(place.path('r1', 'run.json'), 'utf8')).toBe(before);
    expect(readdirSync(place.path('r1'))).toEqual(['run.json']);
  });

  test('several are judged by themselves, and one breach is enough; the document fits its schema', () => {
    const place = new Workplace();
    saved(place, 'r1', good, demanded);
    saved(place, 'r2', wide, demanded);
    const { exitCode, stdout } = place.run('accept', '--results', 'r1', 'r2', '--json');
    expect(exitCode).toBe(1);
    const document = JSON.parse(stdout) as { accepted: boolean; runs: { accepted: boolean }[] };
    expect([document.accepted, ...document.runs.map(({ accepted }) => accepted)]).toEqual([false, true, false]);
    const schema = JSON.parse(place.run('schema', 'acceptance').stdout) as object;
    const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
    validate(document);
    expect(validate.errors).toBeNull();
  });

  test('that were run without expressions take those of the command line, or are refused', () => {
    const place = new Workplace();
    saved(place, 'r1', good);
    expect(place.run('accept', '--results', 'r1')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"r1" was run without acceptance expressions.') as string,
    });
    expect(place.run('accept', '--results', 'r1', ...expecting('read.p99 < 2ms')).exitCode).toBe(0);
    expect(place.run('accept', '--results', 'r1', ...expecting('read.p99 < 0.5ms')).exitCode).toBe(1);
  });

  test('that were changed after the run are accepted by nobody; without sums it is told that nobody knows', () => {
    const place = new Workplace();
    saved(place, 'r1', good, demanded);
    expect(place.run('accept', '--results', 'r1')).toMatchObject({
      exitCode: 0,
      stderr: 'run r1: there is no SHA256SUMS beside run.json: whether it was changed after the run is not known.\n',
    });
    const sum = createHash('sha256')
      .update(readFileSync(place.path('r1', 'run.json')))
      .digest('hex');
    writeFileSync(place.path('r1', 'SHA256SUMS'), `${sum}  run.json\n`);
    expect(place.run('accept', '--results', 'r1')).toMatchObject({ exitCode: 0, stderr: '' });
    appendFileSync(place.path('r1', 'run.json'), '\n');
    const { exitCode, stdout } = place.run('accept', '--results', 'r1');
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^NOT ACCEPTED: run\.json is not what its SHA256SUMS says: it was changed after the run\.\n/,
    );
    const json = place.run('accept', '--results', 'r1', '--json');
    expect(json.exitCode).toBe(1);
    expect(json.stderr).toContain('it was changed after the run');
    expect(JSON.parse(json.stdout)).toMatchObject({
      accepted: false,
      runs: [{ integrity: 'differs', accepted: false, acceptance: [{ verdict: 'pass' }] }],
    });
  });

  test('all that cannot be read is told at once', () => {
    const place = new Workplace({ 'cut.json': '{"schemaVersion": 1,' });
    saved(place, 'r1', good, { acceptance: [judgedRecord({ expression: 'read.p99 <' })] });
    const { exitCode, stdout, stderr } = place.run('accept', '--results', 'cut.json', 'missing');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('is not JSON');
    expect(stderr).toContain('"missing" is neither a file nor a run');
    expect(place.run('accept', '--results', 'r1')).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('"r1" has an expression that cannot be read') as string,
    });
  });
});

test.skipIf(whyNoMount)(`a results folder that is full says so ${whyNoMount}`, () => {
  const place = new Workplace(brief);
  const full = tmpfs('size=8k');
  const { exitCode, stderr } = place.run('accept', 'w.yaml', '--quiet', '--out', full, ...expecting('read.p99 < 2ms'));
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/cannot be saved: .*ENOSPC/);
});

test.skipIf(whyNoMount)(`a results folder that is read-only says so before anything runs ${whyNoMount}`, () => {
  const place = new Workplace(brief);
  const readOnly = tmpfs('ro');
  const { exitCode, stderr } = place.run('accept', 'w.yaml', '--out', readOnly, ...expecting('read.p99 < 2ms'));
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/cannot be made: .*EROFS/);
  expect(existsSync(place.path('ioproof-data'))).toBe(false);
});
