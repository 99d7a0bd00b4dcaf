// Every distribution of a step against its histogram, and the number of its values against what else tells it.
import type { LatencyRecord, StepRecord } from '../result/schema.js';
import type { FigureCheck, FigurePath } from './figure-check.js';
import { latencyChecks } from './latency-checks.js';

interface Distribution {
  path: FigurePath;
  latency: LatencyRecord;
  /** Values that it must have; null: nothing else tells. */
  count: number | null;
}

/** Throws HISTOGRAM_INVALID. */
export function distributionChecks(path: FigurePath, step: StepRecord): FigureCheck[] {
  const all = [...ofOperations(step), ...ofMix(step), ...ofTraining(step), ...ofKvCache(step)];
  return all.flatMap(({ path: own, latency, count }) => latencyChecks(`${path}.${own}`, latency, count));
}

function ofOperations({ operations }: StepRecord): Distribution[] {
  return Object.entries(operations).flatMap(([kind, { count, latencyNs, intendedLatencyNs }]) => {
    const path = `operations.${kind}`;
    const plain = { path: `${path}.latencyNs`, latency: latencyNs, count };
    if (intendedLatencyNs === null) return [plain];
    return [plain, { path: `${path}.intendedLatencyNs`, latency: intendedLatencyNs, count }];
  });
}

function ofMix({ mix = [] }: StepRecord): Distribution[] {
  return mix.map(({ latencyNs, chains }, at) => ({ path: `mix.${at}.latencyNs`, latency: latencyNs, count: chains }));
}

/** Steps and waits are of all accelerators, of trainings and not of evaluations. */
function ofTraining({ training }: StepRecord): Distribution[] {
  if (training === undefined) return [];
  return (['stepNs', 'dataWaitNs', 'itemNs', 'latenessNs'] as const).map((name) => {
    return { path: `training.${name}`, latency: training[name], count: null };
  });
}

function ofKvCache({ kvCache }: StepRecord): Distribution[] {
  if (kvCache === undefined) return [];
  const times = (['readNs', 'readDeviceNs', 'writeNs', 'syncNs', 'storageNs'] as const).map((name) => {
    return { path: `kvCache.${name}`, latency: kvCache[name], count: null };
  });
  const priorities = Object.entries(kvCache.priorities).map(([name, { requests, latencyNs }]) => {
    return { path: `kvCache.priorities.${name}.latencyNs`, latency: latencyNs, count: requests };
  });
  return [...times, ...priorities];
}
