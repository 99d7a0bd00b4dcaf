// What a user gets wrong: all of it is told at once, each with its place, its value and what to do; nothing is written.
import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nullWorkload, Workplace } from '../helpers/cli.js';
import { makeImmutable, testNeeding, tmpfs, whyNoMount, whyNotImmutable } from '../mount/mounts.js';

const broken = `name: broken
kind: block
engine: sync
queueDepth: 32
iodepth: 32
blocksize: 4KiB
size: 700TBx
runtime: 30
`;

/** `file:line:column key: what. advice.`, as an editor can jump to. */
const withPlace = /^\S+\.yaml:\d+:\d+ [\w.[\]]+: .+\. .+[.?]$/;

const linesOf = (text: string): string[] => text.trimEnd().split('\n');

test('a workload file: unknown keys, wrong units and impossible pairs, all at once and in order', () => {
  const place = new Workplace({ 'broken.yaml': broken });
  const mount = place.mount('target');
  const { exitCode, stdout, stderr } = place.run('run', 'broken.yaml', '--mount', `target=${mount}`);

  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(linesOf(stderr)).toEqual([
    expect.stringMatching(/^broken\.yaml:4:13 queueDepth: must be 1 with engine "sync" but is 32\./),
    expect.stringMatching(/^broken\.yaml:5:1 iodepth: .*"queueDepth"/),
    expect.stringMatching(/^broken\.yaml:6:1 blocksize: .*did you mean "blockSize"\?/i),
    expect.stringMatching(/^broken\.yaml:7:7 size: "700TBx" .*unit/),
    expect.stringMatching(/^broken\.yaml:8:10 runtime: .*30.*unit/),
  ]);
  for (const line of linesOf(stderr)) expect(line).toMatch(withPlace);
  expect(readdirSync(mount)).toEqual([]);
  expect(readdirSync(place.directory).sort()).toEqual(['broken.yaml', 'target']);
});

describe('mounts', () => {
  test('that do not exist or are a file are named one by one, with a broken workload beside them', () => {
    const place = new Workplace({ 'broken.yaml': broken, 'a-file': '' });
    const good = place.mount('good');
    symlinkSync('/nonexistent', place.path('dangling'));
    const mounts = ['gone=nowhere', 'file=a-file', 'dangling=dangling', `good=${good}`, 'inside=a-file/below'];
    const { exitCode, stderr } = place.run('run', 'broken.yaml', ...mounts.flatMap((mount) => ['--mount', mount]));

    const lines = linesOf(stderr);
    expect(exitCode).toBe(2);
    expect(lines.filter((line) => withPlace.test(line))).toHaveLength(5);
    expect(lines.filter((line) => line.startsWith('mount "'))).toEqual([
      expect.stringContaining(`mount "gone": "${place.path('nowhere')}" does not exist.`),
      expect.stringContaining(`mount "file": "${place.path('a-file')}" is a file, not a directory.`),
      expect.stringContaining(`mount "dangling": "${place.path('dangling')}" does not exist.`),
      expect.stringContaining(`mount "inside": "${place.path('a-file', 'below')}" is`),
    ]);
    expect(readdirSync(good)).toEqual([]);
  });

  test('and options that are not what they should be are told together', () => {
    const place = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 50ms') });
    const mounts = ['--mount', 'nothing', '--mount', 'a=.', '--mount', 'a=.', '--mount', 'b=', '--mount', '=.'];
    const { exitCode, stderr } = place.run('run', 'brief.yaml', ...mounts, '--repeat', '0', '--grace', '5');

    expect(exitCode).toBe(2);
    expect(linesOf(stderr)).toEqual([
      '--grace "5": must be a duration from 1ms to 24 days, for example 90s.',
      '--repeat 0: must be a whole number from 1 to 1000.',
      expect.stringMatching(/^--mount "nothing": is not name=path\./),
      expect.stringMatching(/^--mount "a=\.": the name "a" is taken\./),
      expect.stringMatching(/^--mount "b=": is not name=path\./),
      expect.stringMatching(/^--mount "=\.": is not name=path\./),
    ]);
    expect(readdirSync(place.directory)).toEqual(['brief.yaml']);
  });

  testNeeding(whyNotImmutable, 'that cannot be written to are refused before anything else is', () => {
    const place = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 50ms') });
    makeImmutable(place.mount('fixed'));
    const { exitCode, stderr } = place.run('run', 'brief.yaml', '--mount', 'fixed=fixed', '--mount', 'here=.');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^mount "fixed": ".*\/fixed" may not be written to \(EPERM\)\./);
    expect(readdirSync(place.directory).sort()).toEqual(['brief.yaml', 'fixed']);
  });

  testNeeding(whyNoMount, 'that are full are refused with the values', () => {
    const place = new Workplace({ 'brief.yaml': nullWorkload('brief', 'runtime: 50ms') });
    const path = tmpfs('size=64k');
    expect(() => {
      writeFileSync(join(path, 'filler'), Buffer.alloc(128 * 1024));
    }).toThrow('ENOSPC');
    const { exitCode, stderr } = place.run('run', 'brief.yaml', '--mount', `full=${path}`);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(`mount "full": "${path}" is full: 0 of 65536 bytes are free for this user.`);
    expect(readdirSync(path)).toEqual(['filler']);
  });

  test('with a data directory of someone else are refused with exit code 4, whatever else is wrong', () => {
    const place = new Workplace({ 'broken.yaml': broken });
    mkdirSync(place.path('ioproof-data'));
    writeFileSync(place.path('ioproof-data', 'thesis.txt'), 'keep');
    const { exitCode, stderr } = place.run('run', 'broken.yaml');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('ioproof-data');
    expect(stderr).toContain('broken.yaml:4:13 queueDepth');
    expect(readdirSync(place.path('ioproof-data'))).toEqual(['thesis.txt']);
  });
});

