// What the final text says of the phases of io500-like.
import { expect, test } from 'vitest';
import { io500Phases } from '../../src/analyze/io500-score.js';
import { finalTable } from '../../src/report/text.js';
import type { StepRecord } from '../../src/result/schema.js';
import { operation, runRecord, stepRecord } from '../fixtures/records.js';

function steps(stonewall: number): StepRecord[] {
  return io500Phases.flatMap(({ workloads }) =>
    workloads.map((workload) => {
      const list = { ...operation(), entries: 1000 };
      const operations = workload.startsWith('find') ? { list } : { write: operation() };
      return stepRecord({ workload, operations, job: { ...stepRecord().job, name: workload, stonewall } });
    }),
  );
}

const textOf = (given: StepRecord[]) =>
  finalTable(runRecord(given), { width: 100, colour: false, runJson: 'run.json' });

test('a score of twelve phases is labelled as none of IO500, with the reasons', () => {
  const text = textOf(steps(10e9));
  expect(text).toMatch(/^io500-like, not an IO500 score$/m);
  expect(text).toMatch(/^ {2}here: bandwidth [\d.]+ GiB\/s, metadata [\d.]+ kIOPS, total [\d.]+$/m);
  expect(text.replaceAll(/\s+/g, ' ')).toContain('the stonewall is 10s, not 300s');
  expect(textOf(steps(300e9))).not.toContain('not 300s');
});

test('without a phase there is no score', () => {
  const failed = steps(10e9).map((step) =>
    step.workload === 'ior-hard-write' ? { ...step, status: 'failed' as const } : step,
  );
  expect(textOf(failed)).toMatch(/^ {2}here: incomplete: ior-hard-write$/m);
});

test('a run without such phases says nothing of it', () => {
  expect(textOf([stepRecord()])).not.toContain('io500');
});
