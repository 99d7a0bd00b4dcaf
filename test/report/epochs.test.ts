// Cold epochs in the record and in the final text.
import { expect, test } from 'vitest';
import type { NativePassResult } from '../../src/native/contract.js';
import { epochLines } from '../../src/report/epochs.js';
import { lookOf } from '../../src/report/look.js';
import { epochRecords } from '../../src/result/epoch-record.js';
import type { StepRecord } from '../../src/result/schema.js';
import { runRecord, stepRecord } from '../fixtures/records.js';
import { trainedStep } from '../fixtures/trained.js';
import { trainingEpoch } from '../fixtures/training.js';
import { nativeResult } from '../result/samples.js';

const cold = { residentBytes: 0, totalBytes: 2 ** 20, method: 'mincore' };
const passes: NativePassResult[] = [
  { index: 0, elapsedNs: 2e9, pausedNs: 0, chains: 1000, cacheBefore: cold, systemCaches: null },
  {
    index: 1,
    elapsedNs: 4e9,
    pausedNs: 5e8,
    chains: 1000,
    cacheBefore: { ...cold, residentBytes: 2 ** 19 },
    systemCaches: { dropped: false, reason: 'EACCES' },
  },
];

const epochs = epochRecords(nativeResult({ passes }), { dropped: true, reason: '' })?.epochs ?? [];
const untimed = { kind: 'files', runtime: null };
const lines = (...steps: StepRecord[]) => epochLines(runRecord(steps), lookOf({ width: 80, colour: false }));

test('the record has each epoch with its own time, rate and proof', () => {
  expect(epochs).toEqual([
    {
      seconds: 2,
      pauseSeconds: 0,
      files: 1000,
      filesPerSecond: 500,
      before: cold,
      systemCaches: { dropped: true, reason: '' },
    },
    {
      seconds: 4,
      pauseSeconds: 0.5,
      files: 1000,
      filesPerSecond: 250,
      before: { ...cold, residentBytes: 2 ** 19 },
      systemCaches: { dropped: false, reason: 'EACCES' },
    },
  ]);
  expect(epochRecords(nativeResult(), null)).toBeNull();
});

test('the text has a line an epoch, and says what was not cold', () => {
  expect(lines(stepRecord({ id: 'small/here/1', job: untimed, epochs }))).toEqual([
    'Cold epochs',
    ' small/here/1',
    '   1: 1000 files in 2.0s, 500 files/s',
    '   2: 1000 files in 4.0s, 250 files/s, 50% still in memory, system caches not',
    '   dropped, after a pause of 0.5s',
    ' Names and inodes may have been in memory, so that opening was not cold:',
    ' dropSystemCaches drops them, too.',
    '',
  ]);
});

test('no line tells of a single epoch or of none, and not all tell of thousands', () => {
  expect(lines(stepRecord(), stepRecord({ epochs: epochs.slice(0, 1) }))).toEqual([]);
  const many = lines(stepRecord({ job: untimed, epochs: Array.from({ length: 100 }, () => epochs[0] ?? []).flat() }));
  expect(many).toHaveLength(1 + 1 + 12 + 1 + 1);
  expect(many.at(-2)).toBe('   and 88 more');
});

test('of a timed step, all epochs together have one line', () => {
  const job = { kind: 'files', runtime: 5e9 };
  expect(lines(stepRecord({ id: 'small/here/1', job, epochs }))).toContain(
    ' small/here/1: 2 epochs, median 500 files/s, pauses of 0.5s in all',
  );
});

test('of a training, a chain is a read and no file: only times and caches are told', () => {
  const told = { epochs: [trainingEpoch(), trainingEpoch({ kind: 'eval' })] };
  const step = { ...trainedStep({ told, job: { runtime: 5e9 } }), epochs };
  expect(lines(step).slice(1, 5)).toEqual([
    ' unet3d/here/1',
    '   1: 2.0s',
    '   eval 1: 4.0s, 50% still in memory, system caches not dropped, after a pause',
    '   of 0.5s',
  ]);
});
