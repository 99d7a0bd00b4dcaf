// What reading back found, in the words of the record: counts, the error of the step, what differs in a sector.
import { describe, expect, test } from 'vitest';
import type { NativeVerification } from '../../src/native/contract.js';
import { runSchema } from '../../src/result/schema.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { mismatchCounts, mismatchError, mismatchText, verificationRecord } from '../../src/result/verification.js';
import { mismatch } from '../fixtures/records.js';
import { completeOutcome, nativeResult, runRecord, stepToRecord } from './samples.js';

const good = { good: 100, torn: 0, stale: 0, misplaced: 0, foreign: 0, zeros: 0, corrupt: 0 };

function found(given: Partial<NativeVerification> = {}): NativeVerification {
  return {
    sectors: good,
    bytes: 409_600,
    elapsedNs: 1_500_000_000,
    residentBytes: 1024,
    totalBytes: 4096,
    mismatches: [],
    ...given,
  };
}

const broken = found({
  sectors: { ...good, good: 97, torn: 1, stale: 2 },
  mismatches: [mismatch(), mismatch({ offset: 12_288 })],
});

function recordOf(
  verification: NativeVerification | null,
  verifyMode: 'after' | 'during' | 'only' | null,
  status = 'complete',
) {
  const outcome = { status: status as 'complete' | 'failed', result: nativeResult({ verification }) };
  return toStepRecord({ ...stepToRecord(), verifyMode }, completeOutcome(outcome));
}

describe('the record', () => {
  test('says how it was asked for, and times in seconds', () => {
    const { verification } = recordOf(broken, 'only');
    expect(verification).toEqual({
      mode: 'only',
      sectors: broken.sectors,
      bytes: 409_600,
      seconds: 1.5,
      residentFraction: 0.25,
      mismatches: broken.mismatches,
    });
  });

  test('knows nothing of memory where it was not looked at', () => {
    expect(
      recordOf({ ...broken, residentBytes: 0, totalBytes: 0 }, 'during').verification?.residentFraction,
    ).toBeNull();
  });

  test('is null where nothing was to be checked, and where nothing has a result', () => {
    expect(recordOf(null, null).verification).toBeNull();
    expect(verificationRecord('after', null)).toBeNull();
    expect(toStepRecord(stepToRecord(), completeOutcome({ result: null })).verification).toBeNull();
  });

  test('is accepted by the schema, and a verdict that there is not is refused', () => {
    const step = recordOf(broken, 'after', 'failed');
    expect(runSchema.parse(runRecord([step])).steps[0]).toEqual(step);
    const odd = { ...step, verification: { ...step.verification, mismatches: [{ ...mismatch(), verdict: 'good' }] } };
    expect(runSchema.safeParse({ ...runRecord([]), steps: [odd] }).success).toBe(false);
  });

  test('has what became of the system caches', () => {
    const systemCaches = { dropped: false, reason: 'EACCES' };
    const step = toStepRecord(stepToRecord(), completeOutcome({ systemCaches }));
    expect(runSchema.parse(runRecord([step])).steps[0]?.systemCaches).toEqual(systemCaches);
  });
});

describe('the error of a step', () => {
  test('has the count of each verdict and the first mismatch', () => {
    expect(mismatchError(broken)).toEqual({
      code: 'DATA_MISMATCH',
      message:
        '3 of 100 sectors checked are not what was written (torn: 1, stale: 2); the first is stale, at offset 8192 of ' +
        `"${mismatch().path}": expected generation 7; found generation 6`,
      path: mismatch().path,
      offset: 8192,
      length: 4096,
    });
  });

  test('does without an example', () => {
    const { message } = mismatchError({ ...broken, mismatches: [] }) ?? {};
    expect(message).toBe('3 of 100 sectors checked are not what was written (torn: 1, stale: 2)');
  });

  test('is none where every sector is good, or none was checked', () => {
    expect(mismatchError(found())).toBeNull();
    expect(mismatchError(null)).toBeNull();
    expect(mismatchCounts(good)).toBe('');
  });

  test('goes before that of a failed operation', () => {
    const firstError = {
      operation: 'read',
      path: '/f',
      offset: 0,
      length: 4096,
      errno: 5,
      errnoName: 'EIO',
      worker: 0,
    } as const;
    const result = nativeResult({ verification: broken, firstError });
    const outcome = completeOutcome({ status: 'failed', result });
    expect(toStepRecord({ ...stepToRecord(), verifyMode: 'after' }, outcome).error?.code).toBe('DATA_MISMATCH');
  });
});

describe('a mismatch', () => {
  const { expected } = mismatch();

  test.each([
    ['stale', { found: { ...expected, generation: '6' } }, 'expected generation 7; found generation 6'],
    [
      'misplaced',
      { found: { ...expected, file: '3', offset: '4096' } },
      'expected file 0, offset 8192; found file 3, offset 4096',
    ],
    [
      'foreign',
      { found: { ...expected, dataset: '18', seed: '2' } },
      'expected dataset 17, seed 1; found dataset 18, seed 2',
    ],
    ['zeros', { found: null }, 'expected generation 7, found zeros'],
    ['corrupt', { found: null }, 'expected generation 7, found no stamp'],
    [
      'corrupt',
      { found: { ...expected, checksum: '1' } },
      'the stamp is right, and the content does not fit its checksum',
    ],
    [
      'torn',
      { found: expected, otherParts: [3] },
      'expected generation 7, which part 3 of its eight (from 0) is not of',
    ],
    [
      'torn',
      { found: { ...expected, generation: '6' }, otherParts: [0, 5] },
      'expected generation 7, which parts 0, 5 of its eight (from 0) are not of; its stamp has generation 6',
    ],
  ] as const)('that is %s names what differs, and nothing else', (verdict, given, text) => {
    const { otherParts, ...rest } = { otherParts: [], ...given };
    expect(mismatchText(mismatch({ verdict, ...rest, otherParts: [...otherParts] }))).toBe(text);
  });
});
