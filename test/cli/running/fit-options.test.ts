// What `ioproof fit` refuses before it touches a mount: options that cannot be, and settings that it makes itself.
import { describe, expect, test } from 'vitest';
import { checkFitSettings, readFitLimits } from '../../../src/cli/options/fit.js';
import { Workplace } from '../../helpers/cli.js';

const given = { require: 1, try: '60s' };

test('limits as they are given, and as they are not', () => {
  expect(readFitLimits(given)).toEqual({ most: null, require: 1, longestTryNs: 60e9 });
  expect(readFitLimits({ most: 64, require: 8, try: '2m' })).toEqual({ most: 64, require: 8, longestTryNs: 120e9 });
});

test.each([
  [{ ...given, most: 0 }, '--most 0: must be a whole number from 1 to 4096.'],
  [{ ...given, most: 2.5 }, '--most 2.5: must be a whole number from 1 to 4096.'],
  [{ ...given, most: 4097 }, '--most 4097: must be a whole number from 1 to 4096.'],
  [{ ...given, require: NaN }, '--require NaN: must be a whole number from 1 to 4096.'],
  [{ ...given, most: 4, require: 5 }, '--require 5: is more than --most 4.'],
  [{ ...given, try: '10ms' }, '--try "10ms": must be a duration from 1s to 1h, for example 60s.'],
  [{ ...given, try: '2h' }, '--try "2h": must be a duration from 1s to 1h, for example 60s.'],
  [{ ...given, try: 'long' }, '--try "long": must be a duration from 1s to 1h, for example 60s.'],
])('%j is refused', (options, message) => {
  expect(() => readFitLimits(options)).toThrow(message);
});

describe('settings', () => {
  test.each(['accelerators', 'epochs', 'steps', 'sweep'])('"%s" is what the search chooses', (key) => {
    expect(() => checkFitSettings([`${key}=2`])).toThrow(`--set ${key}: `);
  });

  test('all that are refused are told at once', () => {
    expect(() => checkFitSettings(['epochs=1', 'steps=3', 'direct=true'])).toThrow(/epochs.*\n.*steps/);
  });

  test('the number of files is noticed', () => {
    expect(checkFitSettings(['files=100', 'direct=true'])).toBe(true);
    expect(checkFitSettings(['filesOf=100'])).toBe(false);
    expect(checkFitSettings([])).toBe(false);
  });
});

test('a workload that trains nothing, one with a sweep, and a suite exit with 2', () => {
  const place = new Workplace({
    'block.yaml': 'name: a\nkind: block\nsize: 1MiB\n',
    'sweep.yaml': 'name: a\nkind: training\nmodel: unet3d\nsweep: {batchSize: [1, 2]}\n',
    'suite.yaml':
      'name: s\nworkloads: [{name: a, kind: training, model: unet3d}, {name: b, kind: training, model: bert}]\n',
  });
  for (const [file, what] of [
    ['./block.yaml', 'is of kind block, but fit needs one workload of kind training'],
    ['./suite.yaml', 'is a suite'],
    ['./sweep.yaml', 'sweeps batchSize, but fit searches once'],
  ] as const) {
    const { exitCode, stderr } = place.run('fit', file);
    expect(stderr).toContain(what);
    expect(exitCode).toBe(2);
  }
});
