// Options of trainings on the command line, and `ioproof import dlio`.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Workplace } from '../../helpers/cli.js';

const config = `dataset: {format: npz, num_files_train: 40, record_length_bytes: 65536, data_folder: data}
reader: {data_loader: pytorch, batch_size: 4, read_threads: 2}
train: {epochs: 2, computation_time: 0.01}
`;

test('show has what --accelerator and --accelerators decide', () => {
  const { exitCode, stdout } = new Workplace().run('show', 'unet3d', '--accelerator', 'a100', '--accelerators', '8');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^computeTime: 636ms$/m);
  expect(stdout).toMatch(/^workers: 32$/m);
});

test.each([
  [
    ['show', 'quick', '--accelerator', 'h100'],
    '--accelerator: is for workloads of kind "training", and none is of it.',
  ],
  [['plan', 'quick', '--closed'], '--closed: is for workloads of kind "training", and none is of it.'],
  [['show', 'unet3d', '--accelerator', 'h1000'], 'must be a100, h100, v100, b200, mi355, other. Did you mean h100?'],
])('%j is a usage error', (words, message) => {
  const { exitCode, stderr } = new Workplace().run(...words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});

test('--closed tells every key that the rules do not allow', () => {
  const place = new Workplace();
  const words = ['--set', 'batchSize=8', '--set', 'epochs=1', '--mount', `a=${place.mount('a')}`];
  const { exitCode, stderr } = place.run('plan', 'unet3d', '--closed', ...words);
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--closed: batchSize: is 8 and must be 7');
  expect(stderr).toContain('--closed: epochs: is 1 and must be 5');
});

test('import dlio prints a workload that can be shown, and says what has no effect', () => {
  const place = new Workplace();
  writeFileSync(place.path('mine_h100.yaml'), config);
  const { exitCode, stdout, stderr } = place.run('import', 'dlio', 'mine_h100.yaml', '++workload.train.epochs=3');
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^line 1: dataset\.data_folder: no effect, where the data is follows from --mount$/m);
  expect(stdout).toMatch(/^# With \+\+workload\.train\.epochs=3$/m);
  expect(stdout).toMatch(/^epochs: 3$/m);
  expect(place.run('import', 'dlio', 'mine_h100.yaml', '-o', 'w.yaml')).toMatchObject({ exitCode: 0, stdout: '' });
  expect(readFileSync(place.path('w.yaml'), 'utf8')).toMatch(/^accelerator: h100$/m);
  expect(place.run('show', './w.yaml').exitCode).toBe(0);
});

test('import dlio refuses with all problems at once, and writes nothing', () => {
  const place = new Workplace();
  writeFileSync(place.path('c.yaml'), config.replace('npz', 'png').replace('epochs', 'epoch'));
  const { exitCode, stdout, stderr } = place.run('import', 'dlio', 'c.yaml');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('c.yaml:1:19 dataset.format: must be one of');
  expect(stderr).toContain('c.yaml:3:16 train.epoch: is not a key of DLIO');
  expect(place.run('import', 'dlio', 'gone.yaml')).toMatchObject({ exitCode: 2, stdout: '' });
});
