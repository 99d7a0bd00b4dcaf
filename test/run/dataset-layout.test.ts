// Data sets of steps that leave their files other than they found them: never taken for complete, and removed afterwards.
import { existsSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { ensureDataset, releaseDataset } from '../../src/run/dataset-layout.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { binding } from '../native/jobs.js';
import { files } from '../plan/samples.js';

function stepOf(operations: ('rename' | 'stat')[]): PlannedStep {
  const workload = { ...files({}), operations, files: 5, fileSize: 4096, direct: false, engine: 'sync' as const };
  const mount = { name: 'here', path: temporaryDirectory(), freeBytes: null, freeInodes: null };
  const [step] = makePlan([workload], [mount], { repeat: 1 }).steps;
  if (step === undefined) throw new Error('the plan has no step');
  return step;
}

const ignore = () => undefined;
const observer = {
  onProgress: ignore,
  onResumed: ignore,
  onJob: ignore,
  onRemoving: ignore,
  onDirectory: () => Promise.resolve(),
};
const ensure = (step: PlannedStep) => ensureDataset(binding, step, observer);
const fileOf = ({ spec }: PlannedStep) => join(spec.root, 'd000000', 'f000000003');

test('what a step that renames files has left is not reused', async () => {
  const step = stepOf(['rename']);
  expect(await ensure(step)).toMatchObject({ reused: false });
  renameSync(fileOf(step), `${fileOf(step)}.renamed`);
  expect(await ensure(step)).toMatchObject({ reused: false });
  expect(existsSync(fileOf(step))).toBe(true);
  expect(existsSync(`${fileOf(step)}.renamed`)).toBe(false);
  releaseDataset(step, () => undefined);
  expect(existsSync(step.spec.root)).toBe(false);
});

test('what a step has only looked at is', async () => {
  const step = stepOf(['stat']);
  expect(await ensure(step)).toMatchObject({ reused: false });
  releaseDataset(step, () => undefined);
  expect(existsSync(fileOf(step))).toBe(true);
  expect(await ensure(step)).toMatchObject({ reused: true });
});
