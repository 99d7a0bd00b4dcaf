// The report command's documents: the format by the ending, all bad input at once, changed records, files that stay whole.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { sharedTemporaryDirectory, temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, quickStep } from '../command.js';

const directory = sharedTemporaryDirectory();
let id = '';
let run = '';

const report = (...words: string[]) => ioproof(['report', ...words], directory);

beforeAll(() => {
  for (const name of ['a', 'b']) mkdirSync(join(directory, name));
  const mounts = ['--mount', 'one=a', '--mount', 'two=b'];
  expect(ioproof(['run', 'random-read-4k', ...mounts, ...quickStep, '--quiet'], directory).status).toBe(0);
  id = readdirSync(join(directory, 'results')).find((name) => /^\d{8}-/.test(name)) ?? '';
  run = join('results', id);
});

const starts = {
  md: /^# Storage report\n/,
  csv: /^run,startedAt,/,
  json: /^\{\n {2}"schemaVersion": 1,/,
  xml: /^<\?xml version="1\.0"/,
  prom: /^# TYPE ioproof_verdict gauge\n/,
  txt: /^ioproof \d/,
};

describe('-o', () => {
  test.each(Object.entries(starts))('with the ending .%s is that format', (ending, start) => {
    const file = join(temporaryDirectory(), `report.${ending}`);
    expect(report(run, '-o', file)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toMatch(start);
  });

  test('and --format that say different things are told, and nothing is written', () => {
    const folder = temporaryDirectory();
    const { status, stderr } = report(run, '--format', 'md', '-o', join(folder, 'report.csv'));
    expect(status).toBe(2);
    expect(stderr).toMatch(/--format md and -o .*report\.csv: "\.csv" is the ending of csv\.[^]*such as "\.md"/);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('that is the record itself is refused', () => {
    const before = readFileSync(join(directory, run, 'run.json'), 'utf8');
    const { status, stderr } = report(run, '--format', 'json', '-o', `${run}/run.json`);
    expect({ status, stderr }).toMatchObject({ status: 2, stderr: expect.stringContaining('is the record') as string });
    expect(readFileSync(join(directory, run, 'run.json'), 'utf8')).toBe(before);
  });

  test.skipIf(!existsSync('/dev/full'))('to a full device is an error', () => {
    const { status, stderr } = report(run, '--format', 'md', '-o', '/dev/full');
    expect(status).toBe(2);
    expect(stderr).toMatch(/"\/dev\/full" cannot be written: .*ENOSPC/);
  });
});

test('takes the id of a run, and compares its mounts', () => {
  const { status, stdout } = report(id, '--format', 'json', '--baseline', 'two');
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ comparison: { by: 'mount', baseline: 'two', sides: ['one', 'two'] } });
});

describe('says with exit code 2', () => {
  test('all runs that cannot be read, at once', () => {
    const folder = temporaryDirectory();
    const record = readFileSync(join(directory, run, 'run.json'), 'utf8');
    const files = {
      'cut.json': record.slice(0, 1000),
      'newer.json': record.replace('"schemaVersion": 1', '"schemaVersion": 2'),
      'older.json': record.replace('"schemaVersion": 1', '"schemaVersion": 0'),
      'foreign.json': '{"jobs": []}',
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const { status, stdout, stderr } = report(
      ...Object.keys(files).map((name) => join(folder, name)),
      '--format',
      'md',
    );
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/cut\.json" is not JSON[^]*newer\.json" has schemaVersion 2[^]*Read it with a newer/);
    expect(stderr).toMatch(/older\.json" has schemaVersion 0[^]*foreign\.json" has no schemaVersion/);
  });

  test.each([
    {
      what: 'a run that is named twice',
      words: () => [run, `${run}/run.json`],
      said: /run\.json" is named as .*, too: /,
    },
    { what: 'a baseline that is no side', words: () => [run, '--baseline', 'three'], said: /"three"[^]*one, two/ },
    {
      what: 'a single run that is to be compared by run',
      words: () => [run, '--by', 'run'],
      said: /nothing to compare/,
    },
  ])('$what', ({ words, said }) => {
    const { status, stderr } = report(...words(), '--format', 'md');
    expect(status).toBe(2);
    expect(stderr).toMatch(said);
  });
});

test('two copies of a run are named by their paths', () => {
  const copy = join(temporaryDirectory(), 'run.json');
  writeFileSync(copy, readFileSync(join(directory, run, 'run.json')));
  const { stdout } = report(run, copy, '--format', 'json');
  const { runs } = JSON.parse(stdout) as { runs: { name: string; id: string }[] };
  expect(runs.map(({ name }) => name)).toEqual([`${run}/run.json`, copy]);
});

describe('a record that was changed after the run', () => {
  const changed = () => {
    const folder = temporaryDirectory();
    for (const name of ['run.json', 'SHA256SUMS', 'events.ndjson']) {
      writeFileSync(join(folder, name), readFileSync(join(directory, run, name)));
    }
    writeFileSync(join(folder, 'run.json'), `${readFileSync(join(directory, run, 'run.json'), 'utf8')}\n`);
    return folder;
  };

  test.each([
    { format: 'md', note: /\*\*Note\*\*.* it was changed after the run/ },
    { format: 'csv', note: /,differs\r\n/ },
    { format: 'json', note: /"RECORD_CHANGED"/ },
    { format: 'junit', note: /<system-err>RECORD_CHANGED/ },
    { format: 'openmetrics', note: /ioproof_run_record_changed\{.*\} 1\n/ },
    { format: 'text', note: /^NOTE: run\.json is not what its SHA256SUMS says/ },
  ])('is noted in $format and on standard error', ({ format, note }) => {
    const { status, stdout, stderr } = report(changed(), '--format', format);
    expect(status).toBe(0);
    expect(stdout).toMatch(note);
    expect(stderr).toMatch(/^run .*: run\.json is not what its SHA256SUMS says/);
  });

  test('is refused with --strict, and the unchanged one is not', () => {
    expect(report(changed(), '--format', 'md', '--strict')).toMatchObject({ status: 2, stdout: '' });
    expect(report(run, '--format', 'md', '--strict').status).toBe(0);
  });
});
