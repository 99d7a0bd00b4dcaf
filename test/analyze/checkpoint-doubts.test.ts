// What is no doubt about checkpoints; what is stands among the cases of all warnings.
import { expect, test } from 'vitest';
import { checkpointLoad, checkpointResult, checkpointRound } from '../fixtures/checkpoints.js';
import { nativeReady } from '../result/samples.js';
import { checkpoint } from './checkpoint-cases.js';
import { warned, workersWith } from './judging.js';

const rounds = [checkpointRound(), checkpointRound({ number: 2 }), checkpointLoad(1), checkpointLoad(1)];
const told = { checkpoint: checkpointResult({ rounds }), endReason: 'passes' } as const;

test('ranks may do few operations, unlike amounts of them, and not all from the start', () => {
  const uneven = { workers: workersWith(1), operations: {}, startSkewNs: 1e9 };
  expect(warned(checkpoint, { ...told, ...uneven })).toEqual([]);
});

test('caches are dropped before loads, not before the start', () => {
  expect(warned({ ...checkpoint, dropCache: true }, told)).toEqual([]);
});

test('caches of the machine that were not dropped before a load are told', () => {
  const refused = checkpointResult({ rounds: [...rounds, checkpointLoad(1, { systemCachesRefusal: 'EACCES' })] });
  expect(warned(checkpoint, { ...told, checkpoint: refused })).toMatchObject([
    { code: 'SYSTEM_CACHES_NOT_DROPPED', evidence: { reason: 'EACCES' } },
  ]);
});

test('nothing is in doubt of the memory of a null engine', () => {
  const unknown = checkpointLoad(1, { cacheBefore: { residentBytes: 0, totalBytes: 0, method: 'none' } });
  const result = checkpointResult({ rounds: [...rounds, unknown] });
  const codes = (engineUsed: 'null' | 'sync') =>
    warned(checkpoint, { ...told, checkpoint: result, ready: { ...nativeReady(), engineUsed } }, { memoryBytes: 1e12 });
  expect(codes('null')).toEqual([]);
  expect(codes('sync')).toMatchObject([{ code: 'CHECKPOINT_FITS_MEMORY' }]);
});
