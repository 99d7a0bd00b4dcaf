// What the text says of checkpoints: mounts side by side, rounds, the burst, and what is lost.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/report/display-text.js';
import { checkpointLines } from '../../src/report/checkpoint.js';
import { lookOf } from '../../src/report/look.js';
import { finalTable } from '../../src/report/text.js';
import type { RunRecord, StepRecord } from '../../src/result/schema.js';
import { backgroundRound, checkpointLoad, checkpointRank, checkpointRound } from '../fixtures/checkpoints.js';
import { runRecord, stepRecord } from '../fixtures/records.js';
import { savedStep } from '../fixtures/saved.js';

const drawn = (record: RunRecord, width = 80, colour = false) => checkpointLines(record, lookOf({ width, colour }));
const lines = (...steps: StepRecord[]) => drawn(runRecord(steps));
const text = (...steps: StepRecord[]) => lines(...steps).join('\n');
/** Without its line ends. */
const prose = (...steps: StepRecord[]) =>
  lines(...steps)
    .join(' ')
    .replace(/ +/g, ' ');

/** A tenth of a second each, from the start of the first save: full speed, then a pause of fsync. */
const burst = Array.from({ length: 110 }, (_, at) => ({
  ...{ startNs: at * 1e8, durationNs: 1e8, readBytes: 0 },
  writeBytes: at % 30 < 10 ? 40e6 : 0,
}));

test('mounts stand side by side, then each of their rounds, then what is lost', () => {
  const steps = [
    savedStep({ mount: 'lustre', transfers: burst, reasons: ['fsync: none', 'saves: 3'] }),
    savedStep({ mount: 'nfs' }),
  ];
  const rounds = [
    ' round   time      rate slowest rank 0 spread released 1st byte flush in memory',
    ' save 1 1.60s 238 MiB/s  rank 2  1.20s  500ms   30.0us   5.00ms 100ms         –',
    ' save 2 2.00s 191 MiB/s  rank 2  1.20s  500ms   30.0us   5.00ms 100ms         –',
    ' save 3 1.60s 238 MiB/s  rank 2  1.20s  500ms   30.0us   5.00ms 100ms         –',
    ' load 1 800ms 477 MiB/s  rank 0  800ms     0s       0s   5.00ms     –       0 B',
  ];
  expect(lines(...steps)).toEqual([
    'Checkpoints: llama3-8b: 4 ranks, 381 MiB in 9 files, deepspeed, fsync file',
    '         save save rate by rank 0 spread  load load rate by rank 0 lost GPU-h/d',
    ' lustre 1.60s 220 MiB/s 318 MiB/s  500ms 800ms 477 MiB/s 477 MiB/s          226',
    ' nfs    1.60s 220 MiB/s 318 MiB/s  500ms 800ms 477 MiB/s 477 MiB/s          226',
    ' A round ends with the slowest rank and the files that are for all. By rank 0 is',
    ' as MLPerf Storage prints it: all bytes over the time of rank 0, mean of the',
    ' rates.',
    ' Not a rules-conforming run of MLPerf Storage: fsync: none; saves: 3.',
    ' llama3-8b/lustre/1',
    ...rounds,
    ' Bandwidth of saves from release to end, 2.00s, mean of 3: peak 381 MiB/s, mean',
    ' 191 MiB/s; a write ends when memory has taken its bytes.',
    ' ██████████··········',
    ' llama3-8b/nfs/1',
    ...rounds,
    ' Lost time of a job of 1000 GPUs that fails every 10.0h, if all of it saves and',
    ' loads as fast as this:',
    ' lustre: saves of 1.60s, loads of 800ms: 0.942% of its time, 226 GPU-hours a',
    ' day, with a save every 5.64min, the best interval (Daly; by Young 5.66min).',
    ' nfs: saves of 1.60s, loads of 800ms: 0.942% of its time, 226 GPU-hours a day,',
    ' with a save every 5.64min, the best interval (Daly; by Young 5.66min).',
    '',
  ]);
});

