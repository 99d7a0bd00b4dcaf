// When each doubt about saves and loads is raised, and when it is not any more.
import {
  backgroundRound,
  checkpointAsked,
  checkpointLoad,
  checkpointRank,
  checkpointResult,
  checkpointRound,
} from '../fixtures/checkpoints.js';
import { directFacts, nativeReady } from '../result/samples.js';
import { type Case, type Spec } from './judging.js';

export const checkpoint: Partial<Spec> = { kind: 'checkpoint', checkpoint: checkpointAsked() };

const asking = (given: Parameters<typeof checkpointAsked>[0]): Partial<Spec> => ({
  ...checkpoint,
  checkpoint: checkpointAsked(given),
});
const loadWith = (residentBytes: number, method = 'cachestat', totalBytes = 400e6) =>
  checkpointResult({ rounds: [checkpointLoad(1, { cacheBefore: { residentBytes, totalBytes, method } })] });
const released = (lastNs: number) =>
  checkpointRound({ ranks: [0, lastNs].map((startNs) => checkpointRank(1, { startNs })) });
const twoSaves = [checkpointRound(), checkpointRound({ number: 2 })];
const twoLoads = [checkpointLoad(1), checkpointLoad(1)];
/** Rank 2 takes this much longer than the others. */
const behind = (factor: number) =>
  checkpointRound({ ranks: [1, 1, factor, 1].map((seconds) => checkpointRank(seconds)) });
const direct = nativeReady({ direct: directFacts(true) });

export const checkpointCases: Case[] = [
  {
    code: 'LOADED_FROM_CACHE',
    spec: checkpoint,
    raised: { checkpoint: loadWith(4_000_001) },
    evidence: {
      ...{ checkpoint: 1, residentFraction: 4_000_001 / 400e6, residentBytes: 4_000_001, totalBytes: 400e6 },
      method: 'cachestat',
    },
    silent: { checkpoint: loadWith(4_000_000) },
  },
  {
    code: 'LOADED_FROM_CACHE',
    spec: checkpoint,
    raised: { checkpoint: loadWith(400e6) },
    evidence: { checkpoint: 1, residentFraction: 1, residentBytes: 400e6, totalBytes: 400e6, method: 'cachestat' },
    silent: { checkpoint: loadWith(400e6), ready: direct },
  },
  {
    code: 'CHECKPOINT_FITS_MEMORY',
    spec: checkpoint,
    circumstances: { memoryBytes: 400e6 / 3 + 1 },
    raised: { checkpoint: loadWith(0, 'none', 0) },
    evidence: { checkpointBytes: 400e6, memoryBytes: 400e6 / 3 + 1, method: 'none' },
    silent: { checkpoint: loadWith(0, 'none', 0) },
    silentCircumstances: { memoryBytes: 400e6 / 3 },
  },
  {
    code: 'CHECKPOINT_FITS_MEMORY',
    spec: checkpoint,
    circumstances: { memoryBytes: 64e9 },
    raised: { checkpoint: loadWith(0, 'none') },
    evidence: { checkpointBytes: 400e6, memoryBytes: 64e9, method: 'none' },
    silent: { checkpoint: loadWith(0) },
    silentCircumstances: { memoryBytes: 64e9 },
  },
  {
    code: 'SAVE_NOT_DURABLE',
    spec: asking({ sync: 'none' }),
    raised: { checkpoint: checkpointResult({ rounds: twoSaves }) },
    evidence: { fsync: 'none', direct: false },
    silent: { checkpoint: checkpointResult({ rounds: twoLoads }) },
  },
  {
    code: 'RELEASE_SPREAD',
    spec: checkpoint,
    circumstances: { cores: 2 },
    raised: { checkpoint: checkpointResult({ rounds: [released(20_000), released(100_001)] }) },
    evidence: { releaseSpreadNs: 100_001, ranks: 2, processors: 2 },
    silent: { checkpoint: checkpointResult({ rounds: [released(100_000)] }) },
    silentCircumstances: { cores: 2 },
  },
  {
    code: 'RELEASE_SPREAD',
    spec: checkpoint,
    circumstances: { cores: 2 },
    raised: { checkpoint: checkpointResult({ rounds: [released(5e6)] }) },
    evidence: { releaseSpreadNs: 5e6, ranks: 2, processors: 2 },
    silent: { checkpoint: checkpointResult({ rounds: [released(5e6)] }) },
    silentCircumstances: { cores: 1 },
  },
  {
    code: 'RANK_STRAGGLED',
    spec: checkpoint,
    raised: { checkpoint: checkpointResult({ rounds: [behind(2), behind(1)] }) },
    evidence: { saveRanks: [2], ranks: 4 },
    silent: { checkpoint: checkpointResult({ rounds: [behind(2), behind(1), behind(1)] }) },
  },
  {
    code: 'DRAIN_TOO_SLOW',
    spec: asking({ background: true }),
    raised: { checkpoint: checkpointResult({ rounds: [backgroundRound(), backgroundRound({ waitedNs: 2e8 })] }) },
    evidence: { saves: 1, waitedSeconds: 0.2 },
    silent: { checkpoint: checkpointResult({ rounds: [backgroundRound(), backgroundRound()] }) },
  },
  {
    code: 'FEW_ROUNDS',
    spec: asking({ saves: 0, loads: 2 }),
    raised: { checkpoint: checkpointResult({ rounds: [checkpointLoad(1)] }) },
    evidence: { loads: 1 },
    silent: { checkpoint: checkpointResult({ rounds: twoLoads }) },
  },
  {
    code: 'FEW_ROUNDS',
    spec: asking({ saves: 2, loads: 1 }),
    raised: { checkpoint: checkpointResult({ rounds: [checkpointRound(), checkpointLoad(1)] }) },
    evidence: { saves: 1 },
    // A single load shows that what was saved can be read.
    silent: { checkpoint: checkpointResult({ rounds: [...twoSaves, checkpointLoad(1)] }) },
  },
  {
    code: 'FEW_ROUNDS',
    spec: asking({ saves: 1, loads: 0 }),
    raised: { checkpoint: checkpointResult({ rounds: [checkpointRound()] }) },
    evidence: { saves: 1 },
    // What has failed has been measured for too short in any case.
    silent: { checkpoint: checkpointResult({ rounds: [checkpointRound()] }), endReason: 'error' },
  },
];
