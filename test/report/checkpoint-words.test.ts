// Words for checkpoints: the job in a line, where it is, and how it went.
import { describe, expect, test } from 'vitest';
import { checkpointPosition, checkpointTexts } from '../../src/report/checkpoint-words.js';
import { resampled } from '../../src/report/checkpoint-rounds.js';
import { LiveView } from '../../src/report/live.js';
import { formatSpan } from '../../src/report/numbers.js';
import { PlainLog } from '../../src/report/plain.js';
import { jobText } from '../../src/report/step-text.js';
import type { NativeCheckpointSnapshot } from '../../src/native/contract.js';
import { backgroundRound, checkpointAsked } from '../fixtures/checkpoints.js';
import { stepRecord } from '../fixtures/records.js';
import { savedJob, savedStep } from '../fixtures/saved.js';
import {
  intervalEvent,
  intervalOperation,
  planEvent,
  plannedStep,
  snapshotEvent,
  startEvent,
} from './progress-events.js';

const at = (given: Partial<NativeCheckpointSnapshot> = {}): NativeCheckpointSnapshot => ({
  ...{ kind: 'save', number: 2, roundsDone: 1, rounds: 4, bytesDone: 164e6, bytes: 400e6 },
  ...given,
});

test('the job says what is not as usual', () => {
  const job = { ...savedJob, scale: 0.01, background: true, loads: 0, fsync: 'rank' };
  expect(jobText(job)).toBe(
    'llama3-8b, scale 0.01, 4 ranks, deepspeed, 3 saves, 32MiB blocks, fsync rank, in the background',
  );
  expect(jobText(job, ['ranks', 'fsync'])).not.toMatch(/ranks|fsync/);
  expect(jobText({ ...savedJob, saves: 0, loads: 2 })).toBe('llama3-8b, 4 ranks, deepspeed, 2 loads, 32MiB blocks');
});

describe('the position', () => {
  test('is that among the saves or the loads, and how much of it is done', () => {
    expect(checkpointPosition(at(), 3)).toEqual(['save 2/3', '41%']);
    expect(checkpointPosition(at({ kind: 'load', roundsDone: 3, bytesDone: 0 }), 3)).toEqual(['load 1/1', '0%']);
  });

  test('never goes beyond the end', () => {
    expect(checkpointPosition(at({ kind: 'load', roundsDone: 4, bytesDone: 500e6 }), 3)).toEqual(['load 1/1', '100%']);
    expect(checkpointPosition(at({ roundsDone: 3, bytes: 0 }), 3)).toEqual(['save 3/3']);
  });

  test('stands above the figures of the live view', () => {
    const plain = plannedStep('llama3-8b/here/1', { seconds: null });
    const step = { ...plain, spec: { ...plain.spec, checkpoint: checkpointAsked() } };
    const view = new LiveView({ colour: false, now: () => 0 });
    const written = { write: intervalOperation(64, 2 ** 25) };
    for (const event of [planEvent([step]), startEvent(step), snapshotEvent(step, 3, { checkpoint: at() })]) {
      view.onProgress(event);
    }
    view.onProgress(intervalEvent(step, 3, written));
    expect(view.frame(80, 24, 4000)).toMatch(/│ save 2\/3 {2}41% +│\n│ write +2\.00 GiB\/s/);
  });

  test('stands before the figures of the log', () => {
    let now = 0;
    const log = new PlainLog(() => now);
    const plain = plannedStep('llama3-8b/here/1', { seconds: null });
    const step = { ...plain, spec: { ...plain.spec, checkpoint: checkpointAsked() } };
    log.line(startEvent(step));
    now = 10_000;
    log.line(snapshotEvent(step, 3, { checkpoint: at() }));
    const line = log.line(intervalEvent(step, 3, { write: intervalOperation(64, 2 ** 25) }));
    expect(line).toMatch(/at 4\.0s save 2\/3 41%; write 2\.00 GiB\/s/);
  });
});

test('how it went is told in a line', () => {
  expect(checkpointTexts(savedStep())).toEqual(['save 1.60s 220 MiB/s', 'load 800ms 477 MiB/s']);
  const background = savedStep({ asked: { background: true }, told: { rounds: [backgroundRound()] } });
  expect(checkpointTexts(background)).toEqual(['save 1.60s 238 MiB/s', 'stall 300ms']);
  expect(checkpointTexts(stepRecord())).toEqual([]);
});

test('values in fewer columns keep their mean', () => {
  expect(resampled([1, 2, 3], 10)).toEqual([1, 2, 3]);
  expect(resampled([1, 3, 5, 7], 2)).toEqual([2, 6]);
  expect(resampled([3, 6, 9], 2)).toEqual([4, 8]);
});

test.each([
  [0, '0s'],
  [0.1644, '164ms'],
  [8.2, '8.20s'],
  [119.9, '120s'],
  [606, '10.1min'],
  [12_600, '3.50h'],
  [172_799, '48.0h'],
  [1_080_000, '12.5 days'],
])('%f seconds are %s', (seconds, expected) => {
  expect(formatSpan(seconds)).toBe(expected);
});
