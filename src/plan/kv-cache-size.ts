// How much a cache may hold: as many bytes as are asked for, or as a share of the free space gives.
import { largestContext } from '../spec/kv-cache-models.js';
import { formatBytes } from '../spec/units.js';
import type { KvCacheWorkload } from '../spec/workload.js';
import type { MountCapacity } from './planned-step.js';
import type { PlanProblems } from './plan-problems.js';
import { atLeast } from './rounded-bytes.js';
import { bytesOfShare, shareText, smallest } from './share-of-free.js';

export type SizedKvCache = KvCacheWorkload & { capacity: number };

type Tokens = Pick<KvCacheWorkload, 'scale' | 'blockTokens' | 'bytesPerToken'>;

/** Bytes that a turn of so many tokens keeps. */
export function keptBytes({ scale, blockTokens, bytesPerToken }: Tokens, tokens: number): number {
  const kept = Math.max(1, Math.round(tokens * scale));
  return bytesPerToken * (blockTokens === 0 ? kept : kept - (kept % blockTokens));
}

/** Bytes of the largest turn that there can be. */
export function largestTurn(workload: KvCacheWorkload): number {
  return keptBytes(workload, largestContext(workload.userTypes));
}

/** The cache with its capacity in bytes; null with a problem added where that is not known or holds no turn. */
export function sizeKvCache(
  workload: KvCacheWorkload,
  mounts: MountCapacity[],
  problems: PlanProblems,
): SizedKvCache | null {
  const { name, capacity, engine } = workload;
  const bytes = bytesOf(capacity, engine === 'null' ? [] : mounts, name, problems);
  if (bytes === null) return null;
  const largest = largestTurn(workload);
  if (largest === 0) {
    const what = `keeps nothing: no context has the ${workload.blockTokens} tokens of a block`;
    problems.add(`workload "${name}"`, what, 'Give a smaller blockTokens or a larger scale');
    return null;
  }
  if (bytes >= largest) return { ...workload, capacity: bytes };
  const amount = typeof capacity === 'number' ? formatBytes(bytes) : `${formatBytes(bytes)} (${shareText(capacity)})`;
  const what = `capacity is ${amount}, less than the ${atLeast(largest)} that the largest turn keeps`;
  problems.add(`workload "${name}"`, what, 'Make room, or give a larger capacity or a smaller scale');
  return null;
}

function bytesOf(
  capacity: KvCacheWorkload['capacity'],
  mounts: MountCapacity[],
  name: string,
  problems: PlanProblems,
): number | null {
  if (typeof capacity === 'number') return capacity;
  const { percentOfFree, atMost } = capacity;
  // A cache is removed after its run: what lies on the mount is of others, and stays.
  const withoutOthers = mounts.map((mount) => ({ ...mount, datasets: [], begun: [] }));
  return smallest(withoutOthers, atMost, (mount) => bytesOfShare(mount, percentOfFree, name, problems));
}
