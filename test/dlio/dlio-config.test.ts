// The YAML of DLIO: anchors, merge keys, interpolation, overrides, and what is wrong with each of them.
import { describe, expect, test } from 'vitest';
import { problemsOf, small, workloadOf } from './importing.js';

describe('anchors', () => {
  test('stand for what they name, and a merge key for all keys of a map', () => {
    const text = `reader: &common {data_loader: pytorch, batch_size: &b 4}\ndata_reader:\n  <<: *common\n  read_threads: *b\n`;
    const alone = text.replace('reader: &common', 'model: &common').replace('data_loader', 'data_loader');
    expect(workloadOf(`${alone}dataset: {format: npz}\n`)).toMatchObject({ batchSize: 4, readThreads: 4 });
  });

  test('that lead nowhere are refused', () => {
    expect(problemsOf('reader: *gone\n').join('\n')).toMatch(/^c\.yaml:1:9: is not valid YAML: Unresolved alias|gone/);
  });
});

describe('interpolation', () => {
  test.each([
    ['${dataset.num_files_train}', 100],
    ['${workload.dataset.num_files_train}', 100],
    ['${.read_threads}', 2],
    ['${..train.epochs}', 3],
    ['${reader.read_threads}', 2],
  ])('%s keeps its type', (reference, expected) => {
    const text = small.replace('batch_size: 4', `batch_size: ${reference}`);
    expect(workloadOf(text)).toMatchObject({ batchSize: expected });
  });

  test('inside a text, and over several steps', () => {
    const text = `${small}model: {name: "\${dataset.file_prefix}-x"}\n`.replace(
      'format: npz',
      'format: npz\n  file_prefix: "p${reader.batch_size}"\n  num_subfolders_train: ${reader.prefetch_size}',
    );
    expect(
      workloadOf(text.replace('read_threads: 2', 'read_threads: 2\n  prefetch_size: ${.read_threads}')),
    ).toMatchObject({ prefix: 'p4', subfolders: 2, prefetch: 2 });
  });

  test('with a backslash is text', () => {
    const text = small.replace('format: npz', "format: npz\n  data_folder: '\\${x}'");
    expect(workloadOf(text)).toMatchObject({ format: 'npz' });
  });

  test.each([
    [
      '${oc.env:BATCH}',
      'refers to ${oc.env:BATCH}, which only Hydra can resolve. Override it, for example ++workload.reader.batch_size=…',
    ],
    ['${reader.batches}', 'refers to ${reader.batches}, which is not there'],
    ['${.batch_size}', 'refers to ${.batch_size}, which leads back to itself'],
    ['${.....x}', 'refers to ${.....x}, which is not there'],
    ['"${reader"', 'holds "${reader", which is no reference'],
  ])('%s is refused', (reference, message) => {
    const problems = problemsOf(small.replace('batch_size: 4', `batch_size: ${reference}`));
    expect(problems[0]).toContain(`c.yaml:7:15 reader.batch_size: ${message}`);
  });
});

describe('overrides', () => {
  test.each([
    '++workload.reader.batch_size=8',
    '+workload.reader.batch_size=8',
    'workload.reader.batch_size=8',
    'reader.batch_size=8',
  ])('%s', (word) => {
    expect(workloadOf(small, { overrides: [word] })).toMatchObject({ batchSize: 8 });
  });

  test('take a key out', () => {
    expect(workloadOf(small, { overrides: ['~workload.reader.batch_size'] })).toMatchObject({ batchSize: 1 });
  });

  test.each(['workload=unet3d_h100', '--rules', 'reader.batch_size', 'reader.batch_size='])('%s is refused', (word) => {
    expect(problemsOf(small, { overrides: [word] })[0]).toContain(`override ${word}: `);
  });

  test('are named where they are wrong', () => {
    expect(problemsOf(small, { overrides: ['++workload.reader.batch_size=0'] })).toEqual([
      'override reader.batch_size reader.batch_size: must be a whole number of at least 1 but is 0. Correct it.',
    ]);
  });
});

describe('files', () => {
  test('with the workload below its group, as Hydra leaves them', () => {
    const inside = small.replaceAll(/^(?=.)/gm, '  ');
    expect(workloadOf(`workload:\n${inside}hydra: {job: {name: x}}\n`)).toEqual(workloadOf(small));
  });

  test.each([
    ['defaults: [a]\nworkload: {reader: {batch_size: 1}}\n', 'c.yaml:1:1 defaults: stands beside "workload"'],
    ['just text\n', 'c.yaml:1:1: is no configuration of DLIO'],
    ['', 'c.yaml:1:1: is no configuration of DLIO'],
    ['a: [1\n', 'c.yaml:2:1: is not valid YAML'],
    ['reader: {batch_size: 1, batch_size: 2}\n', 'c.yaml:1:25 batch_size: is given twice'],
    ['reader:\n  batch_size:\n', 'c.yaml:2:3 reader.batch_size: has no value. Give one, or remove it.'],
    ['defaults: [a]\n', 'c.yaml:1:11 defaults: is not a key of DLIO that is known here'],
  ])('%j', (text, message) => {
    expect(problemsOf(text).join('\n')).toContain(message);
  });

  test('names that are no names of workloads are made ones', () => {
    expect(workloadOf(small, { stem: 'My Set (h100)' })).toMatchObject({ name: 'my-set-h100-', accelerator: 'h100' });
    expect(workloadOf(small, { stem: '???' })).toMatchObject({ name: 'imported', accelerator: 'other' });
  });
});
