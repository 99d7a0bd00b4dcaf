// The summary of a run of several workloads: which figures stand in it, and a column for each mount.
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { headlinesOf } from '../../src/report/headlines.js';
import { lookOf } from '../../src/report/look.js';
import { summaryLines } from '../../src/report/summary.js';
import type { RunRecord, StepRecord } from '../../src/result/schema.js';
import { loadWorkloads } from '../../src/spec/load.js';
import { blockJob, failedStep, latency, operation, runRecord, stepRecord } from '../fixtures/records.js';
import { builtinDirectory } from '../spec/loading.js';

const lines = (record: RunRecord, width = 80) => summaryLines(record, lookOf({ width, colour: false }));
const labels = (job: Record<string, unknown>) => headlinesOf(job).map(({ label }) => label);

describe('the headlines', () => {
  const large = { blockSize: 65536 };
  const single = { queueDepth: 1, workers: 1 };

  test.each([
    [blockJob(large), ['read']],
    [blockJob({ ...large, ...single }), ['read']],
    [blockJob({ blockSize: 65535 }), ['read IOPS']],
    [blockJob({ readPercent: 0 }), ['write IOPS']],
    [blockJob({ readPercent: 70 }), ['read IOPS', 'write IOPS']],
    [blockJob(single), ['read p50', 'read p99']],
    [blockJob({ ...single, workers: 2 }), ['read IOPS']],
    [blockJob({ readPercent: 50, blockSize: { read: 4096, write: 2 ** 20 } }), ['read IOPS', 'write']],
    [blockJob({ blockSize: null, blockSizeRange: { from: 4096, to: 2 ** 20 } }), ['read IOPS']],
    [blockJob({ blockSize: null, blockSizeSplit: [{ size: 2 ** 20 }, { size: 65536 }] }), ['read']],
    [blockJob({ verify: 'only' }), []],
    [{ kind: 'files', operations: ['open', 'stat', 'close'] }, ['files/s']],
    [{ kind: 'files', operations: ['create', 'write', 'close'] }, ['files/s', 'write']],
    [{ kind: 'files', operations: ['unlink'] }, ['unlink/s']],
    [{ kind: 'files', operations: ['list'], items: 'directories' }, ['statx/s', 'list/s']],
    [
      { kind: 'files', operations: [], mix: [{ operations: ['stat'] }, { operations: ['unlink'] }] },
      ['stat/s', 'unlink/s'],
    ],
  ])('of %j', (job, expected) => {
    expect(labels(job)).toEqual(expected);
  });

  test('of the acceptance of a cluster are bandwidth, operations, latency and metadata', () => {
    const { workloads } = loadWorkloads('cluster-acceptance', { set: [], cwd: builtinDirectory, builtinDirectory });
    expect(workloads.map((workload) => [workload.name, ...labels({ ...workload })])).toEqual([
      ['sequential-write-1m', 'write'],
      ['sequential-read-1m', 'read'],
      ['random-write-4k', 'write IOPS'],
      ['random-read-4k', 'read IOPS'],
      ['latency-4k', 'read p50', 'read p99'],
      ['metadata-create', 'files/s'],
      ['metadata-stat', 'files/s'],
      ['metadata-unlink', 'unlink/s'],
    ]);
  });

  test('of an open loop count from the intended start', () => {
    const read = operation({ p50us: 100, intendedLatencyNs: latency(7_000_000) });
    const job = blockJob(single);
    const steps = [stepRecord({ job, operations: { read } }), stepRecord({ workload: 'other' })];
    expect(lines(runRecord(steps))[2]).toMatch(/ read p50 +7\.00ms$/);
  });
});

