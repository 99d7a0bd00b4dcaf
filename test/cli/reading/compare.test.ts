// `ioproof compare` in a process of its own: real runs, what it prints, what it refuses, its exit codes.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runIds } from '../../../src/cli/reading/run-paths.js';
import type { Comparison } from '../../../src/compare/comparison.js';
import type { RunRecord } from '../../../src/result/schema.js';
import { findTmpfs, sharedTemporaryDirectory, temporaryDirectory } from '../../helpers/temporary.js';
import { type CommandResult, ioproof, settings } from '../command.js';

const tmpfs = findTmpfs();
const base = sharedTemporaryDirectory(tmpfs.missing === '' ? tmpfs.path : undefined);
const small = settings('size=1MiB', 'runtime=100ms', 'ramp=0s');

/** Ids of runs in the folder of results, oldest first. */
let ids: string[] = [];
let finalText = '';

function measure(...args: string[]): CommandResult {
  return ioproof(['run', 'random-read-4k', '--quiet', ...small, ...args], base);
}

beforeAll(() => {
  for (const name of ['a', 'b']) mkdirSync(join(base, name));
  const mounts = ['--mount', 'a=a', '--mount', 'b=b'];
  finalText = measure(...mounts, '--repeat', '4').stdout;
  measure('--mount', 'a=a');
  measure('--mount', 'b=b');
  ids = runIds(join(base, 'results'));
  expect(ids).toHaveLength(3);
}, 60_000);

const compare = (args: string[], environment: NodeJS.ProcessEnv = {}) =>
  ioproof(['compare', ...args], base, environment);
const id = (index: number) => ids[index] ?? '';

