// `ioproof import fio` and `ioproof fio`: a job file of fio becomes a workload file, or runs in one go.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workplace } from '../helpers/cli.js';

const job = [
  '; a job of two sections',
  '[global]',
  'ioengine=psync',
  'gtod_reduce=1',
  'size=1m',
  'runtime=100ms',
  'time_based',
  '[first]',
  'rw=randread',
  'bs=${BLOCK}',
  '[second]',
  'stonewall',
  'rw=write',
  'bs=64k',
  '',
].join('\n');

/** A folder with the job file as `job.fio`. */
function workplace(text = job.replace('${BLOCK}', '4k')): Workplace {
  return new Workplace({ 'job.fio': text });
}

test('import prints a workload file that says what each option became, and the run takes it', () => {
  const place = workplace();
  const { exitCode, stdout, stderr } = place.run('import', 'fio', 'job.fio');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ *# line 9 rw=randread: /m);
  expect(stderr).toMatch(/^job\.fio:4 gtod_reduce=1: /m);
  expect(stderr.match(/gtod_reduce/g)).toHaveLength(1);
  expect(place.run('import', 'fio', 'job.fio', '-o', 'job.yaml')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(readFileSync(place.path('job.yaml'), 'utf8')).toBe(stdout);
  expect(place.run('show', './job.yaml').exitCode).toBe(0);
});

test('fio imports and runs in one go, with the steps of the sections in order', () => {
  const place = workplace();
  const { exitCode, stderr } = place.run('fio', 'job.fio', '--mount', `a=${place.mount('a')}`, '--json');
  expect(stderr).toMatch(/^job\.fio:4 gtod_reduce=1: /m);
  const { steps } = place.record();
  expect(steps).toMatchObject([
    { id: 'first/a/1', status: 'complete', engine: { used: 'sync' }, job: { blockSize: 4096, readPercent: 100 } },
    { id: 'second/a/1', status: 'complete', job: { blockSize: 65_536, readPercent: 0, access: 'sequential' } },
  ]);
  expect(exitCode).toBe(0);
});

test('--section takes one of them, --engine another engine, --set another value', () => {
  const place = workplace();
  const words = ['--section', 'first', '--engine', 'null', '--set', 'runtime=50ms', '--quiet'];
  const { exitCode, stderr } = place.run('fio', 'job.fio', '--mount', `a=${place.mount('a')}`, ...words);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(place.record().steps).toMatchObject([{ id: 'first/a/1', engine: { used: 'null' }, job: { runtime: 5e7 } }]);
});

test.each(['import fio', 'fio'])('%s refuses each option that has no counterpart, with its line', (command) => {
  const place = workplace(`[a]\nrw=randread\nsize=1m\nioengine=rbd\n[b]\nstonewall\nrw=trim\nsize=1m\nzonemode=zbd\n`);
  const { exitCode, stdout, stderr } = place.run(...command.split(' '), 'job.fio');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/^job\.fio:4:\d+ ioengine: /m);
  expect(stderr).toMatch(/^job\.fio:7:\d+ rw: /m);
  expect(stderr).toMatch(/^job\.fio:9:\d+ zonemode: /m);
});

test('a variable of the environment is used, and one that is not set is told', () => {
  const place = workplace(job);
  const lacking = place.run('import', 'fio', 'job.fio');
  expect(lacking.exitCode).toBe(2);
  expect(lacking.stderr).toMatch(/^job\.fio:10:\d+ .*BLOCK/m);
  process.env['BLOCK'] = '32k';
  const { exitCode, stdout } = place.run('import', 'fio', 'job.fio');
  delete process.env['BLOCK'];
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ *blockSize: 32KiB$/m);
});

test('a problem of the workload is told by the line of what import prints, not of a file that is gone', () => {
  const place = workplace();
  const { exitCode, stderr } = place.run('fio', 'job.fio', '--section', 'first', '--set', 'blockSize=3MiB');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/^job\.fio \(imported\):\d+:\d+ size: /);
  expect(stderr).toContain('`ioproof import fio job.fio` prints');
  expect(stderr).not.toMatch(/ioproof-fio-/);
});

test('a job file that is not there is told', () => {
  const place = workplace();
  writeFileSync(place.path('other'), '');
  const { exitCode, stderr } = place.run('fio', 'missing.fio');
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/"missing\.fio" cannot be read: .*ENOENT.*\nGive the path of a fio job file/);
});
