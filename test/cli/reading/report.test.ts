// The report command: each format, what goes to a file, and what is said about runs and files that cannot be used.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { runsIn } from '../../helpers/cli.js';
import { sharedTemporaryDirectory, temporaryDirectory } from '../../helpers/temporary.js';
import { ioproof, main, settings } from '../command.js';

const directory = sharedTemporaryDirectory();
let run = '';

const report = (...words: string[]) => ioproof(['report', ...words], directory);

// Little more than a second of the null engine in intervals of 100 ms: two samples of half a second, and a rest.
beforeAll(() => {
  const mixed = settings('engine=null', 'readPercent=50', 'workers=2', 'size=1MiB');
  const words = ['run', 'random-read-4k', ...mixed, ...settings('runtime=1200ms', 'interval=100ms'), '--quiet'];
  expect(ioproof(words, directory).status).toBe(0);
  run = join(directory, 'results', runsIn(join(directory, 'results'))[0] ?? '');
});

interface Job {
  jobname: string;
  error: number;
  read: { total_ios: number; bw_samples: number; clat_ns: { N: number; bins?: Record<string, number> } };
  write: { iops: number };
}

const jobsOf = (text: string) => (JSON.parse(text) as { jobs: Job[] }).jobs;

describe('of a run', () => {
  test('prints the table as the run did', () => {
    const { status, stdout, stderr } = report(run);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('random-read-4k');
    expect(stdout).toContain(`complete: 1 of 1 steps complete; ${run}/run.json`);
    expect(report(join(run, 'run.json')).stdout).toBe(stdout);
  });

  test('prints what fio would, with samples from the time series', () => {
    const { status, stdout, stderr } = report(run, '--format', 'fio-json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const [job] = jobsOf(stdout);
    expect(job).toMatchObject({ jobname: 'random-read-4k', error: 0, read: { bw_samples: 2 } });
    expect(job?.read.total_ios).toBeGreaterThan(0);
    expect(job?.write.iops).toBeGreaterThan(0);
    expect(job?.read.clat_ns).not.toHaveProperty('bins');
  });

  test('prints the buckets with json+, all operations in them', () => {
    const [job] = jobsOf(report(run, '--format', 'fio-json+').stdout);
    const counts = Object.values(job?.read.clat_ns.bins ?? {});
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(job?.read.total_ios);
  });

  test('without its time series has everything but the samples', () => {
    const copy = temporaryDirectory();
    writeFileSync(join(copy, 'run.json'), readFileSync(join(run, 'run.json')));
    const [job] = jobsOf(report(copy, '--format', 'fio-json').stdout);
    expect(job?.read).toMatchObject({ bw_samples: 0 });
    expect(job?.read.total_ios).toBeGreaterThan(0);
  });

  test('that failed tells so beside the JSON', () => {
    const copy = temporaryDirectory();
    const record = JSON.parse(readFileSync(join(run, 'run.json'), 'utf8')) as { steps: object[] };
    const failed = { ...record.steps[0], status: 'failed', error: { code: 'IO_ERROR', message: 'broken', errno: 28 } };
    writeFileSync(join(copy, 'run.json'), JSON.stringify({ ...record, steps: [failed] }));
    const { status, stdout, stderr } = report(copy, '--format', 'fio-json');
    expect(status).toBe(0);
    expect(stderr).toMatch(/random-read-4k\/here\/1 failed: broken/);
    expect(jobsOf(stdout)).toMatchObject([{ error: 28 }]);
  });
});

test('two runs are one document', () => {
  const copy = temporaryDirectory();
  writeFileSync(join(copy, 'run.json'), readFileSync(join(run, 'run.json')));
  const jobs = jobsOf(report(run, copy, '--format', 'fio-json').stdout);
  expect(jobs.map(({ jobname }) => jobname.replace(/^[\w-]+:/, ''))).toEqual(['random-read-4k', 'random-read-4k']);
});

describe('-o', () => {
  const write = (file: string) => report(run, '--format', 'fio-json', '-o', file);

  test('writes the file and nothing else, and replaces one that exists with its mode', () => {
    const folder = temporaryDirectory();
    const file = join(folder, 'fio.json');
    writeFileSync(file, 'old');
    chmodSync(file, 0o640);
    expect(write(file)).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(readFileSync(file, 'utf8')).toBe(report(run, '--format', 'fio-json').stdout);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(folder)).toEqual(['fio.json']);
  });

  test('writes through a link and leaves it', () => {
    const folder = temporaryDirectory();
    writeFileSync(join(folder, 'file'), 'old');
    symlinkSync('file', join(folder, 'link'));
    write(join(folder, 'link'));
    unlinkSync(join(folder, 'link'));
    expect(jobsOf(readFileSync(join(folder, 'file'), 'utf8'))).toHaveLength(1);
  });

  test.each(['-', '/dev/stdout'])('%s is standard output, be it a pipe', (file) => {
    const command = '"$0" "$1" report "$2" --format fio-json -o "$3" | cat';
    const stdout = execFileSync('sh', ['-c', command, process.execPath, main, run, file], { encoding: 'utf8' });
    expect(jobsOf(stdout)).toHaveLength(1);
  });

  test('writes the table without colours', () => {
    const file = join(temporaryDirectory(), 'table.txt');
    expect(report(run, '-o', file).status).toBe(0);
    expect(readFileSync(file, 'utf8')).toMatch(/^ioproof \d[^\u001b]+\n$/);
  });

  test.each(['missing/fio.json', 'folder'])('says that %s cannot be written', (name) => {
    const folder = temporaryDirectory();
    mkdirSync(join(folder, 'folder'));
    const { status, stdout, stderr } = write(join(folder, name));
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(/cannot be written: .*(ENOENT|EISDIR)[^]*Give a file in a folder that exists/);
    expect(readdirSync(folder)).toEqual(['folder']);
  });
});

