// The passes of a job over cold data → the epochs of the record.
import type { StepRecord, SystemCaches } from './schema.js';
import type { StepResult } from './step-result.js';

/** Nothing where the caches were not dropped between epochs. `systemCaches`: what came of dropping them before the job. */
export function epochRecords(
  { passes }: StepResult,
  systemCaches: SystemCaches | null,
): Pick<StepRecord, 'epochs'> | null {
  if (passes.length === 0) return null;
  const epochs = passes.map((pass) => ({
    seconds: pass.elapsedNs / 1e9,
    pauseSeconds: pass.pausedNs / 1e9,
    files: pass.chains,
    filesPerSecond: pass.elapsedNs > 0 ? (pass.chains / pass.elapsedNs) * 1e9 : 0,
    before: pass.cacheBefore,
    systemCaches: pass.index === 0 ? systemCaches : pass.systemCaches,
  }));
  return { epochs };
}
