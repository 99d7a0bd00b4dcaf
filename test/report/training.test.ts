// What the text says of trainings: mounts side by side, epochs, the verdict, and what is no measurement.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { lookOf } from '../../src/report/look.js';
import { finalTable } from '../../src/report/text.js';
import { trainingLines } from '../../src/report/training.js';
import type { RunRecord, StepRecord } from '../../src/result/schema.js';
import { mountRecord, runRecord, stepRecord } from '../fixtures/records.js';
import { trainedStep } from '../fixtures/trained.js';
import { rankEpoch, trainingEpoch } from '../fixtures/training.js';

const drawn = (record: RunRecord, width = 80, colour = false) => trainingLines(record, lookOf({ width, colour }));
const lines = (...steps: StepRecord[]) => drawn(runRecord(steps));

/** One accelerator that never waits: 5 steps of half a second. */
const busy = rankEpoch({ firstBatchNs: 0, firstStepNs: 5e8, dataWaitNs: 0, dataWaitAfterFirstNs: 0, barrierNs: 0 });
const untroubled = { epochs: [trainingEpoch({ endNs: 2.5e9, ranks: [busy] })] };

test('mounts stand side by side, then each of their epochs', () => {
  const steps = [
    trainedStep({ mount: 'lustre', reasons: ['files: 70 are fewer than 3500'] }),
    trainedStep({ mount: 'nfs' }),
  ];
  expect(lines(...steps)).toEqual([
    'Training: unet3d: AU by rules v2, 90% to reach',
    '           fed    AU        wall AU GPU idle samples/s       read 1st batch',
    ' lustre 1.25/2 73.3% MISSED   62.5%    37.5%      15.4 19.1 MiB/s      0.8s',
    ' nfs    1.25/2 73.3% MISSED   62.5%    37.5%      15.4 19.1 MiB/s      0.8s',
    ' AU leaves out the first step of each epoch, and so what is loaded before it',
    ' ends; wall AU and "fed" do not: fed are as many accelerators that never wait.',
    ' Not a rules-conforming run of MLPerf Storage v2: files: 70 are fewer than 3500.',
    ...['lustre', 'nfs'].flatMap((mount) => [
      ` unet3d/${mount}/1`,
      ' epoch steps time    AU wall AU samples/s 1st batch data wait barriers spread',
      ' 1         5 4.0s 73.3%   62.5%      15.4      0.8s      1.2s     0.3s  16.2%',
      ' Times, p50/p99/max: step 450ms/900ms/1.80s; wait for data 100ms/200ms/400ms;',
      ' item 150ms/300ms/600ms; readers told late by 10.0us/20.0us/40.0us.',
    ]),
    '',
  ]);
});

test('no line is wider than the terminal, and narrow ones keep what matters', () => {
  const record = runRecord([trainedStep({ mount: 'scratch-on-lustre' }), trainedStep({ mount: 'home' })]);
  for (const width of [60, 80, 132]) {
    for (const line of drawn(record, width)) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  }
  expect(drawn(record, 60)[1]).toMatch(/fed +AU +GPU idle/);
  expect(drawn(record, 132)[1]).toMatch(/nominal +read .*CPU s\/GiB/);
});

describe('the verdict', () => {
  const verdicts = (...steps: StepRecord[]) => lines(...steps)[2];

  test('is reached without a wait', () => {
    expect(verdicts(trainedStep({ told: untroubled }))).toMatch(/ 1\.00\/2 +100\.0% +reached +100\.0% +0\.0% /);
  });

  test('of repeats is that of each, the figures are medians', () => {
    const steps = [1, 2, 3].map((repeat) => trainedStep({ repeat, ...(repeat === 2 ? {} : { told: untroubled }) }));
    expect(lines(...steps)[0]).toContain('median of 3');
    expect(verdicts(...steps)).toMatch(/100\.0% +reached 2\/3/);
  });

  test('of a step that did not end says so', () => {
    const stopped = { code: 'STOPPED', message: 'the step was stopped' };
    expect(verdicts({ ...trainedStep(), status: 'failed', error: stopped })).toMatch(/73\.3% +stopped/);
    const failed = { code: 'IO_ERROR', message: 'read failed' };
    expect(verdicts({ ...trainedStep(), status: 'failed', error: failed })).toMatch(/73\.3% +FAILED/);
  });

  test('stands out in colour, and moves no column', () => {
    const coloured = drawn(runRecord([trainedStep()]), 80, true)[2] ?? '';
    expect(coloured).toContain('\u001b[31mMISSED');
    expect(stripVTControlCharacters(coloured)).toBe(verdicts(trainedStep()));
  });
});

test('a sweep has a row a variant', () => {
  const steps = [1, 2].map((accelerators) => trainedStep({ variant: { accelerators }, job: { accelerators } }));
  expect(lines(...steps)[3]).toMatch(/^ accelerators=2 here/);
});

test('what guides say of a file system is told apart from what was measured', () => {
  const step = trainedStep({ mount: 'nfs' });
  const said = drawn(runRecord([step], { mounts: [mountRecord('nfs', { type: 'nfs4' })] })).join('');
  expect(said).toContain(
    'Said of such storage, and not measured: it keeps GPUs busy for NFS on disks 20-30%, NFS on flash',
  );
  expect(said).toContain('"WEKA complete guide 2025"');
  expect(lines(step).join(' ')).not.toContain('Said of');
});

test('a run against which nothing is known is not called one that conforms', () => {
  expect(lines(trainedStep())).toContain(
    ' Nothing is known against a run that conforms to the rules of MLPerf Storage v2.',
  );
});

describe('the epochs', () => {
  const epochs = Array.from({ length: 14 }, (_, at) => trainingEpoch({ number: at + 1, complete: at < 13 }));

  test('are twelve at most, evaluations and cut ones named', () => {
    const shown = lines(trainedStep({ told: { epochs: [{ ...trainingEpoch(), kind: 'eval' }, ...epochs] } }));
    expect(shown.filter((line) => /^ (eval )?\d+ +5 /.test(line))).toHaveLength(12);
    expect(shown).toContain(' and 3 more');
    expect(shown.some((line) => line.startsWith(' eval 1 '))).toBe(true);
    const cut = lines(trainedStep({ told: { epochs: [trainingEpoch({ complete: false })] } }));
    expect(cut.some((line) => line.startsWith(' 1 (cut) '))).toBe(true);
  });

  test('of many steps are left to the record', () => {
    const steps = (count: number) => Array.from({ length: count }, (_, at) => trainedStep({ repeat: at + 1 }));
    expect(lines(...steps(4)).filter((line) => line.startsWith(' epoch'))).toHaveLength(4);
    expect(lines(...steps(5)).filter((line) => line.startsWith(' epoch'))).toHaveLength(0);
  });
});

test('other workloads have no such lines', () => {
  expect(lines(stepRecord())).toEqual([]);
});

test('the whole text names the job, and the summary how busy the accelerators are', () => {
  const text = finalTable(runRecord([trainedStep(), stepRecord()]), { width: 80, colour: false, runJson: 'run.json' });
  expect(text).toContain('unet3d, 2 h100, batch 7, 4 readers each, 256KiB reads of npz');
  expect(text).toMatch(/unet3d +fed +1\.25\n +AU +73\.3%\n +GPU idle +37\.5%/);
});
