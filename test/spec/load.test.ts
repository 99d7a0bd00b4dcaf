// Names, files and suites: what is loaded from where, and what is said when it cannot be.
import { chmodSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadAllWorkloads, loadWorkloads, readBuiltins } from '../../src/spec/load.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { builtinDirectory, errorOf, loadText, problemsOf } from './loading.js';

const small = 'name: small\nkind: block\nsize: 1MiB\n';
const names = readdirSync(builtinDirectory)
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort()
  .join(', ');

function inDirectory(files: Record<string, string>) {
  const cwd = temporaryDirectory();
  for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text);
  const options = { set: [], cwd, builtinDirectory };
  return {
    cwd,
    load: (name: string) => loadWorkloads(name, options),
    loadAll: (all: string[]) => loadAllWorkloads(all, options),
    problems: (...all: string[]) => errorOf(() => loadAllWorkloads(all, options)).message.split('\n'),
  };
}

describe('a name', () => {
  test('without slash and ending is built in, even beside a file of that name', () => {
    const { load } = inDirectory({ quick: small });
    expect(load('quick').workloads).toHaveLength(5);
    expect(load('./quick').workloads).toMatchObject([{ name: 'small' }]);
  });

  test('with slash or ending is a file, relative to the directory given', () => {
    const { cwd, load } = inDirectory({ 'w.yaml': small, 'w.yml': small });
    for (const name of ['w.yaml', 'w.yml', './w.yaml', join(cwd, 'w.yaml')]) {
      expect(load(name)).toMatchObject({ source: name, suite: null, workloads: [{ name: 'small' }] });
    }
  });

  test('that is not built in is refused with the names and the nearest', () => {
    const { problems } = inDirectory({ own: small });
    expect(problems('randm-read-4k')).toEqual([
      `randm-read-4k: is not a built-in workload. Did you mean "random-read-4k"? The names are ${names}; a file is given by its path, like ./randm-read-4k.yaml.`,
    ]);
    expect(problems('zzz')[0]).toMatch(/^zzz: is not a built-in workload\. The names are /);
    expect(problems('own')).toEqual(['own: is not a built-in workload. To use the file, write "./own".']);
  });
});

describe('a file that cannot be read', () => {
  test('is told with its name', () => {
    const { cwd, problems } = inDirectory({ 'large.yaml': '' });
    mkdirSync(join(cwd, 'folder.yaml'));
    truncateSync(join(cwd, 'large.yaml'), 2 ** 20 + 1);
    expect(problems('none.yaml', 'folder.yaml', 'large.yaml', './none/at/all')).toEqual([
      './none/at/all: does not exist. Check the path.',
      'folder.yaml: is a folder, not a workload file. Name a file in it.',
      'large.yaml: has 1048577 bytes, too many for a workload file. Check the path.',
      'none.yaml: does not exist. Check the path.',
    ]);
  });

  const isRoot = process.getuid?.() === 0;
  const why = isRoot ? ' (skipped: root may read every file)' : '';
  test.skipIf(isRoot)(`for lack of permission is told with the reason${why}`, () => {
    const { cwd, problems } = inDirectory({ 'secret.yaml': small });
    chmodSync(join(cwd, 'secret.yaml'), 0);
    expect(problems('secret.yaml')[0]).toMatch(/^secret\.yaml: cannot be read: EACCES/);
  });
});

describe('several files', () => {
  test('are loaded in order', () => {
    const { loadAll } = inDirectory({ 'w.yaml': small });
    expect(loadAll(['w.yaml', 'latency-4k']).map(({ workloads }) => workloads.map(({ name }) => name))).toEqual([
      ['small'],
      ['latency-4k'],
    ]);
  });

  test('have all their problems told at once', () => {
    const { problems } = inDirectory({
      'a.yaml': 'name: a\nkind: block\nworkers: 0\n',
      'b.yaml': 'name: [',
      'c.yaml': small,
    });
    const places = problems('c.yaml', 'b.yaml', 'a.yaml', 'none').map((line) => line.split(':')[0]);
    expect(places).toEqual(['a.yaml', 'b.yaml', 'none']);
  });

  test('have different names', () => {
    const { problems } = inDirectory({ 'a.yaml': small, 'b.yaml': `# b\n${small}` });
    expect(problems('a.yaml', 'b.yaml')).toEqual([
      'b.yaml:2:7 name: "small" is also the name of the workload at a.yaml:1. Rename one of the two, or run them one after the other.',
    ]);
  });
});

