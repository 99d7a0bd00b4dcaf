// A session with a judge: steps that it can do without are left out, and what it has judged is in record and events.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { AcceptanceRecord } from '../../src/result/schema.js';
import type { Judge } from '../../src/run/judge.js';
import type { Progress } from '../../src/run/progress.js';
import { judgedRecord, judgingRecord } from '../fixtures/acceptance.js';
import { runSession } from './sessions.js';

const work = (name: string) => `  - {name: ${name}, kind: block, engine: 'null', size: 1MiB, runtime: 20ms}\n`;
const two = `name: two\nworkloads:\n${work('first')}${work('second')}`;

/** A judge that needs no repeat of this workload after the first. */
const after = (workload: string, judged: AcceptanceRecord[] = [judgedRecord()]): Judge => ({
  terms: judgingRecord(),
  notNeeded: (step) => (step.workload === workload && step.repeat > 1 ? 'one repeat does' : null),
  judged: () => judged,
});

test('steps that are not needed are recorded as skipped, and the run is complete', async () => {
  const seen: Progress[] = [];
  const { run, steps } = await runSession({
    yaml: two,
    repeat: 3,
    judge: after('first'),
    onProgress: (progress) => seen.push(progress),
  });
  expect(run).toMatchObject({ status: 'complete', reasons: [] });
  expect(steps.map(({ id, status, error }) => [id, status, error?.code ?? null])).toEqual([
    ['first/here/1', 'complete', null],
    ['first/here/2', 'skipped', 'VERDICT_CERTAIN'],
    ['first/here/3', 'skipped', 'VERDICT_CERTAIN'],
    ['second/here/1', 'complete', null],
    ['second/here/2', 'complete', null],
    ['second/here/3', 'complete', null],
  ]);
  expect(steps[1]).toMatchObject({
    startedAt: null,
    operations: {},
    error: { message: 'not needed: one repeat does' },
  });
  const started = seen.flatMap((progress) => (progress.type === 'step-start' ? [progress.step.id] : []));
  expect(started).not.toContain('first/here/2');
  expect(seen.filter(({ type }) => type === 'acceptance')).toHaveLength(steps.length);
});

test('what is judged at the end is in the record and in the events', async () => {
  const judged = [judgedRecord(), judgedRecord({ verdict: 'fail', mount: 'other' })];
  let events = '';
  const { acceptance } = await runSession({
    yaml: two,
    judge: after('', judged),
    onProgress: (progress) => {
      if (progress.type === 'plan') events = `${progress.directory}/events.ndjson`;
    },
  });
  expect(acceptance).toEqual(judged);
  const lines = readFileSync(events, 'utf8').trim().split('\n');
  const told = lines.map((line) => JSON.parse(line) as { type: string; verdict?: string; mount?: string });
  expect(told.filter(({ type }) => type === 'acceptance').map(({ verdict, mount }) => [verdict, mount])).toEqual([
    ['pass', 'here'],
    ['fail', 'other'],
  ]);
  expect(told.at(-1)?.type).toBe('run-end');
});

test('parts of a scenario are left out together', async () => {
  const part = (name: string) =>
    `  - {name: ${name}, workload: {kind: block, engine: 'null', size: 1MiB, runtime: 50ms}}\n`;
  const yaml = `kind: scenario\nname: both\nalone: false\nparts:\n${part('left')}${part('right')}`;
  const judge: Judge = {
    terms: judgingRecord(),
    notNeeded: ({ repeat }) => (repeat > 1 ? 'one repeat does' : null),
    judged: () => [],
  };
  const { steps, scenarios, run } = await runSession({ yaml, repeat: 2, judge });
  expect(steps.map(({ repeat, status }) => [repeat, status])).toEqual([
    [1, 'complete'],
    [1, 'complete'],
    [2, 'skipped'],
    [2, 'skipped'],
  ]);
  expect(scenarios).toHaveLength(1);
  expect(run.status).toBe('complete');
});
