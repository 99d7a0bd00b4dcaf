// Phases, stonewalls, and what workers share of files: what can be, and what is refused with its reason.
import { describe, expect, test } from 'vitest';
import { block, files, loadOne, problemsOf } from './loading.js';

const blockHead = 'name: b\nkind: block\n';
const filesHead = 'name: f\nkind: files\nfiles: 100\n';

describe('a phase of files', () => {
  test.each(['[stat]', '[unlink]', '[rmdir]', '[getxattr]', '[rename]', '[mkdir]', '[rmdir, mkdir]', '[unlink, stat]'])(
    'may be %s, which finds what others have left',
    (operations) => {
      const text = `${filesHead}phaseOf: md\noperations: ${operations}\n`;
      expect(loadOne(text)).toMatchObject({ phaseOf: 'md', epochs: 1 });
    },
  );

  test.each<[string, string]>([
    ['[close]', '[close] has "close" in place 1, but no file is open there. Put "open" or "create" before it.'],
    ['[create]', '[create] leaves the file open. End with "close".'],
    [
      '[mkdir, mkdir]',
      '[mkdir, mkdir] has "mkdir" in place 2, but the chain has made a directory before there. Put "rmdir" before it.',
    ],
  ])('cannot be %s', (operations, message) => {
    expect(problemsOf(`${filesHead}phaseOf: md\noperations: ${operations}\n`)).toEqual([
      `w.yaml:5:13 operations: ${message}`,
    ]);
  });

  test.each(['[rmdir]', '[getxattr]'])('alone can begin with %s', (operations) => {
    expect(problemsOf(`${filesHead}operations: ${operations}\n`)).toHaveLength(1);
    expect(loadOne(`${filesHead}phaseOf: md\noperations: ${operations}\n`)).toMatchObject({ phaseOf: 'md' });
  });

  test('is one workload, so that nothing of it is swept', () => {
    expect(problemsOf(`${filesHead}phaseOf: md\noperations: [stat]\nworkers: [1, 2]\n`)).toEqual([
      'w.yaml:6:10 phaseOf: is "md", but "workers" is swept, and a phase is one workload. Remove one of the two.',
    ]);
    expect(problemsOf(`${filesHead}operations: [stat]\nphaseOf: md\nsweep: {seed: [1, 2]}\n`)).toEqual([
      'w.yaml:6:15 phaseOf: is "md", but "seed" is swept, and a phase is one workload. Remove one of the two.',
    ]);
    expect(loadOne(`${filesHead}operations: [stat]\nphaseOf: ''\nsweep: {seed: [1, 2]}\n`).sweep).toEqual({
      seed: [1, 2],
    });
  });

  test('has a name as workloads have', () => {
    expect(problemsOf(`${filesHead}phaseOf: a/b\noperations: [stat]\n`)[0]).toMatch(/^w\.yaml:4:10 phaseOf: must be/);
    expect(problemsOf(`${filesHead}phaseOf: ${'x'.repeat(101)}\noperations: [stat]\n`)).toHaveLength(1);
  });

  test('that makes something has no runtime, which may end it before', () => {
    const chain = 'phaseOf: md\nepochs: null\nruntime: 5s\noperations: ';
    expect(loadOne(`${filesHead}${chain}[stat]\n`)).toMatchObject({ runtime: 5e9 });
    expect(problemsOf(`${filesHead}${chain}[create, close]\n`)).toEqual([
      'w.yaml:6:10 runtime: may be over before the phase has gone over everything, which later phases count on. Remove it; "stonewall" limits a phase in time.',
    ]);
  });
});

describe('fileSize', () => {
  test('is 0 where nothing is read or written', () => {
    expect(loadOne(`${filesHead}operations: [create, close, stat, unlink]\n`)).toMatchObject({
      fileSize: 0,
      blockSize: 4096,
    });
  });

  test.each(['[open, read, close]', '[create, write, close]'])('must be given for %s', (operations) => {
    expect(problemsOf(`${filesHead}operations: ${operations}\n`)).toEqual([
      'w.yaml:1:1 fileSize: is missing. Add it, for example "fileSize: 64KiB".',
    ]);
    expect(problemsOf(`${filesHead}operations: ${operations}\nfileSize: 0\n`)).toEqual([
      'w.yaml:5:11 fileSize: is 0B, but the chain reads or writes. Give a size, like 64KiB, or leave "read" and "write" out of the chain.',
    ]);
  });

  test('may be 0 of files that are only looked at', () => {
    expect(loadOne(`${filesHead}operations: [open, close]\nfileSize: 0\n`)).toMatchObject({ fileSize: 0 });
  });
});

describe('workers', () => {
  test('may have directories of their own, use those of another, and end with a sync', () => {
    expect(files('workers: 4\nfileSharing: perWorker\nworkerShift: 3\nfsync: end')).toMatchObject({
      fileSharing: 'perWorker',
      workerShift: 3,
      fsync: 'end',
    });
    expect(files('directories: {width: 2, depth: 3, filesIn: everyDirectory}').directories).toEqual({
      width: 2,
      depth: 3,
      filesIn: 'everyDirectory',
    });
  });

  test.each<[string, string]>([
    [
      'workers: 101\nfileSharing: perWorker',
      '6:14 fileSharing: is "perWorker", which needs a file for each of 101 workers, but there are 100. Give at least "files: 101", or set "fileSharing: shared".',
    ],
    ['workerShift: 1', '5:14 workerShift: is 1, but there is one worker. Raise "workers", or remove it.'],
    ['workers: 4\nworkerShift: 4', '6:14 workerShift: must be below workers, 4, but is 4. Use 1 … 3.'],
  ])('%j is refused', (lines, message) => {
    expect(problemsOf(`${filesHead}fileSize: 1KiB\n${lines}\n`)).toEqual([`w.yaml:${message}`]);
  });
});

