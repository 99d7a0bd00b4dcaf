// `ioproof mdtest` and `ioproof import mdtest`: the options of mdtest as phases, and its table of rates.
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workplace, runsIn } from '../../helpers/cli.js';

test('import prints a suite that can be shown, wherever the options stand', () => {
  const place = new Workplace();
  const { exitCode, stdout, stderr } = place.run('import', 'mdtest', '-n', '10', '-FC', '-v', '--tasks', '2');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^mdtest -v: no effect/m);
  expect(stdout).toMatch(/^# Imported from: mpirun -n 2 mdtest -n 10 -FC -v$/m);
  const after = place.run('import', 'mdtest', '--tasks=2', '-o', 'suite.yaml', '--', '-n', '10', '-FC', '-v');
  expect(after).toMatchObject({ exitCode: 0, stdout: '' });
  expect(readFileSync(place.path('suite.yaml'), 'utf8')).toBe(stdout);
  expect(place.run('show', './suite.yaml').exitCode).toBe(0);
});

test('all options that cannot be are refused at once, before anything is written', () => {
  const place = new Workplace();
  const mount = place.mount('a');
  const { exitCode, stderr } = place.run('mdtest', '-n', '10', '-d', '/x', '-S', '-X', '--mount', `a=${mount}`);
  expect(exitCode).toBe(2);
  expect(stderr.match(/^mdtest -[dSX]: /gm)).toHaveLength(3);
  expect(readdirSync(mount)).toEqual([]);
});

test('runs the phases as often as -i says, and reports the rates as mdtest does', () => {
  const place = new Workplace();
  const words = [
    '-n',
    '30',
    '-z',
    '1',
    '-b',
    '2',
    '-N',
    '1',
    '-w',
    '100',
    '-e',
    '100',
    '-i',
    '2',
    '-P',
    '--tasks',
    '2',
  ];
  const run = place.run('mdtest', ...words, '--mount', `a=${place.mount('a')}`, '--quiet');
  expect(run).toMatchObject({ exitCode: 0 });
  const record = place.record();
  expect(record.steps).toHaveLength(20);
  expect(record.steps.slice(0, 10).map(({ id }) => id)).toEqual(
    ['tree-create', 'directory-create', 'directory-stat', 'directory-rename', 'directory-remove']
      .concat(['file-create', 'file-stat', 'file-read', 'file-remove', 'tree-remove'])
      .map((name) => `${name}/a/1`),
  );
  const chains = record.steps[1]?.workers.map((worker) => worker.chains);
  expect(chains).toEqual([30, 30]);
  expect(record.import?.source).toBe(`mdtest ${words.slice(0, -2).join(' ')}`);
  const [name = ''] = runsIn(place.path('results'));
  const report = place.run('report', `results/${name}`, '--format', 'mdtest');
  expect(report.exitCode).toBe(0);
  expect(report.stdout).toContain('SUMMARY rate (in ops/sec): (of 2 iterations)');
  for (const operation of ['Directory creation', 'File read', 'Tree removal']) {
    expect(report.stdout).toMatch(new RegExp(`^   ${operation} +[\\d.]+ +[\\d.]+ +[\\d.]+ +[\\d.]+$`, 'm'));
  }
});

test('--no-counters is an option of ioproof, and no word of mdtest', () => {
  const place = new Workplace();
  const run = place.run('mdtest', '-n', '30', '--no-counters', '--mount', `a=${place.mount('a')}`, '--quiet');
  expect(run).toMatchObject({ exitCode: 0 });
  const { steps, import: imported } = place.record();
  expect(steps.length).toBeGreaterThan(0);
  expect(steps.filter(({ counters }) => counters !== undefined)).toEqual([]);
  expect(imported?.source).toBe('mdtest -n 30');
});

test('a run without such phases has no such report', () => {
  const place = new Workplace({ 'one.yaml': 'name: one\nkind: block\nengine: "null"\nsize: 1MiB\nruntime: 50ms\n' });
  expect(place.run('run', './one.yaml', '--mount', `a=${place.mount('a')}`, '--quiet').exitCode).toBe(0);
  const [name = ''] = runsIn(place.path('results'));
  const { exitCode, stderr } = place.run('report', `results/${name}`, '--format', 'mdtest');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('has no phase of mdtest');
});
