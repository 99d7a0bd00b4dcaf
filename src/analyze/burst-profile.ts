// Bandwidth over the time of a save or load: from the intervals of a job to the mean over its rounds.
import type { NativeCheckpointRound, NativeInterval } from '../native/contract.js';
import type { BurstProfile } from '../result/checkpoint-schema.js';

/** Bytes of the writes and reads that ended in a stretch of the measured time. */
export interface Transfer {
  startNs: number;
  durationNs: number;
  writeBytes: number;
  readBytes: number;
}

type Rounds = readonly Pick<NativeCheckpointRound, 'kind' | 'startNs' | 'endNs' | 'complete'>[];

/** More than this many stretches are joined by twos, so that a job of days keeps no more of them. */
const mostKept = 16_384;
const mostBins = 200;

/** Keeps of the intervals of a job what a profile is made of. */
export class TransferTrace {
  #transfers: Transfer[] = [];

  get transfers(): readonly Transfer[] {
    return this.#transfers;
  }

  /** Takes the intervals in order. */
  take({ startNs, durationNs, operations }: NativeInterval): void {
    const [writeBytes, readBytes] = [operations.write?.bytes ?? 0, operations.read?.bytes ?? 0];
    this.#transfers.push({ startNs, durationNs, writeBytes, readBytes });
    if (this.#transfers.length > mostKept) this.#transfers = joined(this.#transfers);
  }
}

/**
 * Profiles of the saves and of the loads, as far as complete ones there are. What was moved in an interval was moved in the
 * rounds that it overlaps, evenly: nothing moves between them.
 */
export function burstProfiles(rounds: Rounds, transfers: readonly Transfer[]): BurstProfile[] {
  return (['save', 'load'] as const).flatMap((kind) => {
    const profile = profileOf(
      kind,
      rounds.filter((round) => round.kind === kind),
      transfers,
    );
    return profile === null ? [] : [profile];
  });
}

function profileOf(kind: 'save' | 'load', rounds: Rounds, transfers: readonly Transfer[]): BurstProfile | null {
  const complete = rounds.filter((round) => round.complete && round.endNs > 0);
  const longestNs = Math.max(0, ...complete.map(({ endNs }) => endNs));
  // The last interval of a job may be a short one.
  const intervalNs = transfers.reduce((longest, { durationNs }) => Math.max(longest, durationNs), 0);
  if (longestNs === 0 || intervalNs === 0) return null;
  const count = Math.min(mostBins, Math.max(1, Math.round(longestNs / intervalNs)));
  const binNs = longestNs / count;
  const bins = new Array<number>(count).fill(0);
  for (const transfer of transfers) spread(transfer, kind, rounds, { bins, binNs });
  if (bins.every((bytes) => bytes === 0)) return null;
  const perBin = (complete.length * binNs) / 1e9;
  return {
    kind,
    rounds: complete.length,
    binSeconds: binNs / 1e9,
    bytesPerSecond: bins.map((bytes) => bytes / perBin),
  };
}

/** Bytes of an interval go to the bins of the complete rounds that it overlaps; those that were cut off have their part. */
function spread(
  transfer: Transfer,
  kind: 'save' | 'load',
  rounds: Rounds,
  profile: { bins: number[]; binNs: number },
): void {
  const bytes = kind === 'save' ? transfer.writeBytes : transfer.readBytes;
  if (bytes === 0) return;
  const pieces = rounds.map((round) => overlapOf(transfer, round));
  const whole = pieces.reduce((sum, { fromNs, toNs }) => sum + toNs - fromNs, 0);
  if (whole <= 0) return;
  for (const [at, { fromNs, toNs }] of pieces.entries()) {
    if (rounds[at]?.complete === true) addTo(profile, fromNs, toNs, bytes / whole);
  }
}

/** In nanoseconds since the release of the round; empty where they do not overlap. */
function overlapOf({ startNs, durationNs }: Transfer, round: Rounds[number]): { fromNs: number; toNs: number } {
  const endNs = round.complete ? round.endNs : Math.max(round.endNs, startNs + durationNs - round.startNs);
  const fromNs = Math.max(0, startNs - round.startNs);
  return { fromNs, toNs: Math.max(fromNs, Math.min(endNs, startNs + durationNs - round.startNs)) };
}

function addTo({ bins, binNs }: { bins: number[]; binNs: number }, fromNs: number, toNs: number, perNs: number): void {
  for (let at = Math.floor(fromNs / binNs); at < bins.length && at * binNs < toNs; at++) {
    const own = Math.min(toNs, (at + 1) * binNs) - Math.max(fromNs, at * binNs);
    bins[at] = (bins[at] ?? 0) + Math.max(0, own) * perNs;
  }
}

function joined(transfers: readonly Transfer[]): Transfer[] {
  return transfers.flatMap((first, at) => {
    const second = transfers[at + 1];
    if (at % 2 === 1) return [];
    if (second === undefined) return [first];
    return [
      {
        startNs: first.startNs,
        durationNs: second.startNs + second.durationNs - first.startNs,
        writeBytes: first.writeBytes + second.writeBytes,
        readBytes: first.readBytes + second.readBytes,
      },
    ];
  });
}
