// The final text of a run, line by line.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { finalTable, type TextOptions } from '../../src/report/text.js';
import { runSchema, type RunRecord, type StepRecord } from '../../src/result/schema.js';
import {
  blockJob,
  engine,
  failedStep,
  latency,
  mountRecord,
  operation,
  runRecord,
  stepRecord,
} from '../fixtures/records.js';

const runJson = 'results/20261120-224501-ab12/run.json';
const text = (record: RunRecord, options: Partial<TextOptions> = {}) =>
  finalTable(record, { width: 80, colour: false, runJson, ...options });
const linesOf = (record: RunRecord, options: Partial<TextOptions> = {}) => text(record, options).split('\n');

function writeStep(mount: string, perSecond: number): StepRecord {
  const job = blockJob({ access: 'sequential', readPercent: 0, blockSize: 2 ** 20, queueDepth: 8 });
  const operations = { write: operation({ perSecond, blockSize: 2 ** 20, p50us: 6120 }) };
  return stepRecord({ workload: 'sequential-write-1m', mount, job, operations });
}

function smallFiles(mount: string, perSecond: number): StepRecord {
  const job = { kind: 'files', operations: ['open', 'read', 'close'], fileSize: 16384, workers: 1, queueDepth: 1 };
  const operations = {
    chain: operation({ perSecond, blockSize: 16384, p50us: 101 }),
    open: operation({ perSecond, blockSize: 0, p50us: 12.3 }),
    read: operation({ perSecond, blockSize: 16384, p50us: 87 }),
  };
  const used = engine({ used: 'sync', direct: false });
  return stepRecord({ workload: 'small-files', mount, job, operations, engine: used });
}

const suite = runRecord([
  writeStep('lustre', 1260),
  writeStep('nvme', 3287),
  smallFiles('lustre', 9874),
  smallFiles('nvme', 41_230),
]);

const warning = {
  code: 'DIRECT_NOT_USED',
  evidence: { reason: 'EINVAL', residentBytes: 2 ** 30 },
  advice: 'Use ext4.',
};

test('the fixtures are valid records', () => {
  expect(runSchema.parse(suite)).toEqual(suite);
  expect(runSchema.safeParse(runRecord([failedStep()])).success).toBe(true);
});

test('a suite on two mounts reads as a comparison', () => {
  expect(linesOf(suite)).toEqual([
    'ioproof 0.1.0  run 20261120-224501-ab12 · on n001 · 58.0s',
    ' lustre  /mnt/lustre  ext4, 512 GiB free',
    ' nvme    /mnt/nvme    ext4, 512 GiB free',
    '',
    ' op     mount               rate   IOPS     p50     p99   p99.9     max  errors',
    '───────────────────────────────────────────────────────────────────────────────',
    ' sequential-write-1m  1MiB sequential write, 1 worker, depth 8, io_uring direct',
    ' write  lustre        1.23 GiB/s  1.26k  6.12ms  24.5ms  49.0ms   245ms       0',
    '        nvme          3.21 GiB/s  3.29k  6.12ms  24.5ms  49.0ms   245ms       0',
    '───────────────────────────────────────────────────────────────────────────────',
    ' small-files  open-read-close 16KiB files, 1 worker, depth 1, sync buffered',
    ' read   lustre         154 MiB/s  9.87k  87.0us   348us   696us  3.48ms       0',
    '        nvme           644 MiB/s  41.2k  87.0us   348us   696us  3.48ms       0',
    ' open   lustre                 –  9.87k  12.3us  49.2us  98.4us   492us       0',
    '        nvme                   –  41.2k  12.3us  49.2us  98.4us   492us       0',
    ' chain  lustre         154 MiB/s  9.87k   101us   404us   808us  4.04ms       0',
    '        nvme           644 MiB/s  41.2k   101us   404us   808us  4.04ms       0',
    '───────────────────────────────────────────────────────────────────────────────',
    '',
    ' Summary                           lustre        nvme',
    '─────────────────────────────────────────────────────',
    ' sequential-write-1m  write    1.23 GiB/s  3.21 GiB/s',
    ' small-files          files/s       9.87k       41.2k',
    '                      read      154 MiB/s   644 MiB/s',
    '',
    ' Against lustre                   nvme',
    '──────────────────────────────────────',
    ' sequential-write-1m  write      2.61×',
    '                      write p99  1.00×',
    ' small-files          files/s    4.18×',
    '                      file p99   1.00×',
    '                      read       4.18×',
    'One repeat gives ratios without a verdict: run with --repeat 5 for one.',
    '',
    'complete: 4 of 4 steps complete; results/20261120-224501-ab12/run.json',
  ]);
});

