// `ioproof import fio` and `ioproof fio`: a job file of fio becomes a workload file, or runs in one go.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workplace } from '../../helpers/cli.js';

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
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^job\.fio:4 gtod_reduce=1: no effect/m);
  expect(stderr.split('\n').filter((line) => !/^(job\.fio:\d+ .*)?$/.test(line))).toEqual([]);
  expect(place.record().steps).toMatchObject([{ id: 'first/a/1', engine: { used: 'null' }, job: { runtime: 5e7 } }]);
});

test('--no-counters reads none around the steps', () => {
  for (const [words, present] of [
    [[], true],
    [['--no-counters'], false],
  ] as const) {
    const place = workplace();
    const args = ['--section', 'first', '--mount', `a=${place.mount('a')}`, '--quiet', ...words];
    expect(place.run('fio', 'job.fio', ...args).exitCode).toBe(0);
    expect(place.record().steps[0]?.counters !== undefined).toBe(present);
  }
});

test('the record keeps what each option became, that of other runs nothing', () => {
  const place = workplace();
  const words = ['--engine', 'null', '--set', 'runtime=50ms', '--quiet'];
  expect(place.run('fio', 'job.fio', '--mount', `a=${place.mount('a')}`, ...words).exitCode).toBe(0);
  const { source, notes = [] } = place.record().import ?? {};
  expect(source).toBe('job.fio');
  const given = job.split('\n').flatMap((line, index) => (/^[a-z]/.test(line) ? [index + 1] : []));
  expect([...new Set(notes.filter(({ option }) => option !== '').map(({ line }) => line))]).toEqual(
    expect.arrayContaining(given),
  );
  expect(notes).toContainEqual({
    line: 4,
    section: 'first',
    option: 'gtod_reduce',
    value: '1',
    outcome: 'recorded',
    text: expect.stringMatching(/^no effect, /) as string,
    keys: [],
  });
  expect(notes.find(({ line }) => line === 10)).toMatchObject({ outcome: 'converted', keys: ['blockSize'] });
  const others = ['--set', 'engine=null', '--set', 'runtime=50ms', '--set', 'size=1MiB', '--out', 'others', '--quiet'];
  expect(place.run('run', 'random-read-4k', '--mount', `a=${place.path('a')}`, ...others).exitCode).toBe(0);
  expect(place.record('others')).not.toHaveProperty('import');
});

test('what somebody counts on and does not get is said on the way', () => {
  const place = workplace('[a]\nrw=randread\nsize=1m\niodepth=32\nrandrepeat=0\nnumjobs=2\nnumber_ios=10\n');
  const { exitCode, stderr } = place.run('import', 'fio', 'job.fio', '-o', 'job.yaml');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^job\.fio:4 iodepth=32: no effect, 1 in flight a worker/m);
  expect(stderr).toMatch(/^job\.fio:5 randrepeat=0: no effect, each run has the same sequence.*--set seed=N$/m);
  expect(stderr).toMatch(/^job\.fio:1 \[a\]: fio prints an entry for each of the 2 clones/m);
});

test('--sequential runs sections after one another that fio runs together, and says so', () => {
  const together = workplace('[a]\nioengine=null\nrw=read\nsize=1m\n[b]\nioengine=null\nrw=write\nsize=1m\n');
  for (const command of ['fio', 'import fio']) {
    const { exitCode, stderr } = together.run(...command.split(' '), 'job.fio');
    expect({ exitCode, advised: stderr.includes('Import with --sequential') }).toEqual({ exitCode: 2, advised: true });
  }
  const said = 'fio runs it at the same time as [a] of line 1; here it runs afterwards, by --sequential';
  const imported = together.run('import', 'fio', 'job.fio', '--sequential');
  expect(imported).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(said) as string });
  expect(imported.stdout).toContain(`# ${said}`);
  const run = together.run('fio', 'job.fio', '--sequential', '--quiet', '--mount', `a=${together.mount('a')}`);
  expect(run).toMatchObject({ exitCode: 0, stderr: expect.stringContaining(said) as string });
  const { steps, import: kept } = together.record();
  expect(steps.map(({ id }) => id)).toEqual(['a/a/1', 'b/a/1']);
  expect(kept?.notes).toContainEqual(
    expect.objectContaining({ line: 5, section: 'b', outcome: 'assumed', text: said }),
  );
});

test('the help of report says what the JSON of fio has that is not measured', () => {
  const { stdout } = workplace().run('report', '--help');
  for (const word of ['group_reporting', 'ctx', 'majf', 'minf', 'iodepth_level', 'iodepth_submit', 'usr_cpu']) {
    expect(stdout).toContain(word);
  }
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