describe('a suite', () => {
  test('gives its head and its workloads', () => {
    const text = `name: two\ndescription: Both.\nworkloads:\n  - {name: a, kind: block}\n  - {name: b, kind: block}\n`;
    const { suite, workloads } = loadText(text);
    expect(suite).toEqual({ name: 'two', description: 'Both.' });
    expect(workloads).toMatchObject([{ name: 'a' }, { name: 'b' }]);
  });

  test('shares values by aliases', () => {
    const text = `name: two\nworkloads:\n  - {name: a, kind: block, size: &size 8MiB}\n  - {name: b, kind: block, size: *size}\n`;
    expect(loadText(text).workloads).toMatchObject([{ size: 8 * 1024 ** 2 }, { size: 8 * 1024 ** 2 }]);
  });

  test.each<[string, string[]]>([
    [
      'workloads: []\nname: s\n',
      ['w.yaml:1:12 workloads: is an empty list. Write "workloads:" and under it a list of workloads.'],
    ],
    [
      'name: s\nworkloads: 3\n',
      ['w.yaml:2:12 workloads: must be a list but is 3. Write "workloads:" and under it a list of workloads.'],
    ],
    [
      'name: s\nworkloads:\n  - quick\n',
      [
        'w.yaml:3:5 workloads[0]: must be a map of keys but is "quick". Write "workloads:" and under it a list of workloads.',
      ],
    ],
    ['workloads:\n  - {name: a, kind: block}\n', ['w.yaml:1:1 name: is missing. Name the suite.']],
    [
      'name: s\nseed: 3\nworklods: 1\nworkloads:\n  - {name: a, kind: block}\n',
      [
        'w.yaml:2:1 seed: is not a key of a suite. Put it into each of the workloads.',
        'w.yaml:3:1 worklods: is not a key of a suite. Did you mean "workloads"?',
      ],
    ],
    [
      'name: s\nworkloads:\n  - name: a\n    kind: block\n    workrs: 1\n  - name: b\n    kind: files\n    files: x\n    fileSize: 4k\n',
      [
        'w.yaml:5:5 workrs: is not a key of kind "block". Did you mean "workers"?',
        'w.yaml:8:12 files: must be a whole number from 1 to 10000000000 but is "x". Give a whole number in that range.',
      ],
    ],
    [
      'name: s\nworkloads:\n  - {name: a, kind: block}\n  - {name: a, kind: block}\n',
      [
        'w.yaml:4:12 name: "a" is also the name of the workload at w.yaml:3. Rename one of the two, or run them one after the other.',
      ],
    ],
  ])('%j', (text, messages) => {
    expect(problemsOf(text)).toEqual(messages);
  });
});

test('without the folder of built-in workloads it says that the installation is broken', () => {
  const builtin = join(temporaryDirectory(), 'gone');
  expect(errorOf(() => readBuiltins(builtin))).toMatchObject({ code: 'BUILTIN_WORKLOADS_MISSING', exitCode: 3 });
});

describe('words for trainings', () => {
  const text = 'name: t\nkind: training\nmodel: unet3d\n';
  const load = (content: string, training: object, set: string[] = []) => {
    const cwd = temporaryDirectory();
    writeFileSync(join(cwd, 'w.yaml'), content);
    return loadWorkloads('w.yaml', { set, training, cwd, builtinDirectory });
  };

  test('are settings of the workloads of kind training, and of no other', () => {
    const suite = `name: s\nworkloads:\n  - {name: b, kind: block, size: 1MiB}\n  - {name: t, kind: training, model: unet3d}\n`;
    expect(load(suite, { accelerator: 'a100', accelerators: 8 }).workloads).toMatchObject([
      { kind: 'block', workers: 1 },
      { accelerator: 'a100', accelerators: 8, computeTime: 636_000_000, workers: 32 },
    ]);
  });

  test('that are not given leave the workload as it is', () => {
    expect(load(text, { closed: true })).toEqual(load(text, {}));
  });

  test('contradict a setting of the same key', () => {
    const error = errorOf(() => load(text, { accelerators: 8 }, ['accelerators=4']));
    expect(error.message).toContain('accelerators: is given twice');
  });

  test.each([
    [{ accelerator: 'h100' }, '--accelerator: is for workloads of kind "training", and none is of it.'],
    [{ accelerators: 1, closed: true }, '--accelerators, --closed: are for workloads of kind "training", and none is'],
  ])('%j is refused where no workload is a training', (training, message) => {
    const error = errorOf(() => load(small, training));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(error.message).toContain(message);
  });
});
