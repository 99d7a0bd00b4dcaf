// `--set key=value`: what it overrides, what it cannot, and that its problems name it.
import { describe, expect, test } from 'vitest';
import { block, files, loadText, problemsOf } from './loading.js';

const head = 'name: b\nkind: block\n';
const suite = `name: s
workloads:
  - {name: b, kind: block, size: 1MiB, sweep: {workers: [1, 8]}}
  - {name: f, kind: files, files: 10, fileSize: 4KiB}
`;

describe('values', () => {
  test('replace what the file gives and what it does not', () => {
    expect(block('workers: 4', ['workers=32', 'blockSize=64k'])).toMatchObject({
      workers: 32,
      blockSize: 65536,
      files: 32,
    });
  });

  test('are YAML', () => {
    expect(block('', ['cpus=[0, 1]', 'size={percentOfFree: 2, atMost: 1G}', 'description="a = b"'])).toMatchObject({
      cpus: [0, 1],
      size: { percentOfFree: 2, atMost: 1024 ** 3 },
      description: 'a = b',
    });
    expect(block('passes: 3', ['runtime=null']).runtime).toBe(null);
    expect(block('', ['engine=null']).engine).toBe('null');
  });

  test('reach every workload of a suite that has the key', () => {
    const { workloads } = loadText(suite, ['workers=16', 'fileSize=8KiB', 'readPercent=50']);
    expect(workloads).toMatchObject([
      { name: 'b', workers: 16, files: 16, readPercent: 50, sweep: {}, computedKeys: [] },
      { name: 'f', workers: 16, files: 10, fileSize: 8192 },
    ]);
    expect(workloads[0]).not.toHaveProperty('fileSize');
    expect(workloads[1]).not.toHaveProperty('readPercent');
  });

  test('take a key out of the sweep, and leave the others in it', () => {
    const { sweep, queueDepth } = block('sweep: {queueDepth: [1, 8], direct: [true, false]}', ['queueDepth=4']);
    expect({ sweep, queueDepth }).toEqual({ sweep: { direct: [true, false] }, queueDepth: 4 });
  });

  test('may be a sweep, which replaces given keys', () => {
    const { sweep, queueDepth, workers } = block('queueDepth: 4\nworkers: 2', ['sweep={queueDepth: [2, 8]}']);
    expect({ sweep, queueDepth, workers }).toEqual({ sweep: { queueDepth: [2, 8] }, queueDepth: 2, workers: 2 });
  });

  test('replace another word for the key', () => {
    expect(files('cold: true', ['dropCache=false']).dropCache).toBe(false);
    expect(files('dropCache: true', ['cold=false']).dropCache).toBe(false);
  });

  test('can hold what makes the file complete', () => {
    expect(loadText('name: f\nkind: files\n', ['files=3', 'fileSize=4k']).workloads).toMatchObject([{ files: 3 }]);
  });
});

describe('problems', () => {
  test.each<[string[], string[]]>([
    [['queueDepth'], ['--set: "queueDepth" is not of the form key=value. Write --set queueDepth=32.']],
    [
      ['layout.stripeCount=4'],
      [
        '--set layout.stripeCount: is not a key of kind "block". Give the whole map: --set \'layout={stripeCount: …}\'.',
      ],
    ],
    [['=3'], ['--set: "=3" is not of the form key=value. Write --set queueDepth=32.']],
    [['queue depth=3'], ['--set: "queue depth=3" is not of the form key=value. Write --set queueDepth=32.']],
    [
      ['queueDepth=x'],
      ['--set queueDepth: must be a whole number from 1 to 4096 but is "x". Give a whole number in that range.'],
    ],
    [
      ['queueDepth='],
      ['--set queueDepth: must be a whole number from 1 to 4096 but is not given. Give a whole number in that range.'],
    ],
    [['queueDepht=3'], ['--set queueDepht: is not a key of kind "block". Did you mean "queueDepth"?']],
    [['iodepth=3'], ['--set iodepth: is not a key of kind "block". The word here is "queueDepth".']],
    [['epochs=3'], ['--set epochs: is not a key of kind "block". It belongs to kind "files"; here it is "passes".']],
    [['kind=files'], ['--set kind: cannot be set. Choose a workload of the other kind.']],
    [
      ['__proto__=3'],
      [
        '--set __proto__: is not a key of kind "block". Remove it, or look for the right word in docs/workload-reference.md.',
      ],
    ],
    [['workers=1', 'workers=2'], ['--set workers: is given twice. Remove one.']],
    [
      ['engine=sync', 'queueDepth=4'],
      ['--set queueDepth: must be 1 with engine "sync" but is 4. Raise "workers" instead, or use engine "io_uring".'],
    ],
    [
      ['queueDepth=4', 'sweep={queueDepth: [1]}'],
      ['--set sweep.queueDepth: is swept, and also given as a key. Remove one.'],
    ],
    [
      ['sweep={queueDepth: [1, x]}'],
      [
        '--set sweep.queueDepth[1]: must be a whole number from 1 to 4096 but is "x". Give a whole number in that range.',
      ],
    ],
  ])('%j', (set, messages) => {
    expect(problemsOf(head, set)).toEqual(messages);
  });

  test.each(['cpus=[0', 'description=a: b: c', 'queueDepth=*a', 'queueDepth=!x 3'])('%j is not valid YAML', (text) => {
    const [first, ...others] = problemsOf(head, [text]);
    expect(first).toMatch(/^--set \w+: is not valid YAML: .*\. Quote the value\.$/);
    expect(others).toEqual([]);
  });

  test('of the file keep their place, where the setting is one half of them', () => {
    expect(problemsOf(`${head}queueDepth: 4\n`, ['engine=sync'])).toEqual([
      'w.yaml:3:13 queueDepth: must be 1 with engine "sync" but is 4. Raise "workers" instead, or use engine "io_uring".',
    ]);
  });

  test('a key that fits no workload of a suite is one problem', () => {
    expect(problemsOf(suite, ['queueDepht=3'])).toEqual([
      '--set queueDepht: is not a key of any of the workloads. Did you mean "queueDepth"?',
    ]);
  });

  test('a value that is wrong for several workloads is told once', () => {
    expect(problemsOf(suite, ['seed=x'])).toEqual([
      '--set seed: must be a whole number of at least 0 but is "x". Give a whole number in that range.',
    ]);
  });

  test('one name for two workloads is refused', () => {
    expect(problemsOf(suite, ['name=same'])).toEqual([
      '--set name: "same" is also the name of the workload at --set. Rename one of the two, or run them one after the other.',
    ]);
  });
});
