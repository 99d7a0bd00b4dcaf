// Options of mdtest as a suite: how many items in which directories, which phases, whose items.
import { describe, expect, test } from 'vitest';
import { mdtestOperations } from '../../src/analyze/mdtest-rates.js';
import { importMdtest } from '../../src/mdtest/import.js';
import { phaseNames } from '../../src/mdtest/phases.js';

function imported(line: string, tasks = 1) {
  const found = importMdtest({ words: line.split(' '), tasks });
  expect(found.problems).toEqual([]);
  return found.suite;
}

function names(line: string): unknown[] {
  return imported(line).workloads.map(({ name }) => name);
}

describe('geometry', () => {
  test.each([
    ['-n 1000', 4, { files: 4000, filesPerDirectory: 4000 }],
    ['-n 1000 -u', 4, { files: 4000, filesPerDirectory: 1000, fileSharing: 'perWorker' }],
    ['-n 1000 -I 100', 2, { files: 2000, filesPerDirectory: 200 }],
    // A tree of 1 + 4 + 16 directories: 47 items in each make 987.
    ['-n 1000 -z 2 -b 4', 1, { files: 987, directories: { width: 4, depth: 2, filesIn: 'everyDirectory' } }],
    ['-I 10 -z 2 -b 4', 3, { files: 630, directories: { width: 4, depth: 2, filesIn: 'everyDirectory' } }],
    // 62 items in each of 16 leaves.
    ['-n 1000 -z 2 -b 4 -L', 1, { files: 992, directories: { width: 4, depth: 2 } }],
    ['-I 5 -z 3 -L', 2, { files: 10, directories: { width: 1, depth: 3 } }],
    ['-n 12 -z 3', 1, { files: 12, directories: { width: 1, depth: 3, filesIn: 'everyDirectory' } }],
  ])('%s with %i tasks', (line, tasks, shape) => {
    const { defaults } = imported(line, tasks);
    const { files, filesPerDirectory, directories, fileSharing } = defaults;
    const found = Object.entries({ files, filesPerDirectory, directories, fileSharing });
    expect(Object.fromEntries(found.filter(([, value]) => value !== undefined))).toEqual(shape);
    expect(defaults).toMatchObject({ workers: tasks, direct: false, engine: 'sync', phaseOf: 'mdtest' });
  });
});

describe('phases', () => {
  test('are all, in the order of mdtest, without any of the options that choose', () => {
    expect(names('-n 10')).toEqual(phaseNames);
    expect([...phaseNames].sort()).toEqual(Object.keys(mdtestOperations).sort());
  });

  test.each([
    ['-n 10 -F', ['tree-create', 'file-create', 'file-stat', 'file-read', 'file-remove', 'tree-remove']],
    ['-n 10 -F -D -C', ['tree-create', 'directory-create', 'file-create']],
    ['-n 10 -F -C -T', ['tree-create', 'file-create', 'file-stat']],
    ['-n 10 -D -C -U -r', ['tree-create', 'directory-create', 'directory-rename', 'directory-remove', 'tree-remove']],
  ])('%s', (line, expected) => {
    expect(names(line)).toEqual(expected);
  });

  test('use the items of neighbours: those of the next but one to read, the third to remove', () => {
    const shifts = ({ workloads }: ReturnType<typeof imported>) =>
      new Map(workloads.map(({ name, workerShift }) => [name, workerShift]));
    const wide = shifts(imported('-n 10 -F -N 1', 8));
    const used = ['file-create', 'file-stat', 'file-read', 'file-remove'].map((name) => wide.get(name));
    expect(used).toEqual([undefined, 1, 2, 3]);
    const narrow = shifts(imported('-n 10 -F -N 1', 3));
    expect([narrow.get('file-read'), narrow.get('file-remove')]).toEqual([2, undefined]);
  });

  test('of io500: mdtest-hard without what is checked', () => {
    const { workloads } = imported('-n 1000000 -t -F -w 3901 -e 3901 -N 1 -C -Y -W 300 -T -E -r -P', 4);
    expect(workloads.slice(1)).toEqual([
      {
        name: 'file-create',
        kind: 'files',
        operations: ['create', 'write', 'close'],
        fileSize: '3901B',
        stonewall: '300s',
        fsync: 'end',
      },
      { name: 'file-stat', kind: 'files', operations: ['stat'], workerShift: 1, fsync: 'end' },
      {
        name: 'file-read',
        kind: 'files',
        operations: ['open', 'read', 'close'],
        fileSize: '3901B',
        workerShift: 2,
        fsync: 'end',
      },
      { name: 'file-remove', kind: 'files', operations: ['unlink'], workerShift: 3, fsync: 'end' },
      { name: 'tree-remove', kind: 'files', items: 'directories', workers: 1, operations: ['rmdir'] },
    ]);
  });

  test('-y syncs each file, -R is for looking and reading, -i are repeats', () => {
    const { suite, repeats } = importMdtest({ words: ['-n', '9', '-F', '-w', '1', '-y', '-R', '-i', '5'], tasks: 1 });
    expect(repeats).toBe(5);
    const random = suite.workloads.filter(({ access }) => access === 'permutation').map(({ name }) => name);
    expect(random).toEqual(['file-stat', 'file-read']);
    const create = suite.workloads.find(({ name }) => name === 'file-create');
    expect(create).toMatchObject({ operations: ['create', 'write', 'fsync', 'close'] });
  });
});

describe('what mdtest refuses, or what cannot be done', () => {
  test.each([
    ['-F', 1, '-n'],
    ['-n 10 -z 2 -b 4', 1, '-n'],
    ['-n 10 -I 3', 1, '-I'],
    ['-n 10 -I 5 -u', 1, '-I'],
    ['-n 10 -I 5 -z 1', 1, '-I'],
    ['-n 10 -z 1 -b 0', 1, '-b'],
    ['-n 10 -W 5 -b 2 -z 0', 1, '-W'],
    ['-n 10 -e 5', 1, '-e'],
    ['-n 10 -F -T -r', 1, '-T'],
    ['-n 10 -a MPIIO', 1, '-a'],
    ['-n 10 -i 0', 1, '-i'],
    ['-n 10', 0, '--tasks'],
    ['-n 10', 1.5, '--tasks'],
    ['-n 10g', 4096, '-n'],
  ])('%s with %d tasks', (line, tasks, key) => {
    expect(importMdtest({ words: line.split(' '), tasks }).problems.map((problem) => problem.key)).toEqual([key]);
  });
});
