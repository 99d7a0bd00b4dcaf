// Interference by arithmetic: which figures a part is judged by, and what becomes of them in company.
import { expect, test } from 'vitest';
import { interferenceOf } from '../../src/analyze/interference.js';
import type { OperationRecord, StepRecord } from '../../src/result/schema.js';
import { stepRecord } from '../fixtures/records.js';

function operation(perSecond: number, p99: number, bytesEach: number, intended: number | null = null): OperationRecord {
  const latency = (at: number) => ({
    min: at,
    mean: at,
    stddev: 0,
    max: at,
    p50: at,
    p90: at,
    p99: at,
    p999: at,
    p9999: at,
    overflow: 0,
  });
  const latencyNs = { ...latency(p99), histogram: '' };
  return {
    count: perSecond,
    bytes: perSecond * bytesEach,
    errors: 0,
    short: 0,
    perSecond,
    bytesPerSecond: perSecond * bytesEach,
    latencyNs,
    intendedLatencyNs: intended === null ? null : { ...latency(intended), histogram: '' },
  };
}

interface Given {
  kind?: string;
  status?: StepRecord['status'];
  operations?: StepRecord['operations'];
  metrics?: StepRecord['metrics'];
}

function step({ kind = 'block', status = 'complete', operations = {}, metrics = {} }: Given): StepRecord {
  return { ...stepRecord({ id: 'a/here/1', operations }), status, job: { kind }, metrics };
}

const reads = (perSecond: number, p99: number) => step({ operations: { read: operation(perSecond, p99, 4096) } });

test('small blocks are judged by operations a second and the 99th percentile', () => {
  expect(interferenceOf([reads(20_000, 200_000)], [reads(5000, 1_800_000)])).toEqual([
    {
      figure: 'read.perSecond',
      unit: 'per second',
      better: 'higher',
      alone: 20_000,
      together: 5000,
      ratio: 0.25,
    },
    { figure: 'read.p99', unit: 'nanoseconds', better: 'lower', alone: 200_000, together: 1_800_000, ratio: 9 },
  ]);
});

test('large blocks are judged by bytes a second', () => {
  const stream = (perSecond: number) => step({ operations: { write: operation(perSecond, 1e6, 2 ** 20) } });
  expect(interferenceOf([stream(2000)], [stream(1000)])[0]).toMatchObject({
    figure: 'write.bytesPerSecond',
    alone: 2000 * 2 ** 20,
    together: 1000 * 2 ** 20,
    ratio: 0.5,
  });
});

test('several runs count by their median', () => {
  const together = [reads(100, 1000), reads(900, 5000), reads(300, 3000)];
  expect(interferenceOf([reads(600, 1500)], together).map(({ together: value, ratio }) => [value, ratio])).toEqual([
    [300, 0.5],
    [3000, 2],
  ]);
});

test('a run that has not completed counts for neither', () => {
  const broken = step({ status: 'failed', operations: { read: operation(1, 1, 4096) } });
  expect(interferenceOf([reads(600, 1500), broken], [reads(300, 1500), broken])[0]).toMatchObject({
    alone: 600,
    ratio: 0.5,
  });
  expect(interferenceOf([reads(600, 1500)], [broken])).toEqual([]);
});

test('without a run alone there is nothing to compare with', () => {
  expect(interferenceOf([], [reads(300, 1500)]).map(({ alone, together, ratio }) => [alone, together, ratio])).toEqual([
    [null, 300, null],
    [null, 1500, null],
  ]);
});

test('what was 0 alone has no ratio', () => {
  const idle = step({ kind: 'training', metrics: { auPercent: 0 } });
  expect(interferenceOf([idle], [idle])[0]).toMatchObject({ alone: 0, together: 0, ratio: null });
});

test('trainings are judged by utilization and waits, checkpoints by their times, and neither by single calls', () => {
  const operations = { read: operation(500, 1000, 4096) };
  const epoch = (au: number, wait: number) =>
    step({ kind: 'training', operations, metrics: { auPercent: au, dataWaitP99Ns: wait, samples: 3 } });
  expect(interferenceOf([epoch(90, 1000)], [epoch(60, 4000)]).map(({ figure, ratio }) => [figure, ratio])).toEqual([
    ['auPercent', 60 / 90],
    ['dataWaitP99Ns', 4],
  ]);
  const save = (seconds: number) =>
    step({ kind: 'checkpoint', operations, metrics: { saveSeconds: seconds, stallSeconds: seconds } });
  expect(interferenceOf([save(2)], [save(5)]).map(({ figure, ratio }) => [figure, ratio])).toEqual([
    ['saveSeconds', 2.5],
  ]);
});

test('a save in the background is judged by its stall, too', () => {
  const save = (stall: number) =>
    step({ kind: 'checkpoint', metrics: { saveSeconds: 4, stallSeconds: stall, drainSeconds: 4 - stall } });
  const figures = interferenceOf([save(1)], [save(3)]).map(({ figure }) => figure);
  expect(figures).toEqual(['saveSeconds', 'stallSeconds', 'drainSeconds']);
});

test('chains of files count as wholes, and their reads by bytes', () => {
  const epoch = step({
    kind: 'files',
    operations: {
      open: operation(10, 5, 0),
      read: operation(10, 7, 16384),
      close: operation(10, 1, 0),
      chain: operation(10, 9, 16384),
    },
  });
  expect(interferenceOf([epoch], [epoch]).map(({ figure }) => figure)).toEqual([
    'chain.perSecond',
    'chain.p99',
    'read.bytesPerSecond',
  ]);
});

test('a sync at the end is not what a writer is about', () => {
  const writer = step({ operations: { write: operation(10, 5, 4096), fsync: operation(1, 9, 0) } });
  expect(interferenceOf([writer], [writer]).map(({ figure }) => figure)).toEqual(['write.perSecond', 'write.p99']);
});

test('of an open loop, the latency from the intended start counts', () => {
  const paced = step({ operations: { read: operation(10, 5, 4096, 50) } });
  expect(interferenceOf([paced], [paced])[1]).toMatchObject({ figure: 'read.intended.p99', together: 50 });
});