test('of repeats, what is lost is that of the one in the middle, as in the table', () => {
  const lasting = (repeat: number, times: number) => {
    const rounds = [1, 2].map((number) => checkpointRound({ number, endNs: times * 1e9 }));
    return savedStep({ repeat, told: { rounds } });
  };
  const found = prose(lasting(1, 9), lasting(2, 1), lasting(3, 4));
  expect(found).toContain('Saves of 4.00s, no load');
  expect(found).not.toContain('Saves of 9.00s');
});

test('one rank and one file are one', () => {
  const parts = [{ name: 'all.bin', rank: 0, offset: 0, bytes: 10, header: '' }];
  const [title] = lines(savedStep({ asked: { ranks: 1, parts, closing: [] } }));
  expect(title).toMatch(/: 1 rank, 10 B in 1 file, /);
});

describe('the table of operations', () => {
  const tableOf = (...steps: StepRecord[]) =>
    finalTable(runRecord(steps), { width: 80, colour: false, runJson: 'run.json' }).split('\n');

  test('has no rates, which would be over the pauses between saves and loads, but how often', () => {
    const found = tableOf(savedStep({ mount: 'here' }));
    expect(found.find((line) => line.startsWith(' op '))).toMatch(/^ op +mount +count +p50/);
    expect(found.find((line) => line.startsWith(' write'))).toMatch(/^ write +here +36 +\d/);
  });

  test('beside a kind with rates, has none in the rows of the checkpoints alone', () => {
    const found = tableOf(savedStep({ mount: 'here' }), stepRecord({ mount: 'here' }));
    expect(found.find((line) => line.startsWith(' op '))).toMatch(/^ op +mount +rate +IOPS/);
    expect(found.find((line) => line.startsWith(' write'))).toMatch(/^ write +here +– +– +\d/);
    expect(found.filter((line) => line.startsWith(' read')).at(-1)).toMatch(/^ read +here +\S+ [MG]iB\/s/);
  });
});

test('no line is wider than the terminal, and narrow ones keep what matters', () => {
  const record = runRecord([savedStep({ mount: 'scratch-on-lustre', transfers: burst }), savedStep({ mount: 'home' })]);
  for (const width of [60, 80, 132]) {
    for (const line of drawn(record, width)) expect(displayWidth(line), line).toBeLessThanOrEqual(width);
  }
  expect(drawn(record, 60)[2]).toMatch(/ save +save rate +spread +load +load rate$/);
});

describe('a step that did not end', () => {
  const broken = (code: string) => ({ ...savedStep(), status: 'failed' as const, error: { code, message: 'it was' } });

  test('is told beside its figures', () => {
    expect(lines(broken('IO_ERROR'))[2]).toMatch(/^ here +FAILED +1\.60s/);
    expect(lines(broken('STOPPED'))[2]).toMatch(/^ here +stopped +1\.60s/);
  });

  test('names the round that was cut off', () => {
    const rounds = [checkpointRound(), checkpointRound({ complete: false, endNs: 3e8 })];
    expect(text(savedStep({ told: { rounds } }))).toMatch(/\n save 2 \(cut\) 300ms( +–)+\n/);
  });
});

test('a step without a complete round has no table of figures, and no words about them', () => {
  const told = { rounds: [checkpointRound({ complete: false, endNs: 0, ranks: [] })] };
  const failed = { ...savedStep({ told }), status: 'failed' as const, error: { code: 'IO_ERROR', message: 'it was' } };
  expect(lines(failed).slice(0, 4)).toEqual([
    'Checkpoints: llama3-8b: 4 ranks, 381 MiB in 9 files, deepspeed, fsync file',
    ' here  FAILED',
    ' Nothing is known against a run that conforms to the rules of MLPerf Storage.',
    ' llama3-8b/here/1',
  ]);
});

test('repeats have medians', () => {
  const slow = checkpointRound({ endNs: 9e9 });
  const steps = [1, 2, 3].map((repeat) => savedStep({ repeat, ...(repeat === 2 ? { told: { rounds: [slow] } } : {}) }));
  expect(prose(...steps)).toContain('fsync file, median of 3 ');
  expect(text(...steps)).toMatch(/\n here +1\.60s/);
});