describe('compares', () => {
  test('the mounts of a run, named by its id', () => {
    const { status, stdout, stderr } = compare([id(0)], { COLUMNS: '80' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(/^ioproof \S+ {2}2 mounts · 95% intervals/);
    expect(stdout).toMatch(/^ read\/s +a +4 .* baseline$/m);
    expect(stdout).toMatch(/^ +b +4 .*(faster|slower|same|undecided)/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
  });

  test('runs by path and by run.json, as JSON, with the values of the records', () => {
    const { status, stdout } = compare([`results/${id(1)}`, `results/${id(2)}/run.json`, '--json']);
    expect(status).toBe(0);
    const comparison = JSON.parse(stdout) as Comparison;
    expect(comparison).toMatchObject({ by: 'run', sides: [id(1), id(2)], baseline: id(1), seed: 1 });
    const rates = comparison.rows.filter(({ figure }) => figure === 'read.perSecond').map(({ values }) => values[0]);
    const recorded = [1, 2].map((index) => recordOf(id(index)).steps[0]?.operations.read?.perSecond);
    expect(rates).toEqual(recorded);
    expect(comparison.rows.find(({ side }) => side === id(2))?.ratio?.value).toBeCloseTo(
      (recorded[1] ?? 0) / (recorded[0] ?? 1),
      12,
    );
  });

  test('groups of runs, and the same seed gives the same text', () => {
    const args = ['--label', `one=${id(1)}`, '--label', `two=${id(2)}`, '--seed', '5', '--baseline', 'two'];
    const first = compare(args);
    expect(first.stdout).toMatch(/^ +two .* baseline$/m);
    expect(compare(args).stdout).toBe(first.stdout);
  });

  test('all runs by mount', () => {
    const { stdout } = compare([...ids, '--by', 'mount', '--json']);
    const { rows } = JSON.parse(stdout) as Comparison;
    expect(rows.filter(({ figure }) => figure === 'read.p99').map(({ values }) => values.length)).toEqual([5, 5]);
  });

  test('one figure that is asked for, without colour in a pipe and in ASCII where the locale has no UTF-8', () => {
    const { stdout } = compare([id(0), '--figure', 'read.p99.9'], { LANG: 'C', LC_ALL: 'C' });
    expect(stdout).toMatch(/^ read p99\.9 /m);
    expect(stdout).not.toMatch(/read\/s/);
    expect(stdout).toMatch(/^[\n -~]+$/);
    expect(compare([id(0)], { FORCE_COLOR: '1' }).stdout).toContain('\u001b[');
  });
});

test('a record that was changed after the run is told in text, JSON and on standard error', () => {
  cpSync(join(base, 'results', id(0)), join(base, 'changed'), { recursive: true });
  const file = join(base, 'changed', 'run.json');
  writeFileSync(file, `${readFileSync(file, 'utf8')}\n`);
  const note = `run ${id(0)}: run.json is not what its SHA256SUMS says: it was changed after the run.`;
  const { status, stdout, stderr } = compare(['changed']);
  expect({ status, stderr }).toEqual({ status: 0, stderr: `${note}\n` });
  expect(stdout.split('\nioproof')[0]?.replace(/\n/g, ' ')).toBe(`NOTE: ${note}`);
  expect(JSON.parse(compare(['changed', '--json']).stdout)).toMatchObject({
    changed: [{ run: id(0), files: ['run.json'] }],
  });
  expect(JSON.parse(compare([id(0), '--json']).stdout)).toMatchObject({ changed: [] });
});

test('a run of several mounts ends with their ratios', () => {
  expect(finalText).toMatch(/^ Against a +b$/m);
  expect(finalText).toMatch(/^ random-read-4k +read\/s +\S+× \S+ (faster|slower|same|undecided)$/m);
});

describe('limits', () => {
  test('that are kept end with 0, and a breach with 1', () => {
    const kept = compare([id(0), '--fail-if', 'read.perSecond -99.99%']);
    expect([kept.status, kept.stdout]).toEqual([0, expect.stringContaining('within the limit')]);
    const breached = compare([id(0), '--fail-if', 'write.p99 +10%', '--fail-if', 'read.perSecond -99.99%']);
    expect([breached.status, breached.stdout]).toEqual([
      1,
      expect.stringContaining('✗ write.p99 +10%: no step of these runs has it'),
    ]);
  });

  test('are checked before any run is read', () => {
    const { status, stderr } = compare(['no-such-run', '--fail-if', 'reed.p99 +1%', '--fail-if', 'read.p99 -1%']);
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean read.p99?');
    expect(stderr).toContain('write +1%');
    expect(stderr).not.toContain('no-such-run');
  });
});

describe('refuses with exit code 2', () => {
  test('runs that asked for different things, unless --force is given', () => {
    const out = join(temporaryDirectory(), 'other');
    expect(measure('--mount', 'a=a', '--set', 'blockSize=8KiB', '--out', out).status).toBe(0);
    const other = join(out, runIds(out)[0] ?? '');
    const refused = compare([id(1), other]);
    expect([refused.status, refused.stdout]).toEqual([2, '']);
    expect(refused.stderr).toMatch(/ {2}blockSize: 4KiB \(\S+\), 8KiB \(\S+\) in random-read-4k/);
    expect(compare([id(1), other, '--force'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('! blockSize: 4KiB') as string,
    });
  });

  test('what is no run, all at once', () => {
    const folder = temporaryDirectory();
    const write = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const text = readFileSync(join(base, 'results', id(1), 'run.json'), 'utf8');
    const record = JSON.parse(text) as RunRecord;
    const failed = { ...record, run: { ...record.run, id: 'x' }, steps: [] };
    cpSync(join(base, 'results', id(2)), join(folder, 'copy'), { recursive: true });
    const { status, stdout, stderr } = compare([
      ...[id(1), id(1), id(2), join(folder, 'copy')],
      write('cut.json', text.slice(0, 400)),
      write('foreign.json', '{"jobs": []}'),
      write('newer.json', text.replace('"schemaVersion": 1', '"schemaVersion": 2')),
      write('empty.json', JSON.stringify(failed)),
      `${id(1).slice(0, -1)}z`,
    ]);
    expect([status, stdout]).toEqual([2, '']);
    for (const part of [
      `"${id(1)}" is named twice`,
      `are both run ${id(2)}`,
      'cut.json" is not JSON',
      'foreign.json" has no schemaVersion',
      'newer.json" has schemaVersion 2',
      'is neither a file nor a run in "results"',
      'Did you mean',
    ]) {
      expect(stderr).toContain(part);
    }
    expect(compare([id(1), join(folder, 'empty.json')]).stderr).toContain('empty.json" has no complete step');
  });

  test.each([
    [[], /Name the runs/],
    [['RUN', '--confidence', '95', '--margin', '-1'], /--confidence 95: give[^]*--margin -1: give/],
    [['--label', 'name'], /"name" is no label/],
    [['--label', 'a=RUN', '--by', 'mount'], /give one of them/],
    [['RUN', '--figure', 'read.p98'], /Did you mean read\.p9/],
    [['RUN', '--baseline', 'c'], /no side is named "c"; there are a, b/],
    [['RUN', '--figure', 'auPercent'], /No step of these runs has auPercent/],
    [['RUN', '--by', 'run'], /nothing to compare the run/],
  ])('%j', (args, message) => {
    const { status, stdout, stderr } = compare(args.map((word) => word.replace('RUN', id(0))));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});

function recordOf(run: string): RunRecord {
  return JSON.parse(readFileSync(join(base, 'results', run, 'run.json'), 'utf8')) as RunRecord;
}
