// Figures that are metrics of a kind of workload, with the units that their descriptions tell.
import { metricGroups } from '../result/metrics/groups.js';
import type { Better, FigureDefinition, FigureUnit } from './definition.js';

/** The last words of a description say the unit. */
const units: readonly [RegExp, FigureUnit][] = [
  [/bytes per second/, 'bytes per second'],
  [/per second/, 'per second'],
  [/seconds per GiB/, 'none'],
  [/nanoseconds/, 'nanoseconds'],
  [/seconds/, 'seconds'],
  [/percent/, 'percent'],
  // Before fractions: a count can have them.
  [/count/, 'count'],
  [/fraction/, 'fraction'],
];

/** Of these more is worse, or less says nothing. */
const lower =
  /(Seconds|SecondsMax|Ns|Spread|PerGiB)$|^(damagedPieces|gpuIdlePercent|overHundredMs|roomWaits|waiting|evictions|lostGpuHoursPerDay)$/;
const neither =
  /^(saves|loads|verifiedPieces|samples|probes|auThresholdPercent|steady.*|optimumSeconds|hostMemoryBytesPerSecond|cachedBeforeFraction|auReached)$/;

export const metricFigures: FigureDefinition[] = metricGroups.flatMap(({ of, metrics }) =>
  Object.entries(metrics).map(([name, what]) => ({
    name,
    unit: unitOf(what),
    better: betterOf(name),
    help: of + what,
  })),
);

function unitOf(description: string): FigureUnit {
  const unit = /Unit: (.*)$/s.exec(description)?.[1] ?? '';
  // One that depends on what was asked for is none that an expression could check.
  if (/ or /.test(unit)) return 'none';
  return units.find(([pattern]) => pattern.test(unit))?.[1] ?? 'none';
}

function betterOf(name: string): Better {
  if (neither.test(name)) return null;
  return lower.test(name) ? 'lower' : 'higher';
}