describe('failures and warnings', () => {
  const failed = runRecord([
    stepRecord({ mount: 'lustre', warnings: [warning] }),
    failedStep({ mount: 'nfs' }),
    stepRecord({
      mount: 'nvme',
      warnings: [warning, { code: 'START_SKEW', evidence: {}, advice: 'Pin the workers.' }],
    }),
    stepRecord({ mount: 'nvme', repeat: 2, warnings: [warning] }),
    failedStep({
      mount: 'nvme',
      repeat: 3,
      status: 'skipped',
      error: { code: 'STOPPED', message: 'the run was stopped' },
    }),
  ]);

  test('a failed step stands beside the other mounts and again below with all values', () => {
    const lines = linesOf(failed);
    const row = lines.findIndex((line) => line.startsWith(' read  lustre '));
    expect(lines[row + 1]).toMatch(/^ {7}nfs +FAILED {2}repeat 1, EIO: read failed with EIO$/);
    expect(lines[row + 2]).toMatch(/^ {7}nvme /);
    const at = lines.indexOf('FAILED: 1 step');
    expect(lines.slice(at, at + 4)).toEqual([
      'FAILED: 1 step',
      ' ✗ random-read-4k/nfs/1',
      '   IO_ERROR: read failed with EIO (offset 4096, length 4096, path',
      '   /mnt/nfs/ioproof-data/block-1x1GiB-0123456789ab/0)',
    ]);
  });

  test('a skipped step says which repeat and why', () => {
    expect(text(failed)).toMatch(/ nvme +SKIPPED {2}repeat 3, STOPPED: the run was stopped\n/);
    expect(text(failed)).toContain('SKIPPED: 1 step\n ○ random-read-4k/nvme/3\n   STOPPED: the run was stopped\n');
  });

  test('each warning is listed once, with count, places, evidence and advice', () => {
    const lines = linesOf(failed);
    expect(lines.slice(lines.indexOf('Warnings'))).toEqual([
      'Warnings',
      ' ! DIRECT_NOT_USED ×3',
      '   in random-read-4k/lustre/1, random-read-4k/nvme/1, random-read-4k/nvme/2',
      '   first seen with reason: EINVAL; residentBytes: 1.00 GiB',
      '   Use ext4.',
      ' ! START_SKEW',
      '   in random-read-4k/nvme/1',
      '   Pin the workers.',
      '',
      `PARTIAL: 3 of 5 steps complete, 1 failed, 1 skipped; ${runJson}`,
    ]);
  });

  test('many places are counted, not listed', () => {
    const steps = [1, 2, 3, 4, 5].map((repeat) => stepRecord({ repeat, warnings: [warning] }));
    expect(text(runRecord(steps))).toMatch(/ in random-read-4k\/here\/1, [^!]*\/3 and 2\s+more\n/);
  });

  test('steps that were skipped for one reason are told together', () => {
    const error = { code: 'SKIPPED', message: 'not run: SIGINT' };
    const skipped = [1, 2, 3, 4, 5].map((repeat) => failedStep({ repeat, status: 'skipped', error }));
    const lines = linesOf(runRecord([stepRecord(), ...skipped], { run: { ...suite.run, status: 'interrupted' } }));
    expect(lines.slice(lines.indexOf('SKIPPED: 5 steps'))).toEqual([
      'SKIPPED: 5 steps',
      ' ○ random-read-4k/here/1, random-read-4k/here/2, random-read-4k/here/3 and 2',
      '   more',
      '   SKIPPED: not run: SIGINT',
      '',
      `INTERRUPTED: 1 of 6 steps complete, 5 skipped; ${runJson}`,
    ]);
  });

  test('a stopped step shows what it measured until then, apart from what is complete', () => {
    const error = { code: 'STOPPED', message: 'the step was stopped before its end' };
    const operations = {
      read: operation({ perSecond: 5000, p50us: 50 }),
      write: operation({ perSecond: 6000, p50us: 60 }),
    };
    const steps = [
      stepRecord({ mount: 'nfs', operations }),
      stepRecord({ mount: 'nvme', operations }),
      stepRecord({ mount: 'nvme', repeat: 2, status: 'failed', error, operations: { write: operations.write } }),
      stepRecord({ mount: 'z', repeat: 2, status: 'failed', error, operations: { write: operation() } }),
    ];
    const from = linesOf(runRecord(steps)).findIndex((line) => line.startsWith(' read '));
    const rows = linesOf(runRecord(steps)).slice(from, from + 8);
    expect(rows.map((line) => line.slice(0, 44).trimEnd())).toEqual([
      ' read   nfs        19.5 MiB/s  5.00k  50.0us',
      '        nvme       19.5 MiB/s  5.00k  50.0us',
      '        nvme       FAILED  repeat 2, STOPPED',
      '        z          FAILED  repeat 2, STOPPED',
      ' write  nfs        23.4 MiB/s  6.00k  60.0us',
      '        nvme       23.4 MiB/s  6.00k  60.0us',
      '          stopped  23.4 MiB/s  6.00k  60.0us',
      '        z stopped  39.1 MiB/s  10.0k   100us',
    ]);
  });

  test('a failed step of another kind shows no figures', () => {
    const error = { code: 'IO_ERROR', message: 'read failed with EIO' };
    expect(text(runRecord([stepRecord({ status: 'failed', error })]))).not.toContain('MiB/s');
  });

  test('reasons of the run that repeat a failed step are not told twice', () => {
    const record = runRecord([failedStep()]);
    record.run.reasons = ['random-read-4k/here/1 failed: read failed with EIO', 'the results disk is full'];
    const lines = linesOf(record);
    expect(lines.filter((line) => line.startsWith('random-read-4k/here/1 failed'))).toEqual([]);
    expect(lines.at(-2)).toBe('the results disk is full');
  });

  test('a run without any result says so and still ends with its record', () => {
    const lines = linesOf(runRecord([], { run: { ...suite.run, status: 'interrupted', reasons: ['SIGINT'] } }));
    expect(lines).toContain('No step has run.');
    expect(lines.slice(-2)).toEqual(['SIGINT', `INTERRUPTED: 0 of 0 steps complete; ${runJson}`]);
  });

  test('a run whose steps all failed has the errors in the table', () => {
    expect(text(runRecord([failedStep({ mount: 'nfs' })]))).toMatch(/\n +nfs +FAILED {2}EIO: read/);
  });
});

