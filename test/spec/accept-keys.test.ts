// The key `accept` of workloads and suites: what it takes, what it refuses, and where the message points.
import { describe, expect, test } from 'vitest';
import { checkMounts } from '../../src/spec/accept-check.js';
import { showWorkload } from '../../src/spec/show.js';
import { block, checkpoint, files, loadText, modelLoad, problemsOf, training } from './loading.js';

const head = 'name: b\nkind: block\n';

test('expressions are kept as they were written, without spaces around them', () => {
  expect(block('accept: [" read.p99 < 2ms ", "read.perSecond>=500k"]\n').accept).toEqual([
    'read.p99 < 2ms',
    'read.perSecond>=500k',
  ]);
  expect(block().accept).toEqual([]);
});

describe('a wrong expression points into its text', () => {
  test.each<[string, string]>([
    [
      'accept: [read.bytesPerSecond >= 2GiB]',
      '3:33 accept[0]: "2GiB" is an amount of bytes, but read.bytesPerSecond is bytes per second. Write "2GiB/s".',
    ],
    [
      'accept: ["read.errors == 0", "read.p99 < 2"]',
      '3:42 accept[1]: "2" has no unit, but read.p99 is a time. Write its unit (ns us ms s m h), such as "2ms".',
    ],
    ["accept: ['red.p99 < 2ms']", '3:10 accept[0]: "red.p99" is not a figure. Did you mean "read.p99"?'],
    // With an escape the text in the file is another, so that the start must do.
    [
      'accept: ["r\\u0065ad.p99 < 2"]',
      '3:10 accept[0]: "2" has no unit, but read.p99 is a time. Write its unit (ns us ms s m h), such as "2ms".',
    ],
    ['accept: [5]', '3:10 accept[0]: must be an expression but is 5. Write "read.p99 < 2ms".'],
    [
      'accept: read.p99 < 2ms',
      '3:9 accept: must be a list of expressions but is "read.p99 < 2ms". Write [read.p99 < 2ms].',
    ],
    ['accept: [nope.read.p99 < 2ms]', '3:10 accept[0]: "nope" is not one of the workloads. The workloads are b.'],
  ])('%s', (line, message) => {
    expect(problemsOf(`${head}${line}\n`)).toEqual([`w.yaml:${message}`]);
  });

  test('in a block list, and with the number of the column of the figure', () => {
    expect(problemsOf(`${head}accept:\n  - read.p99 < 2ms\n  - read.p99 <= 1.2 * write.p99\n`)).toEqual([
      'w.yaml:5:23 accept[1]: this workload does no write. It does read.',
    ]);
  });

  test('from --set, which has no place', () => {
    expect(problemsOf(head, ['accept=[read.p99 < 2]'])).toEqual([
      '--set accept[0]: "2" has no unit, but read.p99 is a time. Write its unit (ns us ms s m h), such as "2ms".',
    ]);
    expect(block('accept: [read.p99 < 2ms]\n', ['accept=[read.errors == 0]']).accept).toEqual(['read.errors == 0']);
  });

  test('in the defaults of a suite', () => {
    const text = 'name: s\ndefaults: {accept: [write.p99 < 2ms]}\nworkloads:\n  - {name: a, kind: block}\n';
    expect(problemsOf(text)).toEqual(['w.yaml:2:21 accept[0]: this workload does no write. It does read.']);
  });

  test('it cannot be swept', () => {
    expect(problemsOf(`${head}sweep: {accept: [[read.p99 < 2ms]]}\n`)).toEqual([
      'w.yaml:3:9 sweep.accept: cannot be swept. Write a workload for each value.',
    ]);
  });
});

describe('a figure that the workload can never have', () => {
  test.each<[string, () => unknown]>([
    ['this workload does no write', () => block('accept: [write.p99 < 2ms]\n')],
    [
      'auPercent is a figure of kind "training", and this workload is of kind "block"',
      () => block('accept: [auPercent >= 90]\n'),
    ],
    ['there is no intended start without an open loop', () => block('accept: [read.intended.p99 < 2ms]\n')],
    ['verification.badSectors needs "verify", which is none', () => block('accept: [verification.badSectors == 0]\n')],
    ['this workload does no mkdir', () => files('accept: [mkdir.p99 < 2ms]\n')],
    ['this workload does no write', () => training('accept: [write.p99 < 2ms]\n')],
    ['saveSeconds needs saves, of which there are 0', () => checkpoint('saves: 0\naccept: [saveSeconds < 2]\n')],
    [
      'write.bytesPerSecond would have the pauses between saves and loads in it',
      () => checkpoint('accept: [write.bytesPerSecond > 1GiB/s]\n'),
    ],
    [
      'saveSeconds is a figure of kind "checkpoint", and this workload is of kind "model-load"',
      () => modelLoad('accept: [saveSeconds < 2]\n'),
    ],
    [
      'this workload does no write (with readPercent: 100)',
      () => block('accept: [write.p99 < 2ms]\nsweep: {readPercent: [50, 100]}\n'),
    ],
  ])('%s', (message, load) => {
    expect(load).toThrow(message);
  });

  test.each<[string, () => unknown]>([
    [
      'reads and writes of a mixture',
      () => block('readPercent: 70\naccept: [read.p99 < 2ms, write.p99 < 2ms, fsync.p99 < 1s]\n'),
    ],
    ['an open loop', () => block('arrival: fixed\nrate: {operations: 1000}\naccept: [read.intended.p99 < 2ms]\n')],
    ['checked data', () => block('verify: only\naccept: [verification.badSectors == 0]\n')],
    ['chains', () => files('accept: [chain.p99 < 2ms, read.errors == 0, firstByte.p99 < 1ms, overHundredMs <= 1%]\n')],
    ['a training', () => training('accept: [auPercent >= 90, samplesPerSecond >= 1, read.p99 < 1s]\n')],
    ['a checkpoint', () => checkpoint('accept: [save.slowestSeconds <= 30, fsync.p99 < 1s, loads >= 1]\n')],
    [
      'of the step as a whole',
      () => block('accept: [cpu.userSeconds < 2, cache.hitFraction <= 1%, elapsedSeconds < 1h]\n'),
    ],
  ])('and one that it may have: %s', (_, load) => {
    expect(load).not.toThrow();
  });
});

