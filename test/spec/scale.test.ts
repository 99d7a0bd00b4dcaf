// `--scale`: fewer files, never smaller ones, and nothing of any other workload.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type LoadedWorkloads, loadWorkloads } from '../../src/spec/load.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { builtinDirectory, errorOf, loadText } from './loading.js';

function scaled(text: string, scale: number, set: string[] = []): LoadedWorkloads {
  const cwd = temporaryDirectory();
  writeFileSync(join(cwd, 'w.yaml'), text);
  return loadWorkloads('w.yaml', { set, scale, cwd, builtinDirectory });
}

const head = 'name: f\nkind: files\nfileSize: 64KiB\n';

test.each([
  [1_281_167, 0.01, 12_812],
  [1000, 0.5, 500],
  [10, 0.01, 1],
  [7, 1, 7],
])('of %d files times %d are %d', (files, scale, expected) => {
  const text = `${head}files: ${files}\n`;
  const { workloads, ...rest } = loadText(text);
  const [whole] = workloads;
  expect(scaled(text, scale)).toEqual({ ...rest, workloads: [{ ...whole, files: expected }] });
});

test('a share becomes a smaller share, a sweep one of smaller numbers, and --set is scaled like the file', () => {
  expect(scaled(`${head}files: {percentOfFree: 4, atMost: 1000}\n`, 0.1).workloads).toMatchObject([
    { files: { percentOfFree: 0.4, atMost: 100 } },
  ]);
  expect(scaled(`${head}sweep: {files: [100, 1000]}\n`, 0.1).workloads).toMatchObject([
    { files: 10, sweep: { files: [10, 100] } },
  ]);
  expect(scaled(`${head}files: 10\n`, 0.1, ['files=500']).workloads).toMatchObject([{ files: 50 }]);
});

test('a block workload beside one of files stays as it is', () => {
  const block = '- {name: b, kind: block, files: 10, size: 40MiB}';
  const text = `name: s\nworkloads:\n  ${block}\n  - {name: f, kind: files, files: 100, fileSize: 4KiB}\n`;
  const [own, other] = scaled(text, 0.1).workloads;
  expect(own).toEqual(loadText(text).workloads[0]);
  expect(other).toMatchObject({ files: 10 });
});

test('block workloads alone refuse it, since it would change nothing', () => {
  const error = errorOf(() => scaled('name: b\nkind: block\nfiles: 10\nsize: 40MiB\n', 0.1));
  expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
  expect(error.message).toContain('no workload is of these');
});

describe('a factor', () => {
  test.each([0, -1, 1.01, NaN, Infinity])('of %d is refused', (scale) => {
    const error = errorOf(() => scaled(`${head}files: 10\n`, scale));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(error.message).toContain('must be above 0 up to 1, for example 0.01');
  });
});

test('what is wrong with the files is still told', () => {
  expect(errorOf(() => scaled(`${head}files: many\n`, 0.1)).message).toContain('files: must be a whole number');
  expect(errorOf(() => scaled(`${head}files: 1.5\n`, 0.1)).message).toContain('but is 1.5');
});

describe('of a training', () => {
  const unet3d = 'name: t\nkind: training\nmodel: unet3d\n';

  test.each([
    [unet3d, 17],
    [`${unet3d}accelerator: b200\n`, 720],
    [`${unet3d}files: 300\n`, 30],
    [`${unet3d}files: {percentOfFree: 10, atMost: 100}\n`, { percentOfFree: 1, atMost: 10 }],
  ])('%j, times 0.1', (text, files) => {
    expect(scaled(text, 0.1).workloads).toMatchObject([{ files }]);
  });

  test('files for evaluation are lowered as well, and --set accelerator comes before', () => {
    const text = `${unet3d}evalFiles: 50\nevalEvery: 1\n`;
    expect(scaled(text, 0.1, ['accelerator=b200']).workloads).toMatchObject([{ files: 720, evalFiles: 5 }]);
  });

  test('a sweep of numbers is one of smaller numbers', () => {
    expect(scaled(`${unet3d}sweep: {files: [100, 200]}\n`, 0.1).workloads).toMatchObject([
      { sweep: { files: [10, 20] } },
    ]);
  });

  test.each([
    [`${unet3d}files: official\n`, 'cannot lower "files: official"'],
    [`${unet3d}sweep: {files: [official, 1000]}\n`, 'cannot lower "files: official"'],
    [`${unet3d}sweep: {accelerator: [h100, b200]}\n`, 'the number of files follows from what is swept'],
  ])('%j is refused', (text, message) => {
    const error = errorOf(() => scaled(text, 0.1));
    expect(error).toMatchObject({ code: 'USAGE', exitCode: 2 });
    expect(error.message).toContain(message);
  });
});

describe('a checkpoint', () => {
  const custom = 'name: c\nkind: checkpoint\nbytesPerRank: 1MiB\n';

  test('has its own factor multiplied', () => {
    expect(scaled(custom, 0.5).workloads).toMatchObject([{ scale: 0.5 }]);
    expect(scaled(`${custom}scale: 0.5\n`, 0.5).workloads).toMatchObject([{ scale: 0.25 }]);
    expect(scaled(custom, 0.5, ['scale=0.1']).workloads).toMatchObject([{ scale: 0.05 }]);
    expect(scaled(`${custom}sweep: { scale: [1, 0.5] }\n`, 0.5).workloads).toMatchObject([
      { sweep: { scale: [0.5, 0.25] } },
    ]);
  });

  test('with a factor that cannot be is refused as it stands', () => {
    expect(errorOf(() => scaled(`${custom}scale: 2\n`, 0.9)).message).toContain('scale: must be');
    expect(errorOf(() => scaled(`${custom}scale: half\n`, 0.9)).message).toContain('scale: must be');
  });
});
