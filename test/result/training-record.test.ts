// What a training tells, in the words of the record: seconds for times, figures beside them, histograms that can be merged.
import { expect, test } from 'vitest';
import { epochFigures } from '../../src/analyze/training-figures.js';
import { trainingFigures } from '../../src/analyze/training-metrics.js';
import type { NativeTraining } from '../../src/native/contract.js';
import { decodeHistogram } from '../../src/result/histogram.js';
import { runSchema } from '../../src/result/schema.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { sampleFilesAsked, trainingAsked, trainingEpoch, trainingResult } from '../fixtures/training.js';
import { completeOutcome, nativeResult, runRecord, stepToRecord } from './samples.js';

const plan = {
  conforming: false,
  reasons: ['files: 70 are fewer than the 3500 that the rules ask for'],
  officialFiles: 3500,
};
const result = nativeResult({
  training: trainingResult({
    epochs: [trainingEpoch(), trainingEpoch({ number: 2, startNs: 4e9, endNs: 8.5e9, complete: false })],
    checksum: 7,
  }),
});

function recordOf(asked: Partial<NativeTraining> = {}) {
  const spec = { training: trainingAsked(asked), sampleFiles: sampleFilesAsked() };
  const job = { model: 'unet3d', accelerator: 'h100', auThreshold: 90 };
  const step = { ...stepToRecord(), job, spec: { ...stepToRecord().spec, ...spec }, training: plan };
  return toStepRecord(step, completeOutcome({ result, trainingFigures: trainingFigures({ spec, job }, result) }));
}

test('what was asked, how it stands to the rules, and what was seen', () => {
  const { training } = recordOf();
  expect(training).toMatchObject({
    ...{ rules: 'v2', model: 'unet3d', accelerator: 'h100', accelerators: 2, batchSize: 7, computeSeconds: 0.5 },
    ...{ sampleBytes: 1e6, auThresholdPercent: 90, samples: 70, samplesBytes: 70e6, checksum: null },
    ...plan,
  });
  expect(training?.epochs).toHaveLength(2);
  expect(training?.epochs[1]).toMatchObject({
    ...{ kind: 'train', number: 2, startSeconds: 4, seconds: 4.5, complete: false, steps: 5, stepsPlanned: 5 },
    acceleratorsFed: 5 / 4.5,
  });
  expect(training?.epochs[0]?.ranks[1]).toEqual({
    ...{ steps: 5, samples: 35, firstBatchSeconds: 1, firstStepSeconds: 1.5 },
    ...{ computeSeconds: 2.5, computeAfterFirstSeconds: 2, dataWaitSeconds: 1.5, dataWaitAfterFirstSeconds: 0.5 },
    barrierSeconds: 0,
  });
  expect(decodeHistogram(training?.latenessNs.histogram ?? '').totalCount).toBe(3);
});

test('a checksum is that of touched bytes', () => {
  expect(recordOf({ touch: true }).training?.checksum).toBe(7);
});

test('the schema takes it, and its figures can be worked out from it again', () => {
  const record = recordOf();
  const [step] = runSchema.parse(runRecord([record])).steps;
  const training = step?.training;
  if (training === undefined) throw new Error('the record has no training');
  for (const epoch of training.epochs) expect(epoch).toMatchObject(epochFigures(training, epoch));
});

test('steps of other kinds have none', () => {
  expect(toStepRecord(stepToRecord(), completeOutcome())).not.toHaveProperty('training');
});
