// Checkpoints by the real command: the record has figures that follow from its own times, and the report tells of them.
import { describe, expect, test } from 'vitest';
import { lostFraction } from '../../../src/analyze/young-daly.js';
import { roundFigures } from '../../../src/analyze/checkpoint-rounds.js';
import { displayWidth } from '../../../src/report/display-text.js';
import type { CheckpointRecord } from '../../../src/result/schema.js';
import { Workplace } from '../../helpers/cli.js';

const ranks = 2;
const bytesPerRank = 24 * 2 ** 20;

const workload = (...more: string[]) =>
  [
    ...['kind: checkpoint', 'name: burst', 'model: custom', `ranks: ${ranks}`, `bytesPerRank: ${bytesPerRank}`],
    ...['blockSize: 1MiB', 'saves: 3', 'loads: 2', 'pause: 300ms', 'interval: 100ms', 'jobGpus: 1000', 'mtbf: 10h'],
    ...more,
    '',
  ].join('\n');

function runOf(...more: string[]) {
  const place = new Workplace({ 'burst.yaml': workload(...more) });
  const mounts = ['fast', 'slow'].map((name) => `${name}=${place.mount(name)}`);
  const ran = place.run('run', 'burst.yaml', ...mounts.flatMap((mount) => ['--mount', mount]), '--out', 'results');
  const { steps } = place.record('results');
  return { ran, steps };
}

const checkpointOf = (step: { checkpoint?: CheckpointRecord | undefined } | undefined): CheckpointRecord => {
  if (step?.checkpoint === undefined) throw new Error('the step has no checkpoint');
  return step.checkpoint;
};

describe('saves and loads of two mounts', () => {
  let done: ReturnType<typeof runOf> | undefined;
  /** The same run for all tests. */
  const told = () => (done ??= runOf('saveEvery: 20m', 'verify: during'));
  const first = () => checkpointOf(told().steps[0]);
  const metricsOf = () => told().steps[0]?.metrics ?? {};

  test('are in the record with figures that follow from its times', () => {
    const checkpoint = first();
    expect(told().ran.exitCode).toBe(0);
    expect(told().steps).toHaveLength(2);
    expect(checkpoint).toMatchObject({
      model: 'custom',
      ranks,
      bytes: ranks * bytesPerRank,
      sync: 'file',
      damagedPieces: 0,
    });
    expect(checkpoint.rounds.map(({ kind, complete }) => `${kind} ${complete}`)).toEqual([
      ...['save true', 'save true', 'save true', 'load true', 'load true'],
    ]);
    for (const round of checkpoint.rounds) expect(round).toMatchObject(roundFigures(checkpoint, round));
    expect(checkpoint.rounds.every(({ bytes }) => bytes === ranks * bytesPerRank)).toBe(true);
    // Every load has compared all of its bytes, in pieces of a MiB at most.
    expect(checkpoint.verifiedPieces).toBeGreaterThanOrEqual((2 * ranks * bytesPerRank) / 2 ** 20);
  });

  test('have metrics of all bytes over all the time, and of rank 0', () => {
    const saves = first().rounds.filter(({ kind }) => kind === 'save');
    const metrics = metricsOf();
    const time = saves.reduce((sum, { seconds }) => sum + seconds, 0);
    expect(metrics['saveBytesPerSecond']).toBeCloseTo((3 * ranks * bytesPerRank) / time, 0);
    const rates = saves.map(({ rank0Seconds }) => (ranks * bytesPerRank) / rank0Seconds);
    expect(metrics['saveMeanOfRates']).toBeCloseTo(rates.reduce((sum, rate) => sum + rate, 0) / 3, 0);
    expect(metrics['durableSeconds']).toBe(metrics['saveSeconds']);
  });

  test('have a burst with every byte of a save in it', () => {
    const [save, load] = first().profiles;
    const bytesOf = (profile: CheckpointRecord['profiles'][number] | undefined) =>
      profile?.bytesPerSecond.reduce((sum, rate) => sum + rate * profile.binSeconds, 0) ?? 0;
    expect(save).toMatchObject({ kind: 'save', rounds: 3 });
    expect(load).toMatchObject({ kind: 'load', rounds: 2 });
    expect(Math.abs(bytesOf(save) / (ranks * bytesPerRank) - 1)).toBeLessThan(0.001);
    expect(Math.abs(bytesOf(load) / (ranks * bytesPerRank) - 1)).toBeLessThan(0.001);
  });

  test('say what a job loses by them', () => {
    const { lostTime } = first();
    const { stallSeconds: save = 0, loadSeconds: load = 0, lostGpuHoursPerDay } = metricsOf();
    expect(lostTime).toMatchObject({ gpus: 1000, mtbfSeconds: 36_000, everySeconds: 1200, stallSeconds: save });
    expect(lostTime?.lostFraction).toBeCloseTo(lostFraction(1200, { save, mtbf: 36_000, restart: load }), 12);
    expect(lostGpuHoursPerDay).toBeCloseTo(24_000 * (lostTime?.lostFraction ?? 0), 9);
  });

  test('stand side by side in the report, which fits its width', () => {
    const { ran } = told();
    const found = ran.stdout.split('\n');
    const at = found.findIndex((line) => line.startsWith('Checkpoints: burst: 2 ranks, 48.0 MiB in 4 files'));
    expect(at).toBeGreaterThan(0);
    expect(ran.stdout).toMatch(/\n fast +\d.*iB\/s.*\n slow +\d.*iB\/s/);
    expect(ran.stdout).toMatch(/\n save 3 +\d.*\n load 1 +\d.*\n load 2 +\d/);
    expect(ran.stdout.replace(/\n /g, ' ')).toMatch(/a job of 1000 GPUs that fails every 10\.0h, if all of it saves/);
    for (const line of found.slice(at))
      if (!line.includes('/')) expect(displayWidth(line), line).toBeLessThanOrEqual(100);
    expect(ran.stderr).toMatch(/complete, .* measured, save \d.*; load \d/);
  });
});

test('a save in the background has a stall that is shorter than it is', () => {
  const { ran, steps } = runOf('background: true');
  expect(ran.exitCode).toBe(0);
  for (const { stallSeconds, waitedSeconds, seconds, kind } of checkpointOf(steps[0]).rounds) {
    if (kind === 'save') expect((stallSeconds ?? seconds) - waitedSeconds).toBeLessThan(seconds);
  }
});
