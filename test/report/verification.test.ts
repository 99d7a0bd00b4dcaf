// What the final text and the log say of data that was read back, and of the caches of the machine.
import { describe, expect, test } from 'vitest';
import { LiveView } from '../../src/report/live.js';
import { lookOf } from '../../src/report/look.js';
import { PlainLog } from '../../src/report/plain.js';
import { finalTable } from '../../src/report/text.js';
import { verificationLines, verifiedText } from '../../src/report/verification.js';
import type { Progress } from '../../src/run/progress.js';
import type { StepRecord, Verification } from '../../src/result/schema.js';
import { mismatch, runRecord, stepRecord, verification } from '../fixtures/records.js';
import { planEvent, plannedStep, readyEvent, snapshotEvent, startEvent } from './progress-events.js';

const look = lookOf({ width: 100, colour: false });
const verified = (given: Partial<Verification> = {}): StepRecord => stepRecord({ verification: verification(given) });
const sectorsWith = (bad: Partial<Verification['sectors']>) => ({ ...verification().sectors, ...bad });

describe('one line of a step', () => {
  test.each([
    [{}, 'read back 400 KiB after the run in 1.5s: all good'],
    [{ mode: 'during', seconds: 0 }, 'checked 400 KiB during the run: all good'],
    [{ mode: 'only', seconds: 0 }, 'read back 400 KiB of what an earlier run has written: all good'],
    [
      { sectors: sectorsWith({ good: 97, torn: 1, stale: 2 }) },
      'read back 400 KiB after the run in 1.5s: 3 of 100 sectors are not what was written (torn: 1, stale: 2)',
    ],
    [
      { seconds: 0, sectors: sectorsWith({ good: 99, zeros: 1 }) },
      'read back 400 KiB after the run: 1 of 100 sectors is not what was written (zeros: 1)',
    ],
    [{ bytes: 0, sectors: sectorsWith({ good: 0 }) }, 'not verified: there was nothing to check'],
  ] as const)('%j', (given, text) => {
    expect(verifiedText(verified(given))).toBe(text);
  });

  test('does not vouch for what a stopped step has not checked', () => {
    const error = { code: 'STOPPED', message: 'the step was stopped' };
    const step = stepRecord({ status: 'failed', error, verification: verification() });
    expect(verifiedText(step)).toBe('read back 400 KiB after the run in 1.5s: all good until the step was stopped');
    expect(verificationLines(runRecord([step]), look)[1]).toMatch(/^ ! random-read-4k/);
  });

  test.each([
    [{ status: 'failed', error: { code: 'STOPPED', message: '' } }, 'the step was stopped before the check'],
    [{ status: 'failed', error: { code: 'IO_ERROR', message: '' } }, 'the step failed before the check'],
    [{}, 'there was nothing to check'],
  ] as const)('where nothing was checked never is a success: %j', (given, why) => {
    const unchecked = verification({ bytes: 0, seconds: 0, sectors: sectorsWith({ good: 0 }) });
    const lines = verificationLines(runRecord([stepRecord({ ...given, verification: unchecked })]), look);
    expect(lines).toEqual(['Verification', ` ✗ random-read-4k/here/1: not verified: ${why}`, '']);
  });

  test('is none where nothing was to be verified', () => {
    expect(verifiedText(stepRecord())).toBeNull();
    expect(verificationLines(runRecord([stepRecord()]), look)).toEqual([]);
  });
});

test('the final text counts each verdict, says what it means, and shows the first three of each', () => {
  const stale = [1, 2, 3, 4].map((sector) => mismatch({ offset: sector * 4096, path: '/a' }));
  const mismatches = [mismatch({ verdict: 'zeros', found: null, path: '/b' }), ...stale];
  const sectors = sectorsWith({ good: 90, stale: 9, zeros: 1 });
  expect(verificationLines(runRecord([verified({ sectors, mismatches })]), look)).toEqual([
    'Verification',
    ' ✗ random-read-4k/here/1: read back 400 KiB after the run in 1.5s: 10 of 100 sectors are not what',
    '   was written (stale: 9, zeros: 1)',
    '   stale (9): the sector holds an older write: the newer one was lost, or a cache answered with what',
    '   it had',
    ...[4096, 8192, 12288].map((offset) => `     offset ${offset} of /a: expected generation 7; found generation 6`),
    '     and 6 more',
    '   zeros (1): nothing is there: the write never arrived, or its place was released',
    '     offset 8192 of /b: expected generation 7, found zeros',
    '',
  ]);
});

test('every verdict has a sentence', () => {
  const sectors = { good: 0, torn: 1, stale: 1, misplaced: 1, foreign: 1, zeros: 1, corrupt: 1 };
  const lines = verificationLines(runRecord([verified({ sectors })]), lookOf({ width: 200, colour: false }));
  const told = lines.flatMap((line) => /^ {3}(\w+) \(1\): (the|part|nothing|stamp)\b/.exec(line)?.[1] ?? []);
  expect(told).toEqual(['torn', 'stale', 'misplaced', 'foreign', 'zeros', 'corrupt']);
});