describe('the expressions of a suite', () => {
  const suite = (accept: string, more = '') =>
    `name: s\naccept: ${accept}\nworkloads:\n  - {name: small, kind: block${more}}\n  - {name: big-1.5, kind: block, blockSize: 1MiB}\n`;

  test('name their workloads, which may hold points, and are given with their places', () => {
    const loaded = loadText(suite('[big-1.5.read.bytesPerSecond >= 2 * workloads.small.read.bytesPerSecond]'));
    expect(loaded.accept).toEqual([
      {
        text: 'big-1.5.read.bytesPerSecond >= 2 * workloads.small.read.bytesPerSecond',
        place: { file: 'w.yaml', line: 2, column: 10 },
      },
    ]);
  });

  test.each<[string, string]>([
    [
      '[read.p99 < 2ms]',
      '2:10 accept[0]: read.p99 has no workload, which an expression of a suite names. Write small.read.p99.',
    ],
    [
      '[mounts.a.big-1.5.read.p99 < 2ms]',
      '2:27 accept[0]: read.p99 has no workload, which an expression of a suite names. Write mounts.a.workloads.big-1.5.read.p99.',
    ],
    ['[smal.read.p99 < 2ms]', '2:10 accept[0]: "smal" is not one of the workloads. Did you mean "small"?'],
    ['[small.write.p99 < 2ms]', '2:16 accept[0]: this workload does no write. It does read.'],
    [
      '[small.read.p99 < 2]',
      '2:27 accept[0]: "2" has no unit, but small.read.p99 is a time. Write its unit (ns us ms s m h), such as "2ms".',
    ],
    ['5', '2:9 accept: must be a list of expressions but is 5. Write [5].'],
  ])('%s is refused', (accept, message) => {
    expect(problemsOf(suite(accept))).toEqual([`w.yaml:${message}`]);
  });

  test('workloads that are swept in different ways are not held against each other', () => {
    const text = suite('[small.read.p99 < big-1.5.read.p99]', ', sweep: {queueDepth: [1, 8]}');
    expect(loadText(text).accept).toHaveLength(1);
    const other = text.replace('blockSize: 1MiB', 'blockSize: 1MiB, sweep: {queueDepth: [1, 4]}');
    expect(problemsOf(other)).toEqual([
      'w.yaml:2:27 accept[0]: small and big-1.5 are swept in different ways, so that their variants do not match. ' +
        'Sweep both alike, or compare them in expressions of their own.',
    ]);
  });

  test('are in what show prints, which loads again', () => {
    const loaded = loadText(suite('[small.read.p99 < 2ms]', ', accept: ["read.errors == 0"]'));
    const again = loadText(showWorkload(loaded));
    expect(again.accept.map(({ text }) => text)).toEqual(['small.read.p99 < 2ms']);
    expect(again.workloads).toEqual(loaded.workloads);
  });
});

test('a part of a scenario has expressions, also by set, of its own figures and those of other parts', () => {
  const { scenarios } = loadText(`
name: s
kind: scenario
parts:
  - {name: reads, duration: 5s, workload: {kind: block, size: 1GiB, accept: [read.p99 < 1.2 * s.more.read.p99]}}
  - {name: more, duration: 5s, workload: random-read-4k, set: {accept: [read.errors == 0]}}
`);
  const accepts = scenarios[0]?.parts.map(({ workload }) => workload.accept);
  expect(accepts).toEqual([['read.p99 < 1.2 * s.more.read.p99'], ['read.errors == 0']]);
});

test('mounts are checked against those of the run', () => {
  const expressions = ['read.p99 < 2ms', 'mounts.weka.read.p99 < 2 * mounts.nsf.read.p99'];
  expect(checkMounts(expressions, ['weka', 'nfs'])).toEqual([
    {
      index: 1,
      within: 34,
      what: '"nsf" is not a mount of this run, which are weka, nfs',
      advice: 'Did you mean "nfs"?',
    },
  ]);
  expect(checkMounts(['mounts.other.read.p99 < 2ms'], ['weka'])[0]?.advice).toBe(
    'Give --mount other=DIRECTORY, or name another',
  );
  expect(checkMounts(expressions, ['weka', 'nsf'])).toEqual([]);
});