test('a sweep has a row a variant', () => {
  const steps = [2, 4].map((ranks) => savedStep({ variant: { ranks }, job: { ranks }, asked: { ranks } }));
  expect(lines(...steps).slice(0, 4)).toMatchObject([
    expect.stringContaining('2/4 ranks'),
    expect.anything(),
    expect.stringMatching(/^ ranks=2 here/),
    expect.stringMatching(/^ ranks=4 here/),
  ]);
});

test('saves in the background have a stall of their own', () => {
  const rounds = [backgroundRound(), backgroundRound({ waitedNs: 2e9 }), backgroundRound({ waitedNs: 2e9 })];
  const step = savedStep({ asked: { background: true }, told: { rounds } });
  const found = text(step);
  expect(prose(step)).toContain('fsync file, saves in the background');
  expect(found).toMatch(/spread +stall +lost/);
  expect(found).toMatch(/stall waited/);
  expect(found).toMatch(/ save 2 +1\.60s .* 2\.30s +2\.00s /);
  expect(prose(step)).toContain(
    'Saves that hold it up 300ms and take 1.30s more beside it, no load measured or reckoned with',
  );
});

test('an interval that is asked about is told before the best one', () => {
  const found = prose(savedStep({ job: { saveEvery: 1_800_000_000_000, scale: 0.5 } }));
  expect(found).toContain('(of the full size, measured at scale 0.5): 2.');
  expect(found).toMatch(/with a save every 30\.0min; .* with a save every .*min, the best interval/);
});

test('ranks that lag behind stand out', () => {
  const ranks = [1, 1, 1, 2].map((seconds) => checkpointRank(seconds));
  const step = savedStep({ told: { rounds: [checkpointRound({ endNs: 2e9, ranks })] } });
  expect(text(step)).toMatch(/ behind\n save 1 .* 3\n/);
  const coloured = drawn(runRecord([step]), 80, true).join('\n');
  expect(coloured).toContain('\u001b[33m3');
  expect(stripVTControlCharacters(coloured)).toBe(text(step));
});

test('what loads have compared is told', () => {
  const compared = (damagedPieces: number) => prose(savedStep({ told: { verifiedPieces: 382, damagedPieces } }));
  expect(compared(0)).toContain(
    'compared 382 pieces, of a MiB at most, with their checksums inside their time: all are what was saved.',
  );
  expect(compared(3)).toContain('inside their time: 3 are NOT what was saved.');
});

test('rounds are twelve at most, and of many steps left to the record', () => {
  const rounds = Array.from({ length: 15 }, (_, at) => checkpointRound({ number: at + 1 }));
  const found = lines(savedStep({ told: { rounds } }));
  expect(found.filter((line) => /^ save \d+ /.test(line))).toHaveLength(12);
  expect(found).toContain(' and 3 more');
  const steps = Array.from({ length: 5 }, (_, at) => savedStep({ repeat: at + 1 }));
  expect(lines(...steps).filter((line) => line.startsWith(' round'))).toHaveLength(0);
});

test('without saves nothing is synced', () => {
  expect(lines(savedStep({ told: { rounds: [checkpointLoad(1)] } }))[0]).toMatch(/ 9 files, deepspeed$/);
});

test('direct writes end on the storage', () => {
  expect(text(savedStep({ transfers: burst, direct: true }))).not.toContain('memory has taken');
});

test('other workloads have no such lines', () => {
  expect(lines(stepRecord())).toEqual([]);
});

test('the whole text names the job, and the summary how long saves and loads take', () => {
  const whole = finalTable(runRecord([savedStep(), stepRecord()]), { width: 80, colour: false, runJson: 'run.json' });
  expect(whole).toContain('llama3-8b, 4 ranks, deepspeed, 3 saves, 1 load, 32MiB blocks, fsync file');
  expect(whole).toMatch(/llama3-8b +save +1\.60s\n +save rate +220 MiB\/s\n +load +800ms\n +load rate +477 MiB\/s/);
});