describe('the table', () => {
  const files = { kind: 'files', operations: ['unlink'], workers: 16, queueDepth: 1 };
  const onMount = (mount: string, factor: number): StepRecord[] => [
    ...[1, 2, 3].map((repeat) =>
      stepRecord({ mount, repeat, operations: { read: operation({ perSecond: factor * repeat * 1000 }) } }),
    ),
    stepRecord({
      mount,
      workload: 'latency',
      job: blockJob({ queueDepth: 1 }),
      operations: { read: operation({ p50us: factor * 50 }) },
    }),
    stepRecord({
      mount,
      workload: 'unlink',
      job: files,
      operations: { unlink: operation({ perSecond: factor * 100 }) },
    }),
  ];

  test('has a row a figure and a column a mount, with the median of the repeats', () => {
    expect(lines(runRecord([...onMount('nfs', 1), ...onMount('nvme', 10)]))).toEqual([
      ' Summary                       nfs    nvme',
      '──────────────────────────────────────────',
      ' random-read-4k  read IOPS   2.00k   20.0k',
      ' latency         read p50   50.0us   500us',
      '                 read p99    200us  2.00ms',
      ' unlink          unlink/s      100   1.00k',
      '',
    ]);
  });

  test('says what failed and what was skipped, also where other repeats are complete', () => {
    const steps = [
      ...onMount('nfs', 1),
      failedStep({ mount: 'nfs', repeat: 4 }),
      failedStep({ mount: 'nvme', workload: 'latency', job: blockJob({ queueDepth: 1 }) }),
      failedStep({ mount: 'nvme', workload: 'unlink', job: files, status: 'skipped' }),
    ];
    expect(
      lines(runRecord(steps))
        .slice(2, -1)
        .map((line) => line.split(/ {2,}/).slice(-2)),
    ).toEqual([
      ['FAILED', '–'],
      ['50.0us', 'FAILED'],
      ['200us', 'FAILED'],
      ['100', 'SKIPPED'],
    ]);
  });

  test('keeps the median of the complete repeats where a further one was stopped', () => {
    const error = { code: 'STOPPED', message: 'the step was stopped' };
    const stopped = stepRecord({ mount: 'nfs', repeat: 4, status: 'failed', error });
    expect(lines(runRecord([...onMount('nfs', 1), stopped]))[2]).toMatch(/2\.00k$/);
    const alone = runRecord([{ ...stopped, repeat: 1 }, stepRecord({ mount: 'nfs', workload: 'other' })]);
    expect(lines(alone)[2]).toMatch(/FAILED$/);
  });

  test('tells variants of a sweep apart', () => {
    const swept = [1, 8].map((workers) => stepRecord({ variant: { workers }, job: blockJob({ workers }) }));
    const rows = lines(runRecord([...swept, stepRecord({ workload: 'other' })])).slice(2, 4);
    expect(rows[0]).toMatch(/^ random-read-4k workers=1 +read IOPS/);
    expect(rows[1]).toMatch(/^ random-read-4k workers=8 +read IOPS/);
  });

  test('is left out where there is a single workload, or nothing but checks', () => {
    expect(lines(runRecord([stepRecord({ mount: 'a' }), stepRecord({ mount: 'b' })]))).toEqual([]);
    const checks = ['a', 'b'].map((workload) => stepRecord({ workload, job: blockJob({ verify: 'only' }) }));
    expect(lines(runRecord(checks))).toEqual([]);
  });

  test.each([60, 80, 132])('puts mounts that do not fit into %d columns below, and loses none', (width) => {
    const mounts = Array.from({ length: 12 }, (_, at) => `mount-${at}-${'x'.repeat(at * 3)}`);
    const long = 'a-workload-with-a-name-that-is-much-too-long-for-a-table';
    const steps = mounts.flatMap((mount) => [stepRecord({ mount }), stepRecord({ mount, workload: long })]);
    const table = lines(runRecord(steps), width);
    expect(Math.max(...table.map(displayWidth))).toBeLessThanOrEqual(width);
    const heads = table.filter((line) => line.startsWith(' Summary')).flatMap((line) => line.match(/mount-\d+/g) ?? []);
    expect(heads).toEqual(mounts.map((_, at) => `mount-${at}`));
    expect(table.filter((line) => line.startsWith(' Summary')).length).toBeGreaterThan(1);
  });

  test('has no escape without colour, even from names, and ASCII only where asked for', () => {
    const steps = [stepRecord({ mount: 'a\u001b[2J' }), stepRecord({ mount: 'a\u001b[2J', workload: 'o\u001b[31m' })];
    const ascii = lookOf({ width: 80, colour: false, unicode: false });
    expect(summaryLines(runRecord(steps), ascii).join('\n')).toMatch(/^[\n\x20-\x7e]+$/);
  });
});
