// `ioproof clean`: everything that the tool wrote goes, and nothing else, however the directories came to be as they are.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Workplace } from '../../helpers/cli.js';
import { settings } from '../command.js';

const tiny = settings('size=1MiB', 'runtime=50ms', 'direct=false', 'engine=sync', 'queueDepth=1');

/** A data set of one file on a new mount below the place. */
function withData(place: Workplace, name: string): string {
  const path = place.mount(name);
  const options = ['--quiet', '--mount', `${name}=${path}`, '--out', `out-${name}`];
  const result = place.run('run', 'random-read-4k', ...tiny, ...options);
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  expect(readdirSync(path)).toEqual(['ioproof-data']);
  return path;
}

const onlyDataset = (path: string): string => {
  const [name = ''] = readdirSync(join(path, 'ioproof-data')).filter((entry) => entry.startsWith('block-'));
  return join(path, 'ioproof-data', name);
};

test('it empties the mounts that are named, says how much that was, and leaves the others', () => {
  const place = new Workplace();
  const [a, b, c] = [withData(place, 'a'), withData(place, 'b'), withData(place, 'c')];
  writeFileSync(join(a, 'mine'), 'keep');
  const { exitCode, stdout, stderr } = place.run('clean', '--mount', `a=${a}`, '--mount', `b=${b}`);

  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(
    new RegExp(`^a \\(${a}\\): removed \\d files, 1\\.00 MiB\\nb \\(${b}\\): removed \\d files, 1\\.00 MiB\\n$`),
  );
  expect(readdirSync(a)).toEqual(['mine']);
  expect(readdirSync(b)).toEqual([]);
  expect(readdirSync(c)).toEqual(['ioproof-data']);
});

test('it ends well where there is nothing to clean, once or again', () => {
  const place = new Workplace();
  const path = withData(place, 'a');
  const clean = (): { exitCode: number | null; stdout: string } => place.run('clean', '--mount', `a=${path}`);
  expect(clean().exitCode).toBe(0);
  expect(clean()).toMatchObject({ exitCode: 0, stdout: `a (${path}): removed 0 files, 0 B\n` });
  expect(readdirSync(path)).toEqual([]);
});

test('after it a run writes its data set anew', () => {
  const place = new Workplace();
  const path = withData(place, 'a');
  place.run('clean', '--mount', `a=${path}`);
  place.run('run', 'random-read-4k', ...tiny, '--quiet', '--mount', `a=${path}`, '--out', 'again');
  expect(place.record('again').steps[0]?.dataset?.reused).toBe(false);
});

test('what somebody put beside the data sets stays, with the marker, and is named', () => {
  const place = new Workplace();
  const path = withData(place, 'a');
  mkdirSync(join(path, 'ioproof-data', 'thesis'));
  writeFileSync(join(path, 'ioproof-data', 'thesis', 'chapter'), 'keep');
  writeFileSync(join(path, 'ioproof-data', 'notes'), 'keep');
  const { exitCode, stdout } = place.run('clean', '--mount', `a=${path}`);

  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/ {2}kept .*\/ioproof-data\/notes: \S+/);
  expect(stdout).toMatch(/ {2}kept .*\/ioproof-data\/thesis: \S+/);
  expect(readdirSync(join(path, 'ioproof-data')).sort()).toEqual(['.ioproof.json', 'notes', 'thesis']);
  expect(readFileSync(join(path, 'ioproof-data', 'thesis', 'chapter'), 'utf8')).toBe('keep');
});

test('a data directory that is a symbolic link is refused with exit code 4, and what it leads to stays', () => {
  const place = new Workplace();
  const path = withData(place, 'a');
  const moved = place.path('moved');
  renameSync(join(path, 'ioproof-data'), moved);
  symlinkSync(moved, join(path, 'ioproof-data'));
  const before = readdirSync(moved, { recursive: true });

  for (const command of [['clean'], ['run', 'random-read-4k', ...tiny]]) {
    const { exitCode, stderr } = place.run(...command, '--mount', `a=${path}`);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('ioproof-data');
  }
  expect(readdirSync(moved, { recursive: true })).toEqual(before);
});

test('a data set whose file was exchanged for a link is not written through', () => {
  const place = new Workplace();
  const path = withData(place, 'a');
  const precious = place.path('precious');
  writeFileSync(precious, Buffer.alloc(2 ** 20, 7));
  const file = join(onlyDataset(path), 'd000000', 'f000000000');
  renameSync(file, place.path('aside'));
  symlinkSync(precious, file);

  const write = ['run', 'random-write-4k', ...tiny, '--quiet', '--mount', `a=${path}`, '--out', 'written'];
  expect(place.run(...write).exitCode).toBe(3);
  expect(place.record('written').steps[0]).toMatchObject({
    status: 'failed',
    error: { errnoName: 'ELOOP', path: file },
  });
  expect(readFileSync(precious).equals(Buffer.alloc(2 ** 20, 7))).toBe(true);
  expect(existsSync(file)).toBe(true);
});
