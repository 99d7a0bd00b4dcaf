// The time series of a run: which events count, and what is said about files that cannot be used.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readIntervals } from '../../src/result/read-intervals.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const interval = (step: string, index: number) => ({
  type: 'interval',
  step,
  index,
  startSeconds: index,
  seconds: 1,
  operations: { read: { count: 10 + index, bytes: 4096, errors: 0, latencyNs: { p50: 1, histogram: 'HIST' } } },
});
const counts = (index: number) => ({
  startSeconds: index,
  seconds: 1,
  operations: { read: { count: 10 + index, bytes: 4096 } },
});

/** The folder of a run with these lines in its events. */
function runWith(lines: unknown[], end = '\n'): string {
  const directory = temporaryDirectory();
  const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
  writeFileSync(join(directory, 'events.ndjson'), text + end);
  return directory;
}

test('gives the intervals of each step in their order, without histograms', async () => {
  const directory = runWith([
    { type: 'run-start', run: 'r' },
    interval('a/here/1', 0),
    interval('b/here/1', 0),
    interval('a/here/1', 1),
    { type: 'step-end', step: 'a/here/1' },
  ]);
  const found = await readIntervals(directory);
  expect([...found]).toEqual([
    ['a/here/1', [counts(0), counts(1)]],
    ['b/here/1', [counts(0)]],
  ]);
  expect(await readIntervals(join(directory, 'run.json'))).toEqual(found);
});

test('a run without events has no intervals', async () => {
  expect([...(await readIntervals(temporaryDirectory()))]).toEqual([]);
});

test('a last line that a crash has cut is left out', async () => {
  const directory = runWith([interval('a/here/1', 0), JSON.stringify(interval('a/here/1', 1)).slice(0, -7)], '');
  expect((await readIntervals(directory)).get('a/here/1')).toEqual([counts(0)]);
});

test('a broken line before the last is an error that names it', async () => {
  const directory = runWith([interval('a/here/1', 0), '{"type":"inter', interval('a/here/1', 1)]);
  await expect(readIntervals(directory)).rejects.toMatchObject({
    code: 'EVENTS_INVALID',
    exitCode: 2,
    message: expect.stringMatching(/events\.ndjson" line 2 is not a valid event: .*JSON/) as string,
  });
});

test.each([
  [{ seconds: 'long' }, /line 1 is not a valid event: seconds/],
  [{ operations: { read: { count: -1, bytes: 0 } } }, /operations\.read\.count/],
  [{ step: undefined }, /step/],
])('an interval with %j is an error that names the field', async (changes, message) => {
  const directory = runWith([{ ...interval('a/here/1', 0), ...changes }]);
  await expect(readIntervals(directory)).rejects.toMatchObject({
    code: 'EVENTS_INVALID',
    message: expect.stringMatching(message) as string,
  });
});

test('events that cannot be read are an error', async () => {
  const directory = temporaryDirectory();
  mkdirSync(join(directory, 'events.ndjson'));
  await expect(readIntervals(directory)).rejects.toMatchObject({ code: 'EVENTS_NOT_READABLE', exitCode: 2 });
});