describe('repeats and sweeps', () => {
  const sweep = runRecord(
    [1, 8].flatMap((queueDepth) =>
      [1, 2, 3].map((repeat) =>
        stepRecord({
          repeat,
          variant: { queueDepth },
          operations: { read: operation({ perSecond: queueDepth * (10_000 + repeat * 500), p50us: 100 + repeat }) },
        }),
      ),
    ),
  );

  test('the median is followed by least and most; variants are headings at 80 columns', () => {
    expect(linesOf(sweep).slice(3, 14)).toEqual([
      ' op    mount        rate   IOPS    p50    p90    p99  p99.9     max  errors',
      '───────────────────────────────────────────────────────────────────────────',
      ' random-read-4k  4KiB random read, 1 worker, io_uring direct, median of 3',
      ' queueDepth=1',
      ' read  here   43.0 MiB/s  11.0k  102us  204us  408us  816us  4.08ms       0',
      '         min  41.0 MiB/s  10.5k  101us  202us  404us  808us  4.04ms       0',
      '         max  44.9 MiB/s  11.5k  103us  206us  412us  824us  4.12ms       0',
      ' queueDepth=8',
      ' read  here    344 MiB/s  88.0k  102us  204us  408us  816us  4.08ms       0',
      '         min   328 MiB/s  84.0k  101us  202us  404us  808us  4.04ms       0',
      '         max   359 MiB/s  92.0k  103us  206us  412us  824us  4.12ms       0',
    ]);
  });

  test('variants have a column, and more percentiles show, where there is room', () => {
    const lines = linesOf(sweep, { width: 130 });
    expect(lines[3]).toMatch(
      /^ variant +op +mount +rate +IOPS +mean +p50 +p90 +p99 +p99\.9 +p99\.99 +max +errors +count$/,
    );
    expect(lines.filter((line) => line.startsWith(' queueDepth=8  read  here'))).toHaveLength(1);
  });

  test('a summary that does not fit beside the name has lines of its own', () => {
    const workload = 'random-read-4k-of-a-quite-long-name';
    const lines = linesOf(runRecord([stepRecord({ workload })]));
    expect(lines.slice(5, 7)).toEqual([` ${workload}`, '   4KiB random read, 1 worker, depth 32, io_uring direct']);
  });

  test('engines that differ between mounts are both named', () => {
    const other = stepRecord({ mount: 'b', engine: engine({ used: 'sync', direct: false }) });
    expect(text(runRecord([stepRecord({ mount: 'a' }), other]))).toContain('io_uring direct / sync buffered');
  });
});