describe('says with exit code 2', () => {
  test.each([
    { what: 'a path that does not exist', words: ['no-such-run'], said: /"no-such-run" is neither a file nor a run/ },
    { what: 'a folder without a run', words: ['.'], said: /"run\.json" cannot be read: .*ENOENT/ },
    { what: 'no path', words: [], said: /<runs\.\.> is missing/ },
    { what: 'an unknown format', words: ['x', '--format', 'fio'], said: /--format "fio": must be text, html/ },
    { what: 'a format without a name', words: ['x', '--format'], said: /--format: its value is missing/ },
    { what: 'an unknown option', words: ['x', '--fromat', 'text'], said: /fromat/ },
  ])('$what', ({ words, said }) => {
    const { status, stdout, stderr } = report(...words);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toMatch(said);
  });

  test.each(['text', 'html', 'md', 'fio-json', 'json'])('a run that is named twice, as %s', (format) => {
    const { status, stdout, stderr } = report(run, join(run, 'run.json'), '--format', format);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(`"${join(run, 'run.json')}" is named as "${run}", too`);
    expect(stderr).toContain('Name each run once.');
  });

  test('all paths that are wrong, at once', () => {
    const { status, stderr } = report('no-such-run', run, 'nor-this', '--format', 'fio-json');
    expect(status).toBe(2);
    expect(stderr).toMatch(/"no-such-run" is neither[^]*"nor-this" is neither/);
  });

  test('what is no run, and writes no file', () => {
    const folder = temporaryDirectory();
    const [file, output] = [join(folder, 'run.json'), join(folder, 'out.json')];
    for (const [text, said] of [
      ['{"jobs": []}', /no schemaVersion/],
      ['not JSON', /is not JSON/],
    ] as const) {
      writeFileSync(file, text);
      const { status, stderr } = report(run, file, '--format', 'fio-json', '-o', output);
      expect(status).toBe(2);
      expect(stderr).toMatch(said);
    }
    expect(readdirSync(folder)).toEqual(['run.json']);
  });
});
