// The command line of a job, run by the installed fio: as many operations and bytes as ioproof does, in the same files.
import { execFileSync } from 'node:child_process';
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { fioArguments } from '../../src/crosscheck/fio-command.js';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import type { StepRecord } from '../../src/result/schema.js';
import type { BlockWorkload } from '../../src/spec/workload.js';
import { engine, stepRecord } from '../fixtures/records.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { block, KiB, MiB, mount } from '../plan/samples.js';
import { whyNo } from '../report/fio-json/samples.js';

const noFio = whyNo('fio');

function stepOf(given: Partial<BlockWorkload>, path = '/mnt/here'): PlannedStep {
  const workload = block({ size: 4 * MiB, direct: false, engine: 'sync', ...given });
  const [step] = makePlan([workload], [mount('here', { path })], { repeat: 2 }).steps;
  if (step === undefined) throw new Error('no step');
  return step;
}

function argumentsOf(step: PlannedStep, used: Partial<StepRecord['engine']> = {}): string[] {
  const plain: Partial<StepRecord['engine']> = { used: 'sync', direct: false, queueDepth: 1, features: [] };
  return fioArguments(step, stepRecord({ job: step.job, engine: engine({ ...plain, ...used }) }));
}

/** Lays the files of a step out as ioproof would, and lets fio do its job. */
function runFio(given: Partial<BlockWorkload>) {
  const step = stepOf(given, temporaryDirectory());
  const { fileCount, fileSize, root } = step.spec;
  const paths = Array.from({ length: fileCount }, (_, file) =>
    join(root, 'd000000', `f${String(file).padStart(9, '0')}`),
  );
  mkdirSync(dirname(paths[0] ?? ''), { recursive: true });
  for (const path of paths) writeFileSync(path, Buffer.alloc(fileSize, 1));
  const output = execFileSync('fio', argumentsOf(step), { encoding: 'utf8', cwd: root });
  const { jobs } = JSON.parse(output.slice(output.indexOf('{'))) as { jobs: Record<'read' | 'write', Done>[] };
  const sizes = paths.map((path) => statSync(path).size);
  expect(sizes).toEqual(sizes.map(() => fileSize));
  expect(jobs).toHaveLength(1);
  return { read: jobs[0]?.read, write: jobs[0]?.write };
}

interface Done {
  total_ios: number;
  io_bytes: number;
}

const cases: { what: string; given: Partial<BlockWorkload>; operations: number; bytes: number }[] = [
  {
    what: 'two passes over three files, one after the other',
    given: { access: 'sequential', blockSize: 64 * KiB, size: 3 * MiB, files: 3, passes: 2 },
    operations: 96,
    bytes: 6 * MiB,
  },
  {
    what: 'a pass of four workers over slices of two files',
    given: { access: 'sequential', blockSize: 64 * KiB, files: 2, workers: 4, passes: 1 },
    operations: 64,
    bytes: 4 * MiB,
  },
  {
    what: 'a pass of three workers over parts of four files in turn',
    given: { access: 'sequential', blockSize: 16 * KiB, files: 4, workers: 3, serviceOrder: 'roundrobin', passes: 1 },
    operations: 256,
    bytes: 4 * MiB,
  },
  {
    what: 'two passes of a permutation in files of its own',
    given: { access: 'permutation', workers: 2, files: 4, fileSharing: 'perWorker', passes: 2 },
    operations: 2048,
    bytes: 8 * MiB,
  },
  {
    what: 'a walk back',
    given: { access: 'backward', blockSize: 8 * KiB, files: 1, workers: 2, passes: 1 },
    operations: 512,
    bytes: 4 * MiB,
  },
  {
    what: 'a pass over regions, one for each worker',
    given: { access: 'sequential', files: 1, workers: 2, offset: MiB, offsetIncrement: MiB, passes: 1 },
    operations: 512,
    bytes: 2 * MiB,
  },
  { what: 'bytes beyond the size', given: { ioSize: 8 * MiB, workers: 2 }, operations: 4096, bytes: 16 * MiB },
  { what: 'a number of operations', given: { operationLimit: 1500, files: 2 }, operations: 1500, bytes: 6000 * KiB },
  { what: 'the least of two limits', given: { operationLimit: 100, passes: 1 }, operations: 100, bytes: 400 * KiB },
  {
    what: 'writes on processors of their own',
    given: { readPercent: 0, workers: 2, files: 1, passes: 1, cpus: [0, 0] },
    operations: 1024,
    bytes: 4 * MiB,
  },
];

test.skipIf(noFio).each(cases)(`fio does $what ${noFio}`, ({ given, operations, bytes }) => {
  const direction = given.readPercent === 0 ? 'write' : 'read';
  const done = runFio(given);
  expect(done[direction]).toMatchObject({ total_ios: operations, io_bytes: bytes });
  expect(done[direction === 'read' ? 'write' : 'read']).toMatchObject({ total_ios: 0 });
});

test('what the record says was used is asked for', () => {
  const used = { used: 'io_uring' as const, direct: true, queueDepth: 16, features: ['registered-files'] };
  const found = argumentsOf(stepOf({ engine: 'auto', direct: true, queueDepth: 32 }), used);
  expect(found).toEqual(
    expect.arrayContaining(['--ioengine=io_uring', '--direct=1', '--iodepth=16', '--registerfiles=1', '--readonly']),
  );
  expect(found.join(' ')).not.toContain('fixedbufs');
});

test('a timed job runs for its time, with new random numbers, and makes no file', () => {
  const found = argumentsOf(stepOf({ runtime: 2e9, ramp: 1e9, readPercent: 30 }));
  expect(found).toEqual(
    expect.arrayContaining([
      ...['--runtime=2', '--ramp_time=1', '--time_based=1', '--randrepeat=0', '--norandommap=1'],
      ...['--allow_file_create=0', '--refill_buffers=1', '--rwmixread=30'],
    ]),
  );
  expect(found).not.toContain('--readonly');
  expect(found.join(' ')).not.toMatch(/randseed|loops|io_size/);
});

test('workers that do the same are one job, others one each', () => {
  const jobs = (given: Partial<BlockWorkload>) =>
    argumentsOf(stepOf(given)).filter((text) => /^--(name|numjobs)/.test(text));
  expect(jobs({ workers: 3, files: 1 })).toEqual(['--name=global', '--name=workers', '--numjobs=3']);
  expect(jobs({ workers: 2, files: 1, access: 'sequential' })).toEqual([
    '--name=global',
    '--name=worker0',
    '--name=worker1',
  ]);
});

test('a colon in the path of a mount does not make two directories', () => {
  expect(argumentsOf(stepOf({}, '/mnt/a:b'))).toContainEqual(expect.stringMatching(/^--directory=\/mnt\/a\\:b\//));
});
