// `defaults` of a suite: which workloads take them, what wins over them, and where their problems are told.
import { describe, expect, test } from 'vitest';
import { showWorkload } from '../../src/spec/show.js';
import { loadText, problemsOf } from './loading.js';

const two = `workloads:
  - {name: b, kind: block, size: 1MiB}
  - {name: f, kind: files, files: 10, fileSize: 4KiB, seed: 3}
`;
const suite = (defaults: string) => `name: s\ndefaults: ${defaults}\n${two}`;

describe('values', () => {
  test('hold for each workload whose kind has the key, and its own win', () => {
    expect(loadText(suite('{workers: 4, seed: 7, readPercent: 50, filesPerDirectory: 5}')).workloads).toMatchObject([
      { workers: 4, seed: 7, readPercent: 50, files: 4 },
      { workers: 4, seed: 3, filesPerDirectory: 5 },
    ]);
  });

  test('may be what makes a workload complete', () => {
    const text =
      'name: s\ndefaults: {files: 8, fileSize: 1KiB}\nworkloads: [{name: a, kind: files}, {name: b, kind: files, files: 9}]\n';
    expect(loadText(text).workloads).toMatchObject([
      { files: 8, fileSize: 1024 },
      { files: 9, fileSize: 1024 },
    ]);
  });

  test('give way to another word for the key, and to a sweep of it', () => {
    const text = `name: s
defaults: {dropCache: true, queueDepth: 4}
workloads:
  - {name: a, kind: files, files: 1, fileSize: 1, cold: false}
  - {name: b, kind: block, sweep: {queueDepth: [1, 2]}}
`;
    expect(loadText(text).workloads).toMatchObject([
      { dropCache: false, queueDepth: 4 },
      { dropCache: true, queueDepth: 1, sweep: { queueDepth: [1, 2] } },
    ]);
  });

  test('may be a list, which is a sweep', () => {
    expect(loadText(suite('{queueDepth: [1, 8]}')).workloads).toMatchObject([
      { sweep: { queueDepth: [1, 8] } },
      { sweep: { queueDepth: [1, 8] } },
    ]);
  });

  test('give way to --set', () => {
    expect(loadText(suite('{workers: 4}'), ['workers=2']).workloads).toMatchObject([{ workers: 2 }, { workers: 2 }]);
  });

  test('are written out by show, which loads again to the same', () => {
    const loaded = loadText(suite('{workers: 4, seed: 7, queueDepth: [1, 8]}'));
    expect(loadText(showWorkload(loaded))).toEqual(loaded);
  });
});

describe('problems', () => {
  test.each<[string, string]>([
    ['[1]', '2:11 defaults: must be a map of keys but is a list. Write {seed: 7, workers: 4}.'],
    ['{workres: 4}', '2:12 workres: is not a key of any of the workloads. Did you mean "workers"?'],
    ['{name: x}', '2:12 name: cannot be a default. Put it into each of the workloads.'],
    ['{kind: block}', '2:12 kind: cannot be a default. Put it into each of the workloads.'],
    ['{sweep: {seed: [1]}}', '2:12 sweep: cannot be a default. Put it into each of the workloads.'],
  ])('%s is told with its place', (defaults, message) => {
    expect(problemsOf(suite(defaults))).toEqual([`w.yaml:${message}`]);
  });

  test('a key of no workload names the kind where there is one', () => {
    const text = 'name: s\ndefaults: {epochs: 2}\nworkloads: [{name: b, kind: block}]\n';
    expect(problemsOf(text)).toEqual([
      'w.yaml:2:12 epochs: is not a key of kind "block". It belongs to kind "files"; here it is "passes".',
    ]);
  });

  test('a wrong value is told once, at its place, however many workloads take it', () => {
    expect(problemsOf(suite('{workers: 0}'))).toEqual([
      'w.yaml:2:21 workers: must be a whole number from 1 to 4096 but is 0. Give a whole number in that range.',
    ]);
  });

  test('a wrong value is told, too, where every workload has its own', () => {
    const text = 'name: s\ndefaults: {workers: 0}\nworkloads: [{name: b, kind: block, workers: 1}]\n';
    expect(problemsOf(text)).toEqual([
      'w.yaml:2:21 workers: must be a whole number from 1 to 4096 but is 0. Give a whole number in that range.',
    ]);
  });

  test('what a default forbids is told at the key that both have to do with', () => {
    expect(problemsOf(suite('{queueDepth: 8, engine: sync}'))).toEqual([
      'w.yaml:2:24 queueDepth: must be 1 with engine "sync" but is 8. Raise "workers" instead, or use engine "io_uring".',
    ]);
  });

  test('a workload without a kind is told of that alone', () => {
    expect(problemsOf('name: s\ndefaults: {workers: 0}\nworkloads: [{name: b}]\n')).toEqual([
      'w.yaml:3:13 kind: is missing. Add "kind: block" or "kind: files".',
    ]);
  });
});
