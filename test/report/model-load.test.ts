// What the text says of loads of models: variants and mounts side by side, each load, and what processes share.
import { describe, expect, test } from 'vitest';
import { modelLoadMetrics } from '../../src/analyze/model-load-metrics.js';
import type { NativeCheckpointRound } from '../../src/native/contract.js';
import { checkpointLines } from '../../src/report/checkpoint.js';
import { displayWidth } from '../../src/report/display-text.js';
import { headlinesOf } from '../../src/report/headlines.js';
import { lookOf } from '../../src/report/look.js';
import { modelLoadLines } from '../../src/report/model-load.js';
import { jobText } from '../../src/report/step-text.js';
import { finalTable } from '../../src/report/text.js';
import type { CheckpointRecord, StepRecord } from '../../src/result/schema.js';
import { checkpointAsked, checkpointLoad, checkpointRank } from '../fixtures/checkpoints.js';
import { runRecord } from '../fixtures/records.js';
import { savedStep } from '../fixtures/saved.js';
import { nativeResult } from '../result/samples.js';

const job = {
  ...{
    kind: 'model-load',
    model: 'llama3-8b',
    scale: 0.1,
    reader: 'mmap',
    loads: 2,
    blockSize: 2 ** 20,
    queueDepth: 1,
  },
  ...{ format: undefined, mode: undefined },
};

interface Loaded extends Partial<Pick<StepRecord, 'mount' | 'variant'>> {
  processes?: number;
  rounds?: NativeCheckpointRound[];
  verifiedPieces?: number;
  damagedPieces?: number;
  direct?: boolean;
}

/** Processes of 400 MB each that are done a tenth of a second after each other. */
function loadOf(processes: number, first: number): NativeCheckpointRound {
  const ranks = Array.from({ length: processes }, (_, rank) => checkpointRank(first + rank / 10, { bytes: 400e6 }));
  return checkpointLoad(first + (processes - 1) / 10, { ranks });
}

function loadedStep({ processes = 1, rounds, direct = false, ...given }: Loaded = {}): StepRecord {
  const told = {
    rounds: rounds ?? [loadOf(processes, 1), loadOf(processes, 2)],
    ...{ verifiedPieces: given.verifiedPieces ?? 0, damagedPieces: given.damagedPieces ?? 0, damaged: [] },
  };
  const asked = { ranks: processes, saves: 0, loads: 2, loadAll: true };
  const own = { ...job, processes };
  const { mount = 'here', variant = {} } = given;
  const step = savedStep({ mount, variant, workload: 'model-load', asked, told, direct, job: own });
  const spec = { checkpoint: checkpointAsked(asked) };
  return { ...step, job: own, metrics: modelLoadMetrics({ spec, job: own }, nativeResult({ checkpoint: told })) };
}

const lines = (...steps: StepRecord[]) => modelLoadLines(runRecord(steps), lookOf({ width: 80, colour: false }));
/** Without its line ends. */
const prose = (...steps: StepRecord[]) =>
  lines(...steps)
    .join(' ')
    .replace(/ +/g, ' ');

describe('a step', () => {
  test('of one process has its first byte, its last, its rate, and its loads', () => {
    expect(lines(loadedStep())).toEqual([
      'Model loads: model-load: llama3-8b, scale 0.1, 1 process, mmap, 2 loads, 381 MiB',
      'in 9 files',
      '       1st byte  slowest       each  in memory',
      ' here    5.00ms    1.50s  286 MiB/s         0%',
      ' Times are from the release of all processes: until the median one has its first',
      ' bytes, and until the slowest one has its last; medians of the loads.',
      ' model-load/here/1',
      '         1st byte  slowest   together  in memory',
      ' load 1    5.00ms    1.00s  381 MiB/s         0%',
      ' load 2    5.00ms    2.00s  191 MiB/s         0%',
      '',
    ]);
  });

  test('of several has the rate of each and of all, and says what they share', () => {
    const [head = '', row = ''] = lines(loadedStep({ processes: 4 })).slice(2);
    expect(head.trim().split(/ {2,}/)).toEqual([
      ...['1st byte', 'slowest', 'median', 'each', 'together', 'model', 'in memory'],
    ]);
    expect(row).toMatch(/here +5\.00ms +1\.80s +1\.65s/);
    expect(prose(loadedStep({ processes: 4 }))).toContain(
      'share it: what one of them has read the others find in memory',
    );
    expect(prose(loadedStep({ processes: 4, direct: true }))).not.toContain('share it');
    expect(prose(loadedStep())).not.toContain('share it');
  });

  test('that was stopped has no figures of the load that was cut off', () => {
    const step = loadedStep();
    const rounds = step.checkpoint?.rounds.map((load, at) => ({ ...load, complete: at === 0 })) ?? [];
    const text = lines({ ...step, checkpoint: { ...(step.checkpoint as CheckpointRecord), rounds } });
    expect(text.filter((line) => line.startsWith(' load'))).toEqual([
      expect.stringMatching(/^ load 1 +5\.00ms +1\.00s/),
      expect.stringMatching(/^ load 2 \(cut\)[ –]+$/),
    ]);
  });

  test('says what was compared', () => {
    expect(prose(loadedStep())).not.toContain('compared');
    expect(prose(loadedStep({ verifiedPieces: 9 }))).toContain(
      'compared 9 pieces, of a MiB at most, with their checksums',
    );
    expect(prose(loadedStep({ verifiedPieces: 9, damagedPieces: 2 }))).toContain('2 are NOT what was laid out');
  });
});

test('variants and mounts stand side by side, in place of the loads of each', () => {
  const steps = ['lustre', 'nfs'].flatMap((mount) =>
    [1, 8].map((processes) => loadedStep({ mount, processes, variant: { processes } })),
  );
  const text = lines(...steps);
  expect(text[0]).toBe('Model loads: model-load: llama3-8b, scale 0.1, mmap, 2 loads, 381 MiB in 9 files');
  expect(text.slice(2, 6).map((line) => line.split(/ {2,}/)[0])).toEqual([
    ...[' processes=1 lustre', ' processes=8 lustre', ' processes=1 nfs', ' processes=8 nfs'],
  ]);
  expect(text.join('\n')).not.toContain('load 1');
  for (const line of text) expect(displayWidth(line)).toBeLessThanOrEqual(80);
});

test('it is no checkpoint, and a checkpoint is none', () => {
  const record = runRecord([savedStep(), loadedStep()]);
  const look = lookOf({ width: 80, colour: false });
  expect(checkpointLines(record, look).join('\n')).not.toContain('Checkpoints: model-load');
  expect(modelLoadLines(record, look).join('\n')).not.toContain('Checkpoints:');
  expect(modelLoadLines(runRecord([savedStep()]), look)).toEqual([]);
  expect(finalTable(record, { width: 80, colour: false, runJson: 'run.json' })).toContain('Model loads: model-load');
});

test('words of the job leave out what is swept, and what follows from it', () => {
  const value = { ...job, processes: 8 };
  expect(jobText(value)).toBe('llama3-8b, scale 0.1, 8 processes, mmap, 2 loads, 1MiB reads');
  expect(jobText(value, ['reader'])).toBe('llama3-8b, scale 0.1, 8 processes, 2 loads');
  expect(jobText({ ...value, reader: 'direct', queueDepth: 8 }, ['processes'])).toMatch(/direct, 2 loads, .*depth 8$/);
});

test('headlines are the first byte, the whole model, and the rate of a process', () => {
  expect(headlinesOf(job).map(({ label }) => label)).toEqual(['1st byte', 'loaded', 'each']);
});
