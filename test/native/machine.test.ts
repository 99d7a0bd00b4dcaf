// statxDirect(), probeReads() and clockState() through the addon: the forms of the contract, and errors with their fields.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from './jobs.js';

const asking = [(path: string) => binding.statxDirect(path), (path: string) => binding.probeReads(path)];

test('a file tells its alignment and what becomes of odd reads', () => {
  const path = join(temporaryDirectory(), 'file');
  writeFileSync(path, Buffer.alloc(2 ** 20, 1));
  const alignment = binding.statxDirect(path);
  expect(typeof alignment.told).toBe('boolean');
  for (const name of ['memory', 'offset', 'readOffset'] as const) {
    expect(Number.isInteger(alignment[name])).toBe(true);
    if (!alignment.told) expect(alignment[name]).toBe(0);
  }
  const reads = binding.probeReads(path);
  expect(Object.keys(reads).sort()).toEqual(['cachestat', 'misaligned', 'nowait']);
  for (const outcome of Object.values(reads)) expect(outcome).toMatch(/^(accepted|E[A-Z0-9]+)$/);
});

test('a file that is not there is an error with the fields of other I/O errors', () => {
  const path = join(temporaryDirectory(), 'none');
  const missing = { operation: expect.any(String) as string, path, code: 'IO_ERROR', errnoName: 'ENOENT' };
  for (const ask of asking) {
    let caught: unknown;
    try {
      ask(path);
    } catch (error) {
      caught = error;
    }
    expect(caught).toMatchObject(missing);
  }
});

test('an argument of another type is refused', () => {
  for (const ask of asking as ((path: unknown) => unknown)[]) {
    for (const wrong of [undefined, 7, Buffer.from('/')])
      expect(() => ask(wrong)).toThrow('expected the path of a file');
  }
});

test('the clock tells its state in whole nanoseconds, or why it does not', () => {
  const { synchronised, refusal, ...numbers } = binding.clockState();
  expect(typeof synchronised).toBe('boolean');
  expect(refusal).toMatch(/^(E[A-Z]+)?$/);
  expect(Object.keys(numbers).sort()).toEqual(
    ['estimatedErrorNs', 'frequencyPpm', 'maxErrorNs', 'offsetNs', 'taiOffsetSeconds'].sort(),
  );
  for (const [name, value] of Object.entries(numbers)) {
    expect(Number.isFinite(value)).toBe(true);
    if (name.endsWith('Ns')) expect(Number.isInteger(value)).toBe(true);
  }
});
