// The two languages agree: same fields of a job, same kinds of operation; a wrong object is refused by its field's name.
import { describe, expect, test } from 'vitest';
import { chainTimes, engineNames, operationKinds } from '../../src/native/contract.js';
import { binding, sampleSpec } from './jobs.js';

const prepare = (spec: unknown) => () => binding.prepareJob(spec as typeof sampleSpec, () => undefined);

test('C++ and TypeScript name the same fields of a job', () => {
  expect([...binding.version().specFields].sort()).toEqual(Object.keys(sampleSpec).sort());
});

test('C++ and TypeScript name the same kinds of operation, and the times of a chain', () => {
  expect(binding.version().operationKinds).toEqual([...operationKinds, ...chainTimes]);
});

test('every engine of the contract is probed, and one that cannot be used says why', () => {
  const engines = binding.probe();
  expect(engines.map(({ name }) => name).sort()).toEqual([...engineNames].sort());
  for (const { available, reason } of engines) expect(reason === '').toBe(available);
});

describe('a job with', () => {
  test.each(Object.keys(sampleSpec))('no %s is refused', (field) => {
    const spec = Object.fromEntries(Object.entries(sampleSpec).filter(([name]) => name !== field));
    expect(prepare(spec)).toThrow(new RegExp(`^job\\.${field}: expected`));
  });

  test.each(Object.keys(sampleSpec))('a symbol-like object as %s is refused', (field) => {
    expect(prepare({ ...sampleSpec, [field]: { wrong: true } })).toThrow(new RegExp(`^job\\.${field}: expected`));
  });

  test('an unknown field is refused', () => {
    expect(prepare({ ...sampleSpec, iodepth: 4 })).toThrow('job.iodepth: unknown field');
  });

  test.each([
    ['blockSize', -1],
    ['blockSize', 1.5],
    ['seed', 2 ** 53],
    ['workers', 2 ** 32],
    ['fileSize', NaN],
    ['kind', 'objects'],
    ['operations', ['read', 'mknod']],
    ['cpus', [-1]],
    ['root', 'a\0b'],
  ])('%s %s is refused', (field, value) => {
    expect(prepare({ ...sampleSpec, [field]: value })).toThrow(new RegExp(`^job\\.${field}: expected`));
  });

  test.each([
    ['engine sync with a queue', { engine: 'sync', queueDepth: 2, root: '/' }, /sync has a queueDepth of 1/],
    ['no end', { passes: 0 }, /runtimeNs, passes, ioBytes or operationLimit/],
    ['files smaller than a block', { fileSize: 100 }, /at least one block/],
    ['a batch over its depth', { submitBatch: 2 }, /submitBatch must be 1 to queueDepth/],
  ])('%s is refused as BAD_SPEC', (_, changes, message) => {
    expect(prepare({ ...sampleSpec, ...changes })).toThrow(
      expect.objectContaining({ code: 'BAD_SPEC', message: expect.stringMatching(message) as string }) as Error,
    );
  });
});

test('arguments of the wrong type are refused', () => {
  expect(() => (binding.prepareJob as (...args: unknown[]) => unknown)(sampleSpec)).toThrow(TypeError);
  expect(() => binding.probeDirect(1 as unknown as string)).toThrow(TypeError);
});
