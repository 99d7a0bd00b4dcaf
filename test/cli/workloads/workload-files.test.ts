// list, show and plan: what is built in, a workload with all its defaults that loads again, and a plan that writes nothing.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { figureDefinitions } from '../../../src/figure/catalogue.js';
import type { Plan } from '../../../src/plan/planned-step.js';
import { kinds } from '../../../src/spec/workload.js';
import { nullWorkload, Workplace } from '../../helpers/cli.js';
import { settings } from '../command.js';

const builtin = readdirSync(fileURLToPath(new URL('../../../workloads', import.meta.url))).map((name) =>
  name.replace('.yaml', ''),
);
const promised = [
  ...['quick', 'random-read-4k', 'random-write-4k', 'sequential-read-1m', 'sequential-write-1m'],
  ...['mixed-70-30', 'latency-4k'],
];

test('list names every built-in workload, one a line, each with what it answers', () => {
  const { exitCode, stdout, stderr } = new Workplace().run('list');
  const lines = stdout.trimEnd().split('\n');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(lines.map((line) => line.split(/\s/)[0]).sort()).toEqual(builtin.sort());
  expect(builtin).toEqual(expect.arrayContaining(promised));
  const known = [...kinds, 'scenario', 'suite'];
  for (const line of lines) {
    expect(line).toMatch(/^\S+ +\S+ +\S.*\?$/);
    expect(known).toContain(line.split(/ +/)[1]);
  }
});

describe('list --figures', () => {
  test('--json has every figure of the catalogue with unit, direction and meaning', () => {
    const { exitCode, stdout } = new Workplace().run('list', '--figures', '--json');
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout)).toEqual(figureDefinitions);
  });

  test('the text has each name, those of operations once for all kinds, within the width', () => {
    const { exitCode, stdout, stderr } = new Workplace().run('list', '--figures');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const names = [...stdout.matchAll(/^ ([\w.]+) {2,}\S/gm)].map(([, name]) => name ?? '');
    const [kinds = ''] = /KIND is one of ([^.]*)\./s.exec(stdout)?.slice(1) ?? [];
    const all = names.flatMap((name) =>
      name.startsWith('KIND.') ? kinds.split(/,\s+/).map((kind) => kind + name.slice('KIND'.length)) : [name],
    );
    expect(all.sort()).toEqual(figureDefinitions.map(({ name }) => name).sort());
    expect(stdout).toMatch(/^ KIND\.p99 +- nanoseconds +99th percentile of the latency\.$/m);
    expect(stdout).toMatch(/^ auPercent +\+ percent +\S/m);
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100);
  });
});

describe('show', () => {
  // The plan is of the same steps where the workload is the same; its capacity does not matter here.
  const planOf = (place: Workplace, name: string): Plan['steps'] => {
    const { exitCode, stdout, stderr } = place.run('plan', name, '--set', 'size=16MiB', '--json');
    if (exitCode !== 0) throw new Error(stderr);
    return (JSON.parse(stdout) as Plan).steps;
  };

  test.each(promised)('%s > file makes a file that is the same workload', (name) => {
    const place = new Workplace();
    const { exitCode, stdout } = place.run('show', name);
    writeFileSync(place.path('mine.yaml'), stdout);
    expect(exitCode).toBe(0);
    expect(stdout.split('\n').filter((line) => line.trimStart().startsWith('#')).length).toBeGreaterThan(5);
    expect(planOf(place, 'mine.yaml')).toEqual(planOf(place, name));
  });

  test('a file that it made can be run', () => {
    const place = new Workplace();
    const swept = settings('size=1MiB', 'runtime=50ms', 'queueDepth=[1, 4]');
    writeFileSync(place.path('mine.yaml'), place.run('show', 'random-read-4k', ...swept).stdout);
    expect(place.run('run', 'mine.yaml', '--quiet').exitCode).toBe(0);
    expect(place.record().steps.map(({ id, status }) => [id, status])).toEqual([
      ['random-read-4k@queueDepth=1/here/1', 'complete'],
      ['random-read-4k@queueDepth=4/here/1', 'complete'],
    ]);
  });

  test('has the settings of the command line in place', () => {
    const { stdout } = new Workplace().run('show', 'latency-4k', '--set', 'blockSize=8KiB', '--set', 'runtime=90s');
    expect(stdout).toMatch(/^blockSize: 8KiB/m);
    expect(stdout).toMatch(/^runtime: (90s|1\.5m)/m);
  });
});

describe('plan', () => {
  test('tells steps, bytes and inodes of each mount, and leaves no trace', () => {
    const place = new Workplace();
    const mounts = ['a', 'b'].flatMap((name) => ['--mount', `${name}=${place.mount(name)}`]);
    const args = [
      'plan',
      'random-read-4k',
      'small-files',
      '--set',
      'size=16MiB',
      '--set',
      'workers=2',
      '--repeat',
      '2',
    ];
    const { exitCode, stdout, stderr } = place.run(...args, ...mounts);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    const order = [...stdout.matchAll(/^\d+ +(\S+\/[ab]\/\d)/gm)].map(([, id]) => id);
    expect(order).toEqual(
      ['random-read-4k', 'small-files'].flatMap((name) =>
        ['a/1', 'b/1', 'b/2', 'a/2'].map((turn) => `${name}/${turn}`),
      ),
    );
    expect(stdout).toMatch(/^a \(.*\/a\): 2 data sets, .* inodes$/m);
    for (const name of ['a', 'b']) expect(readdirSync(place.path(name))).toEqual([]);
    expect(existsSync(place.path('results'))).toBe(false);
  });

  test('is what a run then does: the same steps in the same order', () => {
    const place = new Workplace({
      'swept.yaml': nullWorkload('swept', 'passes: 1', 'sweep: {queueDepth: [1, 8], workers: [1, 2]}'),
    });
    const plan = JSON.parse(place.run('plan', 'swept.yaml', '--repeat', '2', '--json').stdout) as Plan;
    expect(place.run('run', 'swept.yaml', '--repeat', '2', '--quiet').exitCode).toBe(0);
    const { steps } = place.record();

    expect(plan.steps).toHaveLength(8);
    expect(steps.map(({ id, variant, job }) => ({ id, variant, job }))).toEqual(
      plan.steps.map(({ id, variant, job }) => ({ id, variant, job })),
    );
    expect(steps.map(({ operations }) => operations.read?.count)).toEqual(Array.from({ length: 8 }, () => 256));
  });
});
