// The document that all formats are written from: names of runs, verdict, notes, failures, warnings.
import { describe, expect, test } from 'vitest';
import { type ReadRun, reportDocument } from '../../src/report/document.js';
import type { RunRecord } from '../../src/result/schema.js';
import { judgedRecord } from '../fixtures/acceptance.js';
import { failedStep, runRecord, stepRecord } from '../fixtures/records.js';

const options = { createdAt: '2026-11-21T08:00:00.000Z', version: '0.1.0' };

const read = (record: RunRecord, given: Partial<ReadRun> = {}): ReadRun => ({
  path: 'results/a/run.json',
  record,
  sha256: '0'.repeat(64),
  sizeBytes: 1000,
  integrity: 'matches',
  intervals: new Map(),
  ...given,
});

const documentOf = (...records: RunRecord[]) =>
  reportDocument(
    records.map((record) => read(record)),
    null,
    options,
  );

const accepting = (...verdicts: ('pass' | 'fail' | 'marginal')[]) =>
  runRecord([stepRecord()], { acceptance: verdicts.map((verdict) => judgedRecord({ verdict })) });

describe('the verdict', () => {
  test.each([
    { verdicts: [], verdict: 'no expressions', reason: 'No acceptance expression was given.' },
    { verdicts: ['pass'], verdict: 'accepted', reason: '1 of 1 expression passes.' },
    { verdicts: ['pass', 'pass'], verdict: 'accepted', reason: '2 of 2 expressions pass.' },
    {
      verdicts: ['pass', 'marginal'],
      verdict: 'marginal',
      reason: '1 of 2 expressions pass; 1 is marginal: a repetition could say otherwise.',
    },
    {
      verdicts: ['fail', 'marginal'],
      verdict: 'not accepted',
      reason: '0 of 2 expressions pass; 1 fails; 1 is marginal: a repetition could say otherwise.',
    },
  ] as const)('of $verdicts is $verdict', ({ verdicts, verdict, reason }) => {
    const document = documentOf(accepting(...verdicts));
    expect(document).toMatchObject({ verdict, verdictReason: reason });
  });

  test('of a record that was changed after its run is never accepted', () => {
    const runs = [read(accepting('pass'), { integrity: 'differs' })];
    expect(reportDocument(runs, null, options)).toMatchObject({
      verdict: 'not accepted',
      verdictReason: '1 of 1 expression passes; the record of a run was changed after the run.',
    });
  });

  test('of a run that is not complete is never accepted, whatever its expressions say', () => {
    const document = documentOf(runRecord([stepRecord(), failedStep({ repeat: 2 })], { acceptance: [judgedRecord()] }));
    expect(document.verdict).toBe('not accepted');
    expect(document.verdictReason).toBe('1 of 1 expression passes; the run is not complete.');
  });

  test('of several runs counts all expressions', () => {
    const document = documentOf(accepting('pass'), accepting('fail', 'pass'));
    expect(document).toMatchObject({ verdict: 'not accepted', verdictReason: '2 of 3 expressions pass; 1 fails.' });
    expect(document.acceptance.map((one) => one.judged.length)).toEqual([1, 2]);
  });
});

test('a run is named after its id, and after its path where two have one id', () => {
  const [one, two] = [runRecord(), runRecord()];
  const other = { ...runRecord(), run: { ...one.run, id: 'other' } };
  const runs = [read(one, { path: 'a/run.json' }), read(two, { path: 'b/run.json' }), read(other)];
  const { runs: named } = reportDocument(runs, null, options);
  expect(named.map(({ name }) => name)).toEqual(['a/run.json', 'b/run.json', 'other']);
});

test('says of a changed record, and of a run that is not complete, that they are', () => {
  const record = runRecord([stepRecord(), failedStep({ repeat: 2 })]);
  const { notes } = reportDocument([read(record, { integrity: 'differs' })], null, options);
  expect(notes.map(({ code }) => code)).toEqual(['RECORD_CHANGED', 'RUN_NOT_COMPLETE']);
  expect(notes[1]?.text).toBe('The run is partial: 1 of 2 steps are complete.');
  expect(reportDocument([read(runRecord(), { integrity: 'unknown' })], null, options).notes).toEqual([]);
});

test('has each step without a whole result, and each warning once a run', () => {
  const warning = { code: 'DIRECT_NOT_USED', evidence: { reason: 'EINVAL' }, advice: 'Use ext4.' };
  const steps = [
    stepRecord({ warnings: [warning] }),
    stepRecord({ repeat: 2, warnings: [warning, warning] }),
    failedStep({ repeat: 3 }),
    stepRecord({ repeat: 4, status: 'skipped' }),
  ];
  const { failures, warnings } = documentOf(runRecord(steps));
  expect(failures.map(({ step }) => step.id)).toEqual(['random-read-4k/here/3', 'random-read-4k/here/4']);
  expect(warnings).toEqual([
    { run: runRecord().run.id, warning, steps: ['random-read-4k/here/1', 'random-read-4k/here/2'], count: 3 },
  ]);
});
