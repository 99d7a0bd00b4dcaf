// `ioproof crosscheck`: with the installed fio, with programs that are none, and with a fio that fails or hangs.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import type { RunRecord } from '../../../src/result/schema.js';
import { type Finished, Workplace } from '../../helpers/cli.js';
import { isAlive, until } from '../../helpers/processes.js';
import { whyNo } from '../../report/fio-json/samples.js';

const noFio = whyNo('fio');

/** A tenth of a second of buffered reads. */
const reads = 'kind: block\nname: reads\nsize: 1MiB\nruntime: 100ms\nengine: sync\ndirect: false\ndropCache: false\n';

const recordOf = ({ stdout }: Finished) => JSON.parse(stdout) as RunRecord;

/** A folder with a workload, a mount and, with a script, a program `fio` that says its version and then runs that. */
function workplace(scriptFor?: (pids: string) => string): { place: Workplace; args: string[] } {
  const place = new Workplace({ 'reads.yaml': reads });
  const args = ['crosscheck', './reads.yaml', '--mount', `a=${place.mount('a')}`];
  if (scriptFor === undefined) return { place, args };
  const script = scriptFor(place.path('pids'));
  writeFileSync(place.path('fio'), `#!/bin/sh\nif [ "$1" = --version ]; then echo fio-3.99; exit; fi\n${script}\n`);
  chmodSync(place.path('fio'), 0o755);
  return { place, args: [...args, '--fio', './fio'] };
}

const hanging = (pids: string) => `echo $$ >> ${pids}; exec sleep 600`;

describe.skipIf(noFio)(`with the installed fio ${noFio}`, () => {
  test('the record has both sides of each pair, in alternation, and the comparison', () => {
    const { place, args } = workplace();
    const finished = place.run(...args, '--pairs', '3', '--set', 'readPercent=50', '--json', '--quiet');
    expect(finished).toMatchObject({ exitCode: 0, stderr: '' });
    const record = recordOf(finished);
    const number = expect.any(Number) as number;
    const sample = { perSecond: number, bytesPerSecond: number, p50Ns: number, p99Ns: number };
    expect(record.crosscheck).toMatchObject({
      fio: { path: 'fio', version: expect.stringMatching(/^fio-\d/) as string },
      comparisons: [
        {
          workload: 'reads',
          mount: 'a',
          pairs: ['ioproof', 'fio', 'ioproof'].map((first, index) => ({
            ...{ pair: index + 1, step: `reads/a/${index + 1}`, first, error: null },
            ...{ ioproof: { read: sample, write: sample }, fio: { read: sample, write: sample } },
          })),
          agreement: expect.stringMatching(/^(agree|differ|undecided)$/) as string,
        },
      ],
    });
    expect(record.crosscheck?.comparisons[0]?.command).toEqual(expect.arrayContaining(['fio', '--rwmixread=50']));
    expect(place.record()).toEqual(record);
    const schema = JSON.parse(place.run('schema', 'run').stdout) as object;
    const validate = new Ajv2020({ strict: true }).compile(schema);
    expect(validate(record), JSON.stringify(validate.errors)).toBe(true);
  });

  test('each variant is compared, and the report says so again', () => {
    const { place, args } = workplace();
    writeFileSync(place.path('reads.yaml'), `${reads}sweep: {blockSize: [4KiB, 8KiB]}\n`);
    const { exitCode, stdout, stderr } = place.run(...args, '--pairs', '2');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/reads, blockSize=4KiB, on a: (they agree|they differ|undecided) in 2 pairs[,:]/);
    expect(stdout).toMatch(/reads, blockSize=8KiB, on a: (they agree|they differ|undecided) in 2 pairs[,:]/);
    expect(stdout).toMatch(/^ +op +figure +ioproof +fio +ratio +95 % interval$/m);
    expect(stderr).toMatch(/reads@blockSize=8KiB\/a\/2: fio-\S+ does the same, pair 2 of 2/);
    const report = place.run('report', `results/${place.record().run.id}`);
    expect(report.stdout).toContain(stdout.slice(stdout.indexOf('cross-check with'), stdout.indexOf('Warnings')));
  });
});

describe('is refused with exit code 2, and nothing is written', () => {
  test.each([
    {
      what: 'a fio that is not there',
      more: ['--fio', './no-fio'],
      said: /\/no-fio" is not there\n.*apt install fio/,
    },
    { what: 'a program that is no fio', more: ['--fio', 'true'], said: /"true" is no fio/ },
    { what: 'one pair', more: ['--pairs', '1'], said: /--pairs 1: must be a whole number from 2/ },
  ])('$what', ({ more, said }) => {
    const { place, args } = workplace();
    const { exitCode, stdout, stderr } = place.run(...args, ...more);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toMatch(said);
    expect(existsSync(place.path('a', 'ioproof-data'))).toBe(false);
    expect(existsSync(place.path('results'))).toBe(false);
  });

  test('a job that fio cannot do, with the reason', () => {
    const { place, args } = workplace(() => 'exit 1');
    const { exitCode, stderr } = place.run(...args, '--pairs', '2', '--set', 'engine=null');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/workload "reads": the null engine moves no data/);
    expect(existsSync(place.path('results'))).toBe(false);
  });
});

describe('a fio', () => {
  test('that fails leaves what ioproof measured, and its last words in the record', () => {
    const { place, args } = workplace(() => 'echo "fio: engine sulks" >&2; exit 1');
    const finished = place.run(...args, '--pairs', '2', '--json', '--quiet');
    expect(finished.exitCode).toBe(3);
    const { run, steps, crosscheck } = recordOf(finished);
    expect(run.status).toBe('partial');
    expect(run.reasons).toEqual(
      [1, 2].map((n) => `fio beside reads/a/${n}: fio ended with exit code 1: fio: engine sulks`),
    );
    expect(steps.map(({ status }) => status)).toEqual(['complete', 'complete']);
    expect(crosscheck?.comparisons[0]).toMatchObject({
      agreement: null,
      directions: {},
      pairs: [{ fio: {} }, { fio: {} }],
    });
  });

  test('that hangs is ended at its deadline', () => {
    const { place, args } = workplace(hanging);
    const finished = place.run(...args, '--pairs', '2', '--grace', '3s', '--json', '--quiet');
    expect(finished.exitCode).toBe(3);
    expect(recordOf(finished).run.reasons[0]).toMatch(/fio did not end within 3 s; see --grace/);
    const ids = readFileSync(place.path('pids'), 'utf8').trim().split('\n').map(Number);
    expect(ids).toHaveLength(2);
    expect(ids.filter(isAlive)).toEqual([]);
  });

  test('that runs is ended by Ctrl-C, and what was measured is saved', async () => {
    const { place, args } = workplace(hanging);
    const pids = place.path('pids');
    const running = place.start(...args, '--pairs', '2');
    await until(() => existsSync(pids) && readFileSync(pids, 'utf8').endsWith('\n'), 'fio starts');
    const id = Number(readFileSync(pids, 'utf8'));
    expect(isAlive(id)).toBe(true);
    running.signal('SIGINT', 'command');
    expect((await running.ended).exitCode).toBe(130);
    expect(isAlive(id)).toBe(false);
    const { run, steps } = place.record();
    expect(run.status).toBe('interrupted');
    expect(steps.map(({ status }) => status)).toEqual(['complete', 'skipped']);
  });
});