describe('a workload that', () => {
  const refused = (files: Record<string, string>, ...args: string[]): string => {
    const place = new Workplace(files);
    const { exitCode, stdout, stderr } = place.run('run', ...args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(readdirSync(place.directory).sort()).toEqual(Object.keys(files).sort());
    return stderr;
  };

  test('is not built in is told with those that are', () => {
    expect(refused({}, 'random-reed-4k')).toMatch(/random-reed-4k.*random-read-4k/s);
  });

  test('is a file that does not exist', () => {
    expect(refused({}, './mine.yaml')).toContain('mine.yaml');
  });

  test('is no YAML is told with line and column', () => {
    expect(refused({ 'torn.yaml': 'name: torn\nkind: [block\n' }, 'torn.yaml')).toMatch(/^torn\.yaml:\d+:\d+/);
  });

  test('is empty', () => {
    expect(refused({ 'empty.yaml': '' }, 'empty.yaml')).toMatch(/^empty\.yaml/);
  });

  test('has problems in several files has them told in one go', () => {
    const files = { 'one.yaml': 'name: one\nkind: blok\n', 'two.yaml': 'name: two\nkind: block\nworkers: 0\n' };
    const stderr = refused(files, 'one.yaml', 'two.yaml', '--set', 'blockSize=5Q', '--set', 'nonsense=1');
    expect(stderr).toMatch(/^one\.yaml:2:7 kind: /m);
    expect(stderr).toMatch(/^two\.yaml:3:10 workers: /m);
    expect(stderr).toMatch(/^--set blockSize: /m);
    expect(stderr).toMatch(/^--set nonsense: /m);
  });

  test('does not fit is refused with what it needs and what is free', () => {
    const stderr = refused({}, 'random-read-4k', '--set', 'size=1000TiB');
    expect(stderr).toMatch(/mount "here" \(.*\): the test data needs .*iB with 2 % to spare, but .*iB are free\./);
  });
});

test.each([
  [['sbatch'], 'ioproof sbatch --help'],
  [['doctor', '--bogus'], 'ioproof doctor --help'],
  [['bogus', 'plan'], 'ioproof --help'],
])('%j is usage, and the help that has the right words is named', (words, help) => {
  const { exitCode, stdout, stderr } = new Workplace({}).run(...words);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`See \`${help}\`.\n`);
});
