// What checkpoints tell, in the words of the record: seconds for times, figures beside them.
import { describe, expect, test } from 'vitest';
import { roundFigures } from '../../src/analyze/checkpoint-rounds.js';
import { checkpointDamageError } from '../../src/result/checkpoint-damage.js';
import { withBegunRounds } from '../../src/result/checkpoint-record.js';
import { runSchema } from '../../src/result/schema.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { checkpointAsked, checkpointResult, checkpointRound } from '../fixtures/checkpoints.js';
import { savedStep } from '../fixtures/saved.js';
import { completeOutcome, nativeResult, runRecord, stepToRecord } from './samples.js';

test('what was asked, how large it is, and what was seen', () => {
  const { checkpoint } = savedStep({ reasons: ['mode: subset is for one client'] });
  expect(checkpoint).toMatchObject({
    ...{ model: 'llama3-8b', format: 'deepspeed', mode: 'full', ranks: 4, bytes: 400e6, files: 9, scale: 1 },
    ...{ sync: 'file', background: false, loadShift: 0, loadAll: false, verifiedPieces: 0, damagedPieces: 0 },
    reasons: ['mode: subset is for one client'],
  });
  expect(checkpoint?.rounds).toHaveLength(4);
  expect(checkpoint?.rounds[1]).toMatchObject({
    ...{ kind: 'save', number: 2, startSeconds: 3, seconds: 2, complete: true, waitedSeconds: 0 },
    ...{ removeSeconds: 0.02, removedFiles: 9, sealSeconds: 0.01, cacheBefore: null, systemCachesRefusal: '' },
  });
  expect(checkpoint?.rounds[1]?.ranks[3]).toEqual({
    ...{ startSeconds: 4e-5, firstByteSeconds: 0.005, stallSeconds: 1.1, transferredSeconds: 1, seconds: 1.1 },
    bytes: 100e6,
  });
  expect(checkpoint?.rounds[3]).toMatchObject({ kind: 'load', cacheBefore: { totalBytes: 400e6 }, stallSeconds: null });
});

test('rounds that were never released are left out, and one that was cut off stays', () => {
  const never = { startNs: 0, firstByteNs: 0, stallNs: 0, transferredNs: 0, endNs: 0, bytes: 0 };
  const cut = checkpointRound({ number: 2, startNs: 9e9, endNs: 0, complete: false, ranks: [never, never] });
  const unbegun = { ...cut, number: 3, startNs: 0 };
  const rounds = [checkpointRound(), cut, unbegun];
  const told = withBegunRounds(nativeResult({ checkpoint: checkpointResult({ rounds }) }));
  expect(told.checkpoint?.rounds).toEqual([rounds[0], cut]);
  expect(withBegunRounds(nativeResult()).checkpoint).toBeNull();
});

test('parts of a shared file are one file', () => {
  const parts = [0, 1].map((rank) => ({ name: 'all.bin', rank, offset: rank * 10, bytes: 10, header: '' }));
  expect(savedStep({ asked: { ranks: 2, parts } }).checkpoint).toMatchObject({ files: 2, bytes: 20 });
});

test('the schema takes it, and its figures can be worked out from it again', () => {
  const [step] = runSchema.parse(runRecord([savedStep()])).steps;
  const checkpoint = step?.checkpoint;
  if (checkpoint === undefined) throw new Error('the record has no checkpoint');
  for (const round of checkpoint.rounds) expect(round).toMatchObject(roundFigures(checkpoint, round));
});

test('steps of other kinds have none', () => {
  expect(toStepRecord(stepToRecord(), completeOutcome())).not.toHaveProperty('checkpoint');
});

describe('a checkpoint that is not what was saved', () => {
  const piece = { path: '/mnt/a/b.pt', offset: 2_097_152, length: 1_048_576, expected: 0xdeadbeef, found: 1 };
  const damaged = checkpointResult({ verifiedPieces: 400, damagedPieces: 2, damaged: [piece] });

  test('is the error of its step', () => {
    const result = nativeResult({ checkpoint: damaged });
    const step = { ...stepToRecord(), spec: { ...stepToRecord().spec, checkpoint: checkpointAsked() } };
    expect(toStepRecord(step, completeOutcome({ status: 'failed', result })).error).toEqual({
      code: 'CHECKPOINT_DAMAGED',
      message:
        '2 of 400 pieces that were loaded are not what was saved; the first is at offset 2097152 of "/mnt/a/b.pt": checksum deadbeef when ' +
        'saved, 00000001 when loaded',
      ...{ path: '/mnt/a/b.pt', offset: 2_097_152, length: 1_048_576 },
    });
  });

  test('is told without an example where there is none', () => {
    expect(checkpointDamageError({ ...damaged, damaged: [], damagedPieces: 1 })?.message).toBe(
      '1 of 400 pieces that were loaded is not what was saved',
    );
    expect(checkpointDamageError(checkpointResult())).toBeNull();
    expect(checkpointDamageError(null)).toBeNull();
  });
});
