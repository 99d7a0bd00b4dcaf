// The table of a scenario, and the lines of the live view about parts that run at the same time.
import { expect, test } from 'vitest';
import { LiveView } from '../../src/report/live.js';
import { lookOf } from '../../src/report/look.js';
import { scenarioLines } from '../../src/report/scenario.js';
import type { PartFigure, ScenarioPartRecord, ScenarioRecord } from '../../src/result/schema.js';
import type { PlannedStep } from '../../src/plan/planned-step.js';
import { checkpointAsked } from '../fixtures/checkpoints.js';
import { stepRecord } from '../fixtures/records.js';
import {
  intervalEvent,
  intervalOperation,
  planEvent,
  plannedStep,
  snapshotEvent,
  startEvent,
} from './progress-events.js';

const look = lookOf({ width: 80, colour: false });

function figure(name: string, unit: PartFigure['unit'], alone: number | null, together: number): PartFigure {
  const better = unit === 'nanoseconds' || unit === 'seconds' ? 'lower' : 'higher';
  return { figure: name, unit, better, alone, together, ratio: alone === null ? null : together / alone };
}

function part(given: Partial<ScenarioPartRecord> & { part: string }): ScenarioPartRecord {
  const times = { atSeconds: 0, everySeconds: null, untilSeconds: null, untilPart: null, durationSeconds: null };
  return { workload: `s.${given.part}`, ...times, runs: [], figures: [], ...given };
}

function run(dueSeconds: number, lateSeconds: number, seconds: number): ScenarioPartRecord['runs'][number] {
  const startSeconds = dueSeconds + lateSeconds;
  return { step: 'x', dueSeconds, startSeconds, lateSeconds, endSeconds: startSeconds + seconds };
}

const record: ScenarioRecord = {
  name: 'storm-over-epoch',
  mount: 'lustre',
  repeat: 1,
  status: 'complete',
  failedPart: null,
  parts: [
    part({
      part: 'epoch',
      runs: [run(0, 0, 33.5)],
      figures: [figure('auPercent', 'percent', 97.1, 71.2), figure('dataWaitP99Ns', 'nanoseconds', 217e6, 950e6)],
    }),
    part({
      part: 'storm',
      atSeconds: 5,
      everySeconds: 10,
      untilPart: 'epoch',
      runs: [run(5, 0, 6), run(15, 0.002, 6), run(25, 1.2, 6)],
      figures: [figure('saveSeconds', 'seconds', 0.9, 6.7)],
    }),
    part({ part: 'logs', figures: [figure('write.perSecond', 'per second', null, 385)] }),
  ],
};

test('each part has its figures alone and together, and how its timeline went', () => {
  expect(scenarioLines({ scenarios: [record] }, look)).toEqual([
    'Scenario storm-over-epoch on mount lustre: 3 parts together for 33.5s',
    ' part   figure         alone  together  ratio',
    ' epoch  AU             97.1%     71.2%  0.73×',
    '        data wait p99  217ms     950ms  4.38×',
    ' storm  save           900ms     6.70s  7.44×',
    ' logs   write/s            –       385      –',
    '  epoch: from 0.0s to 33.5s',
    '  storm: 3 runs from 5.0s to 32.2s, every 10.0s; 1 late, by 1.2s at most',
    '  logs: never started',
    '',
  ]);
});

test('a run without scenarios has no such lines, and one that failed says which part has', () => {
  expect(scenarioLines({}, look)).toEqual([]);
  const failed = { ...record, status: 'failed' as const, failedPart: 'storm', repeat: 2 };
  const lines = scenarioLines({ scenarios: [failed] }, look);
  expect(lines[0]).toBe('Scenario storm-over-epoch on mount lustre, repeat 2: 3 parts together for 33.5s');
  expect(lines.join('\n')).toContain('part storm has failed, so that all were stopped');
});

function partStep(name: string, occurrence = 1): PlannedStep {
  const step = plannedStep(`s.${name}@together/lustre/1${occurrence === 1 ? '' : `.${occurrence}`}`);
  const times = { at: 0, every: null, until: null, duration: null, ownFiles: false };
  const scenario = { of: 's', part: name, run: 'together' as const, occurrence, ...times };
  return { ...step, workload: `s.${name}`, mount: 'lustre', scenario };
}

const [epoch, storm, again] = [partStep('epoch'), partStep('storm'), partStep('storm', 2)];

function viewOf(...events: Parameters<LiveView['onProgress']>[0][]): string[] {
  const view = new LiveView({ colour: false, now: () => 0 });
  for (const event of [planEvent([epoch, storm]), ...events]) view.onProgress(event);
  return view.frame(80, 24, 4000).split('\n');
}

test('the live view has a line for each part that runs', () => {
  const lines = viewOf(
    startEvent(epoch),
    startEvent(storm),
    { type: 'together', steps: [epoch, storm] },
    snapshotEvent(epoch, 5),
    intervalEvent(epoch, 4, { read: intervalOperation(1000) }),
  );
  const text = lines.join('\n');
  expect(text).toContain('s/lustre  together for 4.0s');
  expect(lines.find((line) => line.startsWith(' epoch'))).toMatch(/50%.*read.*IOPS/);
  expect(lines.find((line) => line.startsWith(' storm'))).toContain('prepare');
});

test('a part that saves says where it is', () => {
  const saving = { ...storm, spec: { ...storm.spec, checkpoint: checkpointAsked({ saves: 1 }) } };
  const checkpoint = { kind: 'save' as const, number: 1, roundsDone: 0, rounds: 1, bytesDone: 25, bytes: 100 };
  const lines = viewOf(startEvent(epoch), startEvent(saving), snapshotEvent(saving, 1, { checkpoint }));
  expect(lines.find((line) => line.startsWith(' storm'))).toContain('save 1/1 25%');
});

test('events of a step change its own line only; what has ended or was dropped is gone', () => {
  const started = [startEvent(epoch), startEvent(storm), startEvent(again)];
  const dropped = viewOf(...started, { type: 'dropped', step: again }).join('\n');
  expect(dropped).not.toContain('storm 2');
  const over = viewOf(...started, { type: 'step-end', step: storm, record: stepRecord({ id: storm.id }) });
  const running = over.filter((line) => /^ (epoch|storm)/.test(line));
  expect(running.map((line) => line.slice(0, 8).trim())).toEqual(['epoch', 'storm 2']);
  expect(over[0]).toMatch(/step [12] of 2/);
});

test('a low window shows how many parts there is no room for', () => {
  const view = new LiveView({ colour: false, now: () => 0 });
  const many = ['a', 'b', 'c', 'd', 'e'].map((name) => partStep(name));
  for (const event of [planEvent(many), ...many.map((step) => startEvent(step))]) view.onProgress(event);
  const lines = view.frame(80, 5, 0).split('\n');
  expect(lines).toHaveLength(5);
  expect(lines.join('\n')).toContain('4 more');
});