describe('an open loop', () => {
  const step = (given: Partial<StepRecord> = {}) =>
    stepRecord({
      job: blockJob({ rate: { operations: 10_000 }, arrival: 'poisson' }),
      operations: {
        read: operation({ p50us: 100, intendedLatencyNs: latency(7_000_000, { p99: 450e6, max: 1.2e9 }) }),
      },
      ...given,
    });

  test('has a row with the latencies from the intended start', () => {
    expect(linesOf(runRecord([step()])).slice(3, 10)).toEqual([
      ' op    mount             rate   IOPS     p50    p99   p99.9     max  errors',
      '───────────────────────────────────────────────────────────────────────────',
      ' random-read-4k',
      '   4KiB random read, 1 worker, depth 32, poisson 10.0k/s a worker, io_uring',
      '   direct',
      ' read  here        39.1 MiB/s  10.0k   100us  400us   800us  4.00ms       0',
      '         intended                     7.00ms  450ms  56.0ms   1.20s',
    ]);
  });

  test('has it before the rows of least and most', () => {
    const lines = linesOf(runRecord([step(), step({ repeat: 2 })]));
    const first = lines.findIndex((line) => line.startsWith(' read '));
    expect(lines.slice(first + 1, first + 4).map((line) => line.trim().split(' ')[0])).toEqual([
      'intended',
      'min',
      'max',
    ]);
  });

  test('a closed loop has no such row', () => {
    expect(text(runRecord([stepRecord()]))).not.toContain('intended');
  });
});

describe('width, colour and characters', () => {
  const long = runRecord([
    writeStep('a-mount-with-a-name-that-is-much-too-long', 1260),
    smallFiles('测试', 9874),
    failedStep({ mount: '测试', workload: 'a-workload-with-quite-a-long-name-of-its-own', warnings: [warning] }),
  ]);

  test.each([60, 72, 80, 81, 100, 120, 132, 200])('no line is wider than %d columns', (width) => {
    const wide = linesOf(long, { width }).filter((line) => displayWidth(line) > width && !line.endsWith(runJson));
    expect(wide).toEqual([]);
  });

  test('names that are cut are marked and columns stay aligned', () => {
    const head = linesOf(long)[4] ?? '';
    const rows = linesOf(long).filter((line) => line.endsWith('  0'));
    expect(rows.map(displayWidth)).toEqual(rows.map(() => displayWidth(head)));
    expect(rows[0]).toMatch(/^ write {2}a-mount-[^ ]*… /);
  });

  test('colour adds escapes and changes nothing else', () => {
    const coloured = text(long, { colour: true });
    expect(coloured).toContain('\u001b[31m');
    const trimmed = stripVTControlCharacters(coloured)
      .split('\n')
      .map((line) => line.trimEnd());
    expect(trimmed).toEqual(linesOf(long));
  });

  test('without colour there is no escape, even from names', () => {
    const nasty = runRecord([failedStep({ mount: 'here', error: { code: 'X', message: 'a\u001b[2J\r\nb' } })], {
      mounts: [mountRecord('here', { type: 'ext4\u001b[31m' })],
    });
    expect(text(nasty)).not.toMatch(/[\u001b\r]/);
    expect(text(nasty)).toContain('X: a?[2J b');
  });

  test('ASCII where the locale is not UTF-8', () => {
    expect(text(suite, { unicode: false })).toMatch(/^[\n\x20-\x7e]*$/);
  });

  test('operations with errors are marked in colour', () => {
    const record = runRecord([stepRecord({ operations: { read: operation({ errors: 12 }) } })]);
    expect(text(record, { colour: true })).toContain('\u001b[1m\u001b[31m12\u001b[39m\u001b[22m');
  });
});
