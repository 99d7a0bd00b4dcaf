// Why a mount feeds no more accelerators: the resource that was used up, and the figures of the tries that show it.
import type { FitLimit, FitTry } from '../result/fit-schema.js';

export interface FitFacts {
  /** The most that were fed; 0: none. */
  accelerators: number;
  most: number;
  mostBy: FitLimit['resource'];
  tries: readonly FitTry[];
  /** Processors that the step may use. */
  cores: number;
  /** Workers of a try with so many accelerators. */
  workersOf: (accelerators: number) => number;
}

// Processor time is never all that there is: threads wait for each other and for interrupts.
const busy = 0.9;
// Of the growth that more accelerators ask for; a mount that gives less than this has reached its rate.
const flatShare = 0.5;

/** The limit; null where no try missed the threshold and none was left out. */
export function limitOf(facts: FitFacts): FitLimit | null {
  const { accelerators, most, mostBy, tries } = facts;
  if (accelerators >= most) return { resource: mostBy, evidence: { most } };
  const missed = tries.filter((each) => !each.reached && each.accelerators > accelerators);
  const next = least(missed);
  if (next === undefined) return null;
  return processorLimit(next, facts) ?? storageLimit(missed, next, facts);
}

function least(tries: readonly FitTry[]): FitTry | undefined {
  return tries.toSorted((a, b) => a.accelerators - b.accelerators)[0];
}

function processorLimit(next: FitTry, { cores, workersOf }: FitFacts): FitLimit | null {
  const { accelerators, coresUsed } = next;
  const evidence = { accelerators, coresUsed };
  if (coresUsed >= busy * cores) return { resource: 'processors', evidence: { ...evidence, cores } };
  const workers = workersOf(accelerators);
  return coresUsed >= busy * workers ? { resource: 'threads', evidence: { ...evidence, workers } } : null;
}

/** Compares the tries that are furthest apart: noise weighs least there. */
function storageLimit(missed: readonly FitTry[], next: FitTry, { accelerators, tries }: FitFacts): FitLimit {
  const fed = tries.findLast((each) => each.reached && each.accelerators === accelerators);
  if (fed === undefined) return { resource: 'storage', evidence: figures(next, '') };
  const far = missed.toSorted((a, b) => b.accelerators - a.accelerators)[0] ?? next;
  const growth = far.readBytesPerSecond / fed.readBytesPerSecond - 1;
  const asked = far.accelerators / fed.accelerators - 1;
  const evidence = { ...figures(fed, 'fed'), ...figures(far, 'missed') };
  return { resource: growth < flatShare * asked ? 'bandwidth' : 'latency', evidence };
}

/** `accelerators`, or with a prefix `fedAccelerators`. */
function figures(one: FitTry, prefix: string): Record<string, number> {
  const { accelerators, auPercent, readBytesPerSecond, itemP50Ns } = one;
  const item = itemP50Ns === null ? {} : { itemP50Ns };
  const named = Object.entries({ accelerators, auPercent, readBytesPerSecond, ...item });
  return Object.fromEntries(
    named.map(([key, value]) => [
      prefix === '' ? key : `${prefix}${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      value,
    ]),
  );
}