describe('a foreign sector is told by its stamp to be', () => {
  const { expected } = mismatch();
  const told = (...stamps: (Partial<typeof expected> | null)[]): string | undefined => {
    const mismatches = stamps.map((stamp) =>
      mismatch({ verdict: 'foreign', found: stamp === null ? null : { ...expected, ...stamp } }),
    );
    const record = runRecord([verified({ sectors: sectorsWith({ foreign: stamps.length }), mismatches })]);
    const lines = verificationLines(record, lookOf({ width: 200, colour: false }));
    return lines.flatMap((line) => /^ {3}foreign \(\d\): the sector is (.*)$/.exec(line)?.[1] ?? [])[0];
  };

  test.each([
    [{ file: '3' }, 'of another file of this data set'],
    [{ file: '3', seed: '2' }, 'of another data set or seed'],
    [{ dataset: '18' }, 'of another data set or seed'],
    [{ generation: '8' }, 'of a later write than there has been'],
    [{}, 'of another layout or block size'],
    [null, 'not written by this tool'],
  ])('%j: %s', (stamp, meaning) => {
    expect(told(stamp)).toBe(meaning);
  });

  test('one or another, each once, where they differ', () => {
    expect(told({ file: '3' }, null, { file: '4' })).toBe(
      'of another file of this data set, or not written by this tool',
    );
  });
});

test('the path of a file cannot move the cursor', () => {
  const mismatches = [mismatch({ path: '/a\u001b[2J' })];
  const lines = verificationLines(runRecord([verified({ sectors: sectorsWith({ stale: 1 }), mismatches })]), look);
  expect(lines.join('\n')).not.toContain('\u001b');
});

describe('system caches in the final text', () => {
  const dropped = stepRecord({ systemCaches: { dropped: true, reason: '' } });
  const refused = stepRecord({ systemCaches: { dropped: false, reason: 'EACCES' } });
  const text = (...steps: StepRecord[]) => finalTable(runRecord(steps), { width: 80, colour: false, runJson: 'r' });

  test('are told of where a step asked for it', () => {
    expect(text(dropped)).toContain('\nSystem caches: dropped before 1 step.\n');
    expect(text(dropped, refused, stepRecord())).toContain('\nSystem caches: dropped before 1 of 2 steps.\n');
    expect(text(stepRecord())).not.toContain('System caches');
  });
});

describe('the log', () => {
  const step = plannedStep('v/here/1', { startDelay: 2.5 });
  const verifying = (fractionDone: number) => snapshotEvent(step, 10, { phase: 'verify', fractionDone });

  function logOf(...events: [seconds: number, progress: Progress][]): string[] {
    let seconds = 0;
    const log = new PlainLog(() => seconds * 1000);
    return events.flatMap(([at, progress]) => {
      seconds = at;
      return log.line(progress) ?? [];
    });
  }

  test('tells how far the checking is, every five seconds, and how it ended', () => {
    const record = stepRecord({ id: step.id, elapsedSeconds: 10, operations: {}, verification: verification() });
    expect(
      logOf(
        [0, planEvent([step])],
        [0, startEvent(step)],
        [11, snapshotEvent(step, 10)],
        [12, verifying(0.1)],
        [16, verifying(0.4)],
        [17, verifying(0.456)],
        [19, { type: 'step-end', step, record }],
      ).slice(2),
    ).toEqual([
      '0:12  [1/1] v/here/1: checking what was written, 10%',
      '0:17  [1/1] v/here/1: checking what was written, 45%',
      '0:19  [1/1] v/here/1: complete, 10.0s measured, read back 400 KiB after the run in 1.5s: all good',
    ]);
  });

  test('tells of dropped caches, of those that were not, and of a delayed start', () => {
    const caches = (dropped: boolean, reason: string): Progress => ({
      type: 'caches',
      step,
      caches: { dropped, reason },
    });
    expect(logOf([0, caches(true, '')], [1, caches(false, 'EACCES')], [2, readyEvent(step)])).toEqual([
      '0:00  v/here/1: system caches dropped',
      '0:01  v/here/1: system caches not dropped: EACCES',
      '0:02  v/here/1: ready, io_uring, direct, depth 32; starts in 2.5s',
    ]);
  });
});

describe('the live view', () => {
  const step = plannedStep('v/here/1', { startDelay: 4 });

  function frameAfter(...events: Progress[]): string {
    const view = new LiveView({ colour: false, now: () => 0 });
    for (const event of [planEvent([step]), startEvent(step), ...events]) view.onProgress(event);
    return view.frame(80, 20, 1000);
  }

  test('shows the checking as a phase with a bar of its own', () => {
    const frame = frameAfter(snapshotEvent(step, 10, { phase: 'verify', fractionDone: 0.25 }));
    expect(frame).toMatch(/v\/here\/1 ─+ verify/);
    expect(frame).toContain('reading back and checking what was written');
    expect(frame).toMatch(/25%.*1\.0s/);
    // What is left of the run: three times as long as until now.
    expect(frame).toMatch(/ETA 0:03/);
  });

  test('shows the wait for a delayed start', () => {
    const frame = frameAfter(readyEvent(step));
    expect(frame).toContain('waiting for the start');
    expect(frame).toContain('1.0s of 4.0s');
    expect(frame).toMatch(/ETA 0:13/);
  });
});
