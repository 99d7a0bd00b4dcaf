// The search for the most accelerators that a mount feeds, on jobs without a process whose true answer is known.
import { describe, expect, test } from 'vitest';
import { planFit } from '../../src/plan/fit.js';
import type { StepOutcome } from '../../src/result/step-record.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { stepSchema } from '../../src/result/step-schema.js';
import { FitSearch } from '../../src/run/fit-search.js';
import type { Progress } from '../../src/run/progress.js';
import { mount, training } from '../plan/samples.js';
import { FakeJob, type FakeMount } from './fit-jobs.js';

function planned(most: number) {
  const workload = training({ files: 1400 }, { accelerators: [1, 2] });
  const options = { repeat: 1, most, longestTryNs: 60e9, filesGiven: true };
  const [step] = planFit(workload, [mount('a')], options).steps;
  if (step?.fit === undefined) throw new Error('there is no fit');
  return { ...step, fit: step.fit };
}

interface Search {
  search: FitSearch;
  step: ReturnType<typeof planned>;
  progress: Progress[];
}

function fit(on: FakeMount, most = 8, cores = 64): Search {
  const step = planned(most);
  const progress: Progress[] = [];
  const options = { graceMs: 1000, cufileFolder: '', cores, onProgress: (one: Progress) => void progress.push(one) };
  let jobs = 0;
  const search = new FitSearch(step, options, (job, its) => new FakeJob(job, its, on, ++jobs));
  return { search, step, progress };
}

const tried = ({ fit: found }: StepOutcome) =>
  (found?.tries ?? []).map(
    ({ accelerators, reached, by }) => `${accelerators} ${reached ? 'reached' : 'missed'} ${by}`,
  );

test('finds the number, names what is in the way, and has the figures of a whole try with it', async () => {
  const { search, step } = fit({ feeds: 4.625 });
  const outcome = await search.outcome;
  expect(tried(outcome)).toEqual([
    ...['1 reached interval', '2 reached interval', '4 reached interval', '8 missed bound'],
    ...['6 missed bound', '5 reached interval', '5 reached whole'],
  ]);
  expect(outcome).toMatchObject({ status: 'complete', error: null, metrics: { auPercent: 92.5, fitAccelerators: 5 } });
  expect(outcome.fit).toMatchObject({ threshold: 90, most: 8, accelerators: 5, complete: true });
  expect(outcome.fit?.limit).toMatchObject({
    resource: 'bandwidth',
    evidence: { fedAccelerators: 5, missedAccelerators: 8, fedAuPercent: 92.5 },
  });

  const record = toStepRecord(step, outcome);
  expect(record.job['accelerators']).toBe(5);
  expect(record.id).toBe(step.id);
  expect(stepSchema.safeParse(record).error).toBeUndefined();
});

test('a try that is cut short tells what it would have come to, and how sure that is', async () => {
  const { tries = [] } = (await fit({ feeds: 4.625 }).search.outcome).fit ?? {};
  const [one, , , eight] = tries;
  expect(one).toMatchObject({
    accelerators: 1,
    auPercent: 100,
    interval: { low: 100, high: 100 },
    wallAuPercent: null,
  });
  expect(one?.steps).toBeLessThan(40);
  expect(eight?.auPercent).toBeCloseTo(57.8125, 6);
  expect(tries.at(-1)).toMatchObject({ interval: null, wallAuPercent: expect.closeTo(91.5, 6) as number, steps: 40 });
});

test('all that may be tried are fed', async () => {
  const { fit: found } = await fit({ feeds: 100 }).search.outcome;
  expect(found).toMatchObject({ accelerators: 8, complete: true, limit: { resource: 'asked', evidence: { most: 8 } } });
});

test('not even one is fed: the step is complete, with the figures of the try with one', async () => {
  const { search, step } = fit({ feeds: 0.4 });
  const outcome = await search.outcome;
  expect(outcome).toMatchObject({ status: 'complete', fit: { accelerators: 0, limit: { resource: 'storage' } } });
  expect(outcome.result).not.toBeNull();
  expect(toStepRecord(step, outcome).job['accelerators']).toBe(1);
});

test('processors that are all busy are what is in the way', async () => {
  const { fit: found } = await fit({ feeds: 2.5 }, 8, 0.5).search.outcome;
  expect(found?.limit).toMatchObject({ resource: 'processors', evidence: { cores: 0.5 } });
});

test('a number that does not hold as a whole is not told', async () => {
  // The seventh job is the whole try with five.
  const noise = (_: number, job: number) => (job === 7 ? -5 : 0);
  const { fit: found } = await fit({ feeds: 4.625, noise }).search.outcome;
  expect(found).toMatchObject({ accelerators: 4, complete: true });
});

test('progress tells of each try, and keeps intervals of different tries apart', async () => {
  const { search, progress } = fit({ feeds: 1 }, 2);
  await search.outcome;
  const told = progress.flatMap((one) => (one.type === 'try-start' || one.type === 'try' ? [one] : []));
  expect(told.map(({ type, number }) => `${type} ${number}`)).toEqual([
    ...['try-start 1', 'try 1', 'try-start 2', 'try 2', 'try-start 3', 'try 3'],
  ]);
  expect(progress.some(({ type }) => type === 'snapshot')).toBe(true);
});

test('a try that fails ends the search with its error, and what was found stays', async () => {
  const { search, step } = fit({ feeds: 100, failsAt: 4 });
  const outcome = await search.outcome;
  expect(outcome).toMatchObject({
    status: 'failed',
    error: { code: 'IO_ERROR', message: 'in try 3, with 4 accelerators: read failed with EIO' },
    fit: { complete: false, accelerators: 2, limit: null },
  });
  expect(tried(outcome)).toEqual(['1 reached interval', '2 reached interval']);
  expect(stepSchema.safeParse(toStepRecord(step, outcome)).error).toBeUndefined();
});

describe.each(['stop', 'kill'] as const)('a %s', (how) => {
  test('ends the search, and what was found stays', async () => {
    const ending: { search?: FitSearch } = {};
    const beforeStep = (accelerators: number, step: number) => {
      if (accelerators === 3 && step === 5) ending.search?.[how]();
    };
    const { search, step } = fit({ feeds: 2.2, beforeStep });
    ending.search = search;
    const outcome = await search.outcome;
    expect(outcome).toMatchObject({
      status: 'failed',
      error: { code: 'STOPPED' },
      fit: { complete: false, accelerators: 2 },
    });
    expect(tried(outcome)).toEqual(['1 reached interval', '2 reached interval', '4 missed bound']);
    expect(outcome.error?.message).toContain('in try 4, with 3 accelerators; 2 accelerators had reached the threshold');
    expect(toStepRecord(step, outcome).status).toBe('failed');
  });
});
