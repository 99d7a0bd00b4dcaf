// The document around the jobs: time of the run, names of the jobs, several runs.
import { describe, expect, test } from 'vitest';
import type { StepRecord } from '../../../src/result/schema.js';
import { fioJson } from '../../../src/report/fio-json/fio-json.js';
import { failedStep, runRecord } from '../../fixtures/records.js';
import { trainedStep } from '../../fixtures/trained.js';
import { documentText, jobsOf, mixedStep, readStep } from './samples.js';

describe('the document', () => {
  const at = '2026-06-04T01:02:03.250Z';
  const run = { id: 'r1', command: [], startedAt: '2026-06-04T01:02:00.000Z', endedAt: at, reasons: [] };
  const parsed = (steps: StepRecord[], endedAt: string | null = at) => {
    const record = { run: { ...run, endedAt, status: 'complete' as const } };
    return JSON.parse(documentText(steps, { record })) as Record<string, unknown>;
  };

  test('is of the time at which the run ended', () => {
    const time = new Date(at);
    expect(parsed([readStep()])).toMatchObject({
      'fio version': 'fio-3.42-ioproof-0.1.0',
      timestamp: Math.floor(time.getTime() / 1000),
      timestamp_ms: time.getTime(),
      time: expect.stringMatching(/^(Wed Jun {2}3|Thu Jun {2}4) \d\d:\d\d:03 2026$/) as string,
      jobs: [{ elapsed: 4, eta: 0 }],
    });
  });

  test('of a run without an end takes that of the last step', () => {
    const steps = [readStep({ endedAt: '2026-06-04T01:02:09.000Z' }), failedStep({ endedAt: null })];
    expect(parsed(steps, null)).toMatchObject({ jobs: [{ elapsed: 9 }, { elapsed: 9 }] });
  });

  test('takes a training as the reads that it has made', () => {
    const [job] = jobsOf(documentText([trainedStep()]));
    expect(job).toMatchObject({ jobname: 'unet3d', read: { io_bytes: 80e6, total_ios: 320 } });
  });

  const names = (steps: StepRecord[]) => jobsOf(documentText(steps)).map((job) => job['jobname']);

  test('names jobs after the workload and its variant', () => {
    const steps = [8, 16].map((queueDepth) => readStep({ workload: 'w', variant: { queueDepth } }));
    expect(names([readStep({ workload: 'w' })])).toEqual(['w']);
    expect(names(steps)).toEqual(['w@queueDepth=8', 'w@queueDepth=16']);
  });

  test('names mount and repeat where there are several', () => {
    expect(names([readStep({ mount: 'a' }), readStep({ mount: 'b' })])).toEqual([
      'random-read-4k/a',
      'random-read-4k/b',
    ]);
    expect(names([1, 2].map((repeat) => readStep({ repeat })))).toEqual(['random-read-4k/1', 'random-read-4k/2']);
  });

  test('makes each step a group of its own', () => {
    expect(jobsOf(documentText([readStep(), mixedStep()])).map((job) => job['groupid'])).toEqual([0, 1]);
  });
});

test('several runs are one document, the run before the name of the job', () => {
  const runs = ['r1', 'r2'].map((id) => {
    const record = runRecord([readStep({ workload: 'w' })]);
    return { record: { ...record, run: { ...record.run, id } }, intervals: new Map() };
  });
  const jobs = jobsOf(fioJson(runs, { plus: false }));
  expect(jobs.map((job) => [job['jobname'], job['groupid']])).toEqual([
    ['r1:w', 0],
    ['r2:w', 1],
  ]);
  expect(jobs.map((job) => job['job options']['stonewall'])).toEqual([undefined, undefined]);
});

test('a run without steps has no jobs', () => {
  expect(jobsOf(documentText([]))).toEqual([]);
});