describe('a stonewall', () => {
  test('ends one epoch or pass', () => {
    expect(files('stonewall: 5m')).toMatchObject({ stonewall: 300e9, epochs: 1, runtime: null });
    expect(block('stonewall: 90s\npasses: 1')).toMatchObject({ stonewall: 90e9, passes: 1, runtime: null });
    expect(files('stonewall: 5m\nphaseOf: x\naccess: sequential').stonewall).toBe(300e9);
    expect(block('stonewall: 90s\npasses: 1\nphaseOf: x\naccess: interleaved').access).toBe('interleaved');
  });

  test.each<[string, string[]]>([
    [
      'epochs: 2',
      ['4:12 stonewall: is 5s, which needs "epochs: 1", but that is 2. Set "epochs: 1", or remove "stonewall".'],
    ],
    [
      'runtime: 9s\nepochs: 1',
      ['4:12 stonewall: is 5s, but "runtime" is 9s, and only one of them can be. Remove one of them.'],
    ],
    [
      'phaseOf: x',
      [
        '4:12 stonewall: needs access "sequential" in a phase, so that later phases know what was made. Set "access: sequential", or remove "stonewall".',
      ],
    ],
  ])('of files is refused with %j', (lines, messages) => {
    const text = `${filesHead}stonewall: 5s\noperations: [stat]\n${lines}\n`;
    expect(problemsOf(text)).toEqual(messages.map((message) => `w.yaml:${message}`));
  });

  test.each<[string, string]>([
    ['passes: 2', 'is 5s, which needs "passes: 1", but that is 2. Set "passes: 1", or remove "stonewall".'],
    [
      'passes: 1\nioSize: 1MiB',
      'does not go with "ioSize" or "operationLimit", which end a worker, too. Remove these, or "stonewall".',
    ],
    [
      'passes: 1\nphaseOf: x\naccess: backward',
      'needs access "sequential" or "interleaved" in a phase, so that later phases know what was made. Set "access: sequential", or remove "stonewall".',
    ],
    [
      'passes: 1\nphaseOf: x\naccess: sequential\nblockSizeRange: {from: 4KiB, to: 8KiB}',
      'needs blocks of one size in a phase, so that later phases know what was written. Give one "blockSize", or remove "stonewall".',
    ],
  ])('of blocks is refused with %j', (lines, message) => {
    expect(problemsOf(`${blockHead}stonewall: 5s\n${lines}\n`)).toEqual([`w.yaml:3:12 stonewall: ${message}`]);
  });
});

describe('a phase of blocks', () => {
  const writes = 'phaseOf: ior\nreadPercent: 0\nprewrite: false\npasses: 1\naccess: interleaved\n';

  test('may make its files, where it writes every block of them', () => {
    expect(block(writes)).toMatchObject({ phaseOf: 'ior', prewrite: false, access: 'interleaved' });
    for (const access of ['sequential', 'permutation', 'backward'])
      expect(block(writes, [`access=${access}`]).access).toBe(access);
  });

  test.each([['access: random'], ['access: strided\nstride: 8KiB'], ['offset: 4KiB'], ['operationLimit: 10']])(
    'must not leave out blocks of them: %j',
    (lines) => {
      const text = `${blockHead}phaseOf: ior\nreadPercent: 0\npasses: 1\n${lines}\n${/access/.test(lines) ? '' : 'access: sequential\n'}prewrite: false\n`;
      expect(problemsOf(text)).toEqual([
        expect.stringMatching(/prewrite: is false, but the phase does not write every block of its files/) as string,
      ]);
    },
  );

  test.each([
    'verify: during',
    'latencyTarget: {percentile: 99, below: 1ms, lowest: 100, highest: 1000, precision: 5, probe: 10s}',
    'steadyState: {metric: iops, criterion: slope, limit: 5, window: 10s, rampTime: 0s}',
  ])('does not go with %s', (line) => {
    const key = line.split(':')[0] ?? '';
    const problems = problemsOf(`${blockHead}phaseOf: ior\n${line}\n`);
    expect(problems).toContainEqual(
      expect.stringContaining(`${key}: does not go with "phaseOf". Remove one of the two.`),
    );
  });
});

describe('access interleaved', () => {
  test.each<[string, string]>([
    ['blockSizeRange: {from: 4KiB, to: 8KiB}', 'access: is "interleaved", which needs blocks of one size.'],
    ['serviceOrder: random', 'serviceOrder: is "random"'],
    ['workers: 2\nfileSharing: perWorker', 'access: is "interleaved", where all workers take turns in the same files.'],
    ['skew: 1', 'skew: is 1, but has no meaning with access "interleaved".'],
  ])('is refused with %j', (lines, message) => {
    expect(problemsOf(`${blockHead}access: interleaved\n${lines}\n`).join('\n')).toContain(message);
  });

  test('is none of files', () => {
    expect(problemsOf(`${filesHead}operations: [stat]\naccess: interleaved\n`)[0]).toContain('access: must be one of');
  });
});
