// `ioproof history` and the index of a results folder, as a user meets them.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { HistoryEntry } from '../../../src/history/entry-schema.js';
import { main, nullWorkload, Workplace } from '../../helpers/cli.js';
import { entries, entry } from '../../history/entries.js';

const lines = (all: readonly HistoryEntry[]) => all.map((one) => `${JSON.stringify(one)}\n`).join('');

function withIndex(values: readonly number[]): Workplace {
  const place = new Workplace();
  mkdirSync(place.path('results'));
  writeFileSync(place.path('results', 'index.jsonl'), lines(entries(values)));
  return place;
}

function history(place: Workplace, environment: Record<string, string>, ...args: string[]): string {
  const { stdout } = spawnSync(process.execPath, [main, 'history', ...args], {
    cwd: place.directory,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] ?? '', ...environment },
  });
  return stdout;
}

describe('ioproof history', () => {
  test('plots within 80 columns, in Unicode and without', () => {
    const place = withIndex([1000, 3000, 2000, 2000]);
    const args = ['--workload', 'random-read-4k'];
    const fine = history(place, { COLUMNS: '80', LC_ALL: 'C.UTF-8' }, ...args);
    expect(Math.max(...fine.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(fine).toMatch(/ 3\.00us ┤.*[⠁-⣿]/);
    expect(fine).toMatch(/ 2\.00us ┤.*┄┄/);
    expect(fine).toContain('2026-11-01 00:00');
    const plain = history(place, { COLUMNS: '80', LC_ALL: 'C' }, ...args);
    expect(plain).toMatch(/^[\n\x20-\x7e]*$/);
    expect(plain.slice(plain.indexOf('read p99 of')).match(/\*/g)).toHaveLength(4);
    expect(plain).not.toContain('\x1b');
  });

  test('narrows by figure, mount, time and number, and says as JSON what it shows', () => {
    const place = withIndex([1000, 3000, 2000]);
    const { runs, series } = JSON.parse(history(place, {}, '--figure', 'read.p99', '--last', '2', '--json')) as {
      runs: object[];
      series: { figure: string; points: { value: number }[] }[];
    };
    expect(runs).toHaveLength(2);
    expect(series).toMatchObject([{ figure: 'read.p99', points: [{ value: 3000 }, { value: 2000 }] }]);
    expect(history(place, {}, '--since', '2999-01-01')).toContain('None of them is of this time and these names.');
  });

  test('a figure that the index does not keep is refused with those that it keeps', () => {
    const { exitCode, stdout, stderr } = withIndex([1000]).run('history', '--figure', 'cpu.userSeconds');
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('no run of this index has the figure "cpu.userSeconds"');
    expect(stderr).toContain('read.p99');
  });

  test('a single value is no plot', () => {
    const text = history(withIndex([1000]), { LC_ALL: 'C.UTF-8' }, '--workload', 'random-read-4k');
    expect(text).not.toContain('┤');
    expect(text).toContain('no series has a second run yet');
  });

  test('tells all wrong words at once, with the nearest', () => {
    const place = withIndex([1000]);
    const { exitCode, stderr } = place.run(
      ...['history', '--workload', 'random-read-4', '--figure', 'read.p9', '--since', 'monday', '--last', '0'],
    );
    expect(exitCode).toBe(2);
    expect(stderr).toContain('no run has the workload "random-read-4"\nDid you mean "random-read-4k"?');
    expect(stderr).toContain('no run has the figure "read.p9"');
    expect(stderr).toContain('--since "monday" is neither a day nor a time');
    expect(stderr).toContain('--last 0 is no number of runs');
  });

  test('shows what is gone, foreign, torn or of a clock that was set back', () => {
    const place = withIndex([1000]);
    const back = entry(9, 1000, { endedAt: '2020-01-01T00:00:00Z' });
    const file = place.path('results', 'index.jsonl');
    mkdirSync(place.path('results', back.folder));
    writeFileSync(place.path('results', back.folder, 'run.json'), '{}');
    appendFileSync(file, `${lines([back])}{"other": 1}\n${lines([entry(10, 1)]).slice(0, 20)}`);
    const text = history(place, {});
    expect(text).toContain('2 runs, 1 of them gone but for a line of the index');
    expect(text).toContain('complete, gone');
    expect(text).toContain('complete, clock set back');
    expect(text).toContain('index.jsonl line 3: no line of ioproof');
  });

  test('a folder without results is refused', () => {
    const { exitCode, stderr } = new Workplace().run('history', '--out', 'nowhere');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('The results in "nowhere" cannot be read');
  });
});

describe('a run', () => {
  test('adds a line, and says what its own past says', () => {
    const place = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 100ms') });
    expect(place.run('run', 'brief.yaml', '--quiet').stdout).not.toContain('own past');
    expect(place.run('run', 'brief.yaml', '--quiet').stdout).toContain(
      'own past: 1 earlier run of the same, too few to judge (5 are needed)',
    );
    const index = readFileSync(place.path('results', 'index.jsonl'), 'utf8').trimEnd().split('\n');
    const [first, second] = index.map((line) => JSON.parse(line) as HistoryEntry);
    expect(first?.workloads[0]?.fingerprint).toBe(second?.workloads[0]?.fingerprint);
    expect(first?.tool.hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('is whole and found again where the index cannot be written', () => {
    const place = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 100ms') });
    mkdirSync(place.path('results', 'index.jsonl'), { recursive: true });
    const { exitCode, stdout, stderr } = place.run('run', 'brief.yaml', '--quiet');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('complete: 1 of 1 steps complete');
    expect(stderr).toContain('the index of "results" cannot be written');
  });
});
