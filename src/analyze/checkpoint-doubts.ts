// Evidence for doubts about saves and loads: caches that answered, saves that nothing made durable, ranks that came late.
import type { NativeCheckpointRound, NativeJobSpec } from '../native/contract.js';
import { residentFraction } from '../result/cache.js';
import { checkpointBytes, roundTimes } from '../result/checkpoint-record.js';
import type { StepResult } from '../result/step-result.js';
import { completeRounds } from './checkpoint-metrics.js';
import { roundFigures } from './checkpoint-rounds.js';

/** What the page cache may hold of a checkpoint that is called cold. */
const mostResidentFraction = 0.01;
/** Of MLPerf Storage: from so much data a client on, its caches need not be cleared between saves and loads. */
const timesMemory = 3;
const toleratedReleaseSpreadNs = 100_000;
/** A single round says nothing of how much the next one will differ. */
const fewestRounds = 2;

type Evidence = Record<string, unknown>;
type Asked = Pick<NativeJobSpec, 'checkpoint'>;

/** Memory held some of what was to be loaded from storage. */
export function loadedFromCache({ checkpoint, ready }: StepResult): Evidence | null {
  if (ready.direct.used) return null;
  const warm = checkpoint?.rounds.find(
    (round) => isLoad(round) && residentFraction(round.cacheBefore) > mostResidentFraction,
  );
  if (warm === undefined) return null;
  const { residentBytes, totalBytes, method } = warm.cacheBefore;
  return { checkpoint: warm.number, residentFraction: residentBytes / totalBytes, residentBytes, totalBytes, method };
}

/** Nothing proves that memory held none of it, and it is so small that memory can have held it. */
export function fitsMemory(
  { checkpoint: asked }: Asked,
  { checkpoint, ready }: StepResult,
  memoryBytes: number | null,
): Evidence | null {
  if (checkpoint === null || asked === null || memoryBytes === null) return null;
  if (ready.direct.used || ready.engineUsed === 'null') return null;
  const unproven = checkpoint.rounds.find((round) => isLoad(round) && isUnknown(round));
  const bytes = checkpointBytes(asked);
  if (unproven === undefined || bytes >= timesMemory * memoryBytes) return null;
  return { checkpointBytes: bytes, memoryBytes, method: unproven.cacheBefore.method };
}

/** What was written may still have been in memory when the save was over. */
export function notDurable({ checkpoint: asked }: Asked, { checkpoint, ready }: StepResult): Evidence | null {
  if (asked?.sync !== 'none' || ready.engineUsed === 'null') return null;
  const saves = checkpoint?.rounds.filter(({ kind }) => kind === 'save').length ?? 0;
  return saves === 0 ? null : { fsync: 'none', direct: ready.direct.used };
}

/** Ranks that did not begin at the same instant although each had a processor. */
export function lateRelease({ checkpoint, ready }: StepResult, cores: number | null): Evidence | null {
  if (checkpoint === null || ready.engineUsed === 'null') return null;
  const spreads = checkpoint.rounds.map(({ ranks }) => {
    const starts = ranks.map(({ startNs }) => startNs);
    return { ranks: starts.length, spreadNs: starts.length < 2 ? 0 : Math.max(...starts) - Math.min(...starts) };
  });
  const worst = spreads.reduce((a, b) => (b.spreadNs > a.spreadNs ? b : a), { ranks: 0, spreadNs: 0 });
  if (worst.spreadNs <= toleratedReleaseSpreadNs || cores === null || worst.ranks > cores) return null;
  return { releaseSpreadNs: worst.spreadNs, ranks: worst.ranks, processors: cores };
}

/** Too few saves, or loads where there are to be no saves: a single load after saves is there to see that it can be read. */
export function fewRounds({ checkpoint: asked }: Asked, { checkpoint }: StepResult): Evidence | null {
  if (checkpoint === null || asked === null) return null;
  const few = (['save', 'load'] as const).flatMap((kind) => {
    const rounds = completeRounds(checkpoint.rounds, kind).length;
    const wanted = kind === 'save' ? asked.saves > 0 : asked.saves === 0;
    return wanted && rounds < fewestRounds ? [[`${kind}s`, rounds] as const] : [];
  });
  return few.length === 0 ? null : Object.fromEntries(few);
}

/** Ranks that were far behind in half of the rounds of a kind or more. */
export function laggingRanks({ checkpoint: asked }: Asked, { checkpoint }: StepResult): Evidence | null {
  if (checkpoint === null || asked === null) return null;
  const rounds = checkpoint.rounds.map((round) => {
    const times = roundTimes(round);
    return { ...times, ...roundFigures(asked, times) };
  });
  const found = (['save', 'load'] as const).flatMap((kind) => {
    const own = completeRounds(rounds, kind);
    const behind = own.flatMap(({ stragglers }) => stragglers);
    const ranks = [...new Set(behind)].filter((rank) => 2 * behind.filter((one) => one === rank).length >= own.length);
    return ranks.length === 0 ? [] : [[`${kind}Ranks`, ranks.sort((a, b) => a - b)] as const];
  });
  return found.length === 0 ? null : { ...Object.fromEntries(found), ranks: asked.ranks };
}

/** Saves in the background that were still being written when the next one was due. */
export function waitedForDrain({ checkpoint }: StepResult): Evidence | null {
  const waits = checkpoint?.rounds.filter(({ waitedNs }) => waitedNs > 0) ?? [];
  if (waits.length === 0) return null;
  return { saves: waits.length, waitedSeconds: Math.max(...waits.map(({ waitedNs }) => waitedNs)) / 1e9 };
}

/** Nobody could tell what the page cache held. */
function isUnknown({ cacheBefore }: NativeCheckpointRound): boolean {
  return cacheBefore.totalBytes === 0 || cacheBefore.method === 'none';
}

function isLoad({ kind }: Pick<NativeCheckpointRound, 'kind'>): boolean {
  return kind === 'load';
}
