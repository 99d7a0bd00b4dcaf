// What fio printed → values by direction.
import { expect, test } from 'vitest';
import { samplesOfFio } from '../../src/crosscheck/samples.js';

const percentile = { '50.000000': 900, '99.000000': 5000 };
const done = { total_ios: 500, io_bytes: 2_048_000, runtime: 250, lat_ns: { percentile } };
const none = { total_ios: 0, io_bytes: 0, runtime: 0, lat_ns: {} };
const job = (given: object = {}) => ({ error: 0, read: done, write: none, ...given });
const printed = (...jobs: object[]) => `fio: a note\n${JSON.stringify({ 'fio version': 'fio-3.33', jobs }, null, 2)}\n`;

test('rates come from counts and the run time in milliseconds, and idle directions are left out', () => {
  expect(samplesOfFio(printed(job()))).toEqual({
    read: { perSecond: 2000, bytesPerSecond: 8_192_000, p50Ns: 900, p99Ns: 5000 },
  });
});

test.each([
  ['nothing', ''],
  ['text', 'fio: cannot open'],
  ['half a document', printed(job()).slice(0, 60)],
  ['two groups', printed(job(), job())],
])('%s is no result', (_what, output) => {
  expect(() => samplesOfFio(output)).toThrow(/printed no result/);
});

test('an error of fio is one', () => {
  expect(() => samplesOfFio(printed(job({ error: 28 })))).toThrow('fio had error 28');
});
