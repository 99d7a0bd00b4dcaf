// Words for trainings: what is emulated, where one is that runs, how it went.
import { describe, expect, test } from 'vitest';
import type { NativeTrainingSnapshot } from '../../src/native/contract.js';
import { LiveView } from '../../src/report/live.js';
import { PlainLog } from '../../src/report/plain.js';
import { jobText } from '../../src/report/step-text.js';
import { trainedTexts, trainingPosition } from '../../src/report/training-words.js';
import type { Progress } from '../../src/run/progress.js';
import { trainedJob, trainedStep } from '../fixtures/trained.js';
import {
  intervalEvent,
  intervalOperation,
  planEvent,
  plannedStep,
  snapshotEvent,
  startEvent,
} from './progress-events.js';

const snapshot: NativeTrainingSnapshot = {
  ...{ kind: 'train', epoch: 2, step: 120, stepsPlanned: 500 },
  ...{ computeAfterFirstNs: 9.31e9, elapsedAfterFirstNs: 1e10 },
};
const planned = plannedStep('unet3d/here/1', { seconds: null });
const step = { ...planned, spec: { ...planned.spec, passes: 5 } };

test('what is emulated, without what is swept', () => {
  expect(jobText(trainedJob)).toBe('unet3d, 2 h100, batch 7, 4 readers each, 256KiB reads of npz');
  expect(jobText(trainedJob, ['accelerators', 'readThreads'])).toBe('unet3d, h100, batch 7, 256KiB reads of npz');
  const other = {
    ...trainedJob,
    model: 'custom',
    accelerator: 'other',
    readThreads: 1,
    readSize: null,
    format: 'jpeg',
  };
  expect(jobText(other)).toBe('custom, 2 accelerators, batch 7, 1 reader each, single reads of jpeg');
});

describe('where it is', () => {
  test.each([
    [{}, ['epoch 2/5', 'step 120/500', 'AU 93.1%']],
    [{ elapsedAfterFirstNs: 0, computeAfterFirstNs: 0 }, ['epoch 2/5', 'step 120/500']],
    [{ kind: 'eval' as const }, ['evaluation 2', 'step 120/500', 'AU 93.1%']],
  ])('with %j', (given, expected) => {
    expect(trainingPosition({ ...snapshot, ...given }, 5)).toEqual(expected);
  });

  const events = (...more: Progress[]): Progress[] => [
    planEvent([step]),
    startEvent(step),
    snapshotEvent(step, 1, { training: snapshot }),
    ...more,
  ];

  test('stands in the live view, also while nothing completes', () => {
    const frameOf = (progress: Progress[]) => {
      const view = new LiveView({ colour: false, now: () => 0 });
      for (const event of progress) view.onProgress(event);
      return view.frame(80, 24, 1000);
    };
    const reading = intervalEvent(step, 0, { read: intervalOperation(1000, 262144) });
    expect(frameOf(events(reading))).toMatch(/│ epoch 2\/5 {2}step 120\/500 {2}AU 93\.1% +│\n│ read /);
    expect(frameOf(events(intervalEvent(step, 0, {})))).toMatch(/AU 93\.1% +│\n│ no operation completed/);
  });

  test('stands in the log, until another step starts', () => {
    let seconds = 0;
    const log = new PlainLog(() => seconds * 1000);
    const linesOf = (progress: Progress[]) =>
      progress.flatMap((event) => {
        seconds += 10;
        return log.line(event) ?? [];
      });
    const interval = intervalEvent(step, 0, { read: intervalOperation(1000, 262144) });
    expect(linesOf(events(interval)).at(-1)).toContain('at 1.0s epoch 2/5 step 120/500 AU 93.1%; read 250 MiB/s');
    expect(linesOf([startEvent(step), interval]).at(-1)).toContain('at 1.0s read 250 MiB/s');
  });
});

test('how it went, in the log and in the list of finished steps', () => {
  expect(trainedTexts(trainedStep())).toEqual(['AU 73.3%', 'wall AU 62.5%', '1.25 fed']);
  expect(trainedTexts({ metrics: {} })).toEqual([]);
  const log = new PlainLog(() => 0);
  expect(log.line({ type: 'step-end', step, record: trainedStep() })).toContain(
    'complete, 4.0s measured, AU 73.3%; wall AU 62.5%; 1.25 fed; read 19.1 MiB/s',
  );
  const view = new LiveView({ colour: false, now: () => 0 });
  for (const event of [planEvent([step]), startEvent(step)]) view.onProgress(event);
  view.onProgress({ type: 'step-end', step, record: trainedStep() });
  expect(view.frame(80, 24, 1000)).toContain('✓ unet3d/here/1  AU 73.3%  wall AU 62.5%  1.25 fed  19.1 MiB/s');
});
