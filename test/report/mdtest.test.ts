// A run as mdtest would have printed it.
import { expect, test } from 'vitest';
import { hasMdtestPhases, mdtestText } from '../../src/report/mdtest.js';
import type { StepRecord } from '../../src/result/schema.js';
import { latency, operation, runRecord, stepRecord } from '../fixtures/records.js';

function step(workload: string, repeat: number, mount: string): StepRecord {
  const worker = { worker: 0, elapsedSeconds: repeat, operations: 600, bytes: 0, chains: 600 };
  // Of the phase, too, is the sync that -Y asks for.
  const fsync = operation({ latencyNs: latency(9e9) });
  const stat = operation({ latencyNs: latency(1500, { p99: 40_000, max: 2_000_000 }) });
  return stepRecord({
    workload,
    repeat,
    mount,
    elapsedSeconds: repeat,
    workers: [worker],
    operations: { fsync, stat },
  });
}

test('has the rates of each mount in the columns of mdtest, and the latencies below', () => {
  const steps = ['a', 'b'].flatMap((mount) => [1, 2].map((repeat) => step('file-stat', repeat, mount)));
  const text = mdtestText(runRecord(steps));
  const [first = '', second = ''] = text.split(/(?=^Mount b)/m);
  expect(first).toContain('SUMMARY rate (in ops/sec): (of 2 iterations)\n');
  // 600 and 300 a second.
  expect(first).toMatch(/^ {3}File stat +600\.000 +300\.000 +450\.000 +212\.132$/m);
  expect(first).toMatch(/^ {3}File stat +1\.50us +40\.0us +2\.00ms$/m);
  expect(first).toMatch(/^ {3}Operation +Max +Min +Mean +Std Dev$/m);
  expect(second).toMatch(/^Mount b: /);
});

test('says where nothing is complete', () => {
  const failed = { ...step('file-stat', 1, 'a'), status: 'failed' as const };
  expect(mdtestText(runRecord([failed]))).toContain('No phase of mdtest is complete.');
  expect(hasMdtestPhases(runRecord([failed]))).toBe(true);
  expect(hasMdtestPhases(runRecord())).toBe(false);
});
