// Whether the workers kept the rate that they were given.
import type { NativeJobSpec } from '../native/contract.js';
import type { StepResult } from '../result/step-result.js';

/** Part of a rate that may be missing: the end of a run cuts off what is under way. */
const toleratedShortfall = 0.05;

type PaceSpec = Pick<NativeJobSpec, 'rateOperations' | 'rateBytes' | 'workers' | 'thinkNs'>;

/** Asked and reached, a second over all workers; null where the rate was kept, or where pauses decide. */
export function missedRate(spec: PaceSpec, { operations, elapsedNs }: StepResult): Record<string, number> | null {
  const rate = spec.rateBytes > 0 ? spec.rateBytes : spec.rateOperations;
  if (rate === 0 || spec.thinkNs > 0 || elapsedNs === 0) return null;
  const seconds = elapsedNs / 1e9;
  const done = [operations.read, operations.write].filter((one) => one !== undefined);
  const count = done.reduce((sum, one) => sum + one.count, 0);
  const bytes = done.reduce((sum, one) => sum + one.bytes, 0);
  const asked = rate * spec.workers;
  const reached = (spec.rateBytes > 0 ? bytes : count) / seconds;
  // Random arrivals scatter by the root of their number.
  const expected = Math.max(1, spec.rateBytes > 0 ? (asked * seconds * count) / Math.max(1, bytes) : asked * seconds);
  const tolerated = Math.max(toleratedShortfall, 3 / Math.sqrt(expected));
  if (reached >= asked * (1 - tolerated)) return null;
  return spec.rateBytes > 0
    ? { askedBytesPerSecond: asked, reachedBytesPerSecond: reached }
    : { askedPerSecond: asked, reachedPerSecond: reached };
}
