// Charts of how long things took: cumulative distributions and percentiles, one line a mount.
import type { LatencyRecord, StepRecord } from '../result/schema.js';
import type { RecordedKind } from '../native/contract.js';
import type { Chart, Series } from './chart.js';
import type { Detail } from './detail.js';
import { cumulative, percentileLine } from './distribution.js';
import { keptPercentiles, ninesOf } from './nines.js';
import type { MountSteps, VariantSteps } from './steps.js';
import { unitText } from '../report/figure-text.js';
import { latencyName } from './words.js';

/** A distribution that steps have: of reads, of data waits. */
export interface Distribution {
  id: string;
  /** `Read latency`. */
  name: string;
  of: (step: StepRecord) => LatencyRecord | null;
}

type Drawn = Omit<Chart, 'id' | 'subtitle'>;

/** Latency of a kind of operation, and that from the intended start where the load was an open loop. */
export function latenciesOf(kind: RecordedKind): Distribution[] {
  const counted = (step: StepRecord) => {
    const operation = step.operations[kind];
    return operation === undefined || operation.count === 0 ? null : operation;
  };
  return [
    { id: kind, name: latencyName(kind), of: (step) => counted(step)?.latencyNs ?? null },
    {
      id: `${kind}-intended`,
      name: `${latencyName(kind)} from the intended start`,
      of: (step) => counted(step)?.intendedLatencyNs ?? null,
    },
  ];
}

/** Null where no mount has the distribution. */
export function cumulativeChart(variant: VariantSteps, distribution: Distribution, detail: Detail): Drawn | null {
  const title = `${distribution.name}, cumulative`;
  const series = variant.mounts.flatMap(({ mount, repeats }) => {
    const points = cumulative(recordsOf(repeats, distribution), detail.points);
    return points.length === 0 ? [] : [{ name: mount, mount, points }];
  });
  if (series.length === 0) return null;
  return {
    kind: 'steps',
    title,
    description: `${title}. Share of all that took no longer. ${percentilesText(variant, distribution)}`,
    x: { label: 'time taken', unit: 'nanoseconds', scale: 'log' },
    y: { label: 'share', unit: 'fraction', scale: 'linear' },
    series,
  };
}

/** Null where no mount has the distribution, or not p90 of it. */
export function percentileChart(variant: VariantSteps, distribution: Distribution): Drawn | null {
  const title = `${distribution.name} by percentile`;
  const series = variant.mounts.flatMap(({ mount, repeats }): Series[] => {
    const records = recordsOf(repeats, distribution);
    if (records.length === 0) return [];
    const bold = { name: mount, mount, points: percentileLine(records) };
    if (records.length === 1) return [bold];
    const faint = records.map((record, at) => ({
      name: `${mount}, repeat ${at + 1}`,
      mount,
      points: percentileLine([record]),
      faint: true,
    }));
    return [...faint, bold];
  });
  // Of fewer than ten values there is no tail to be seen.
  if (!series.some(({ points }) => (points.at(-1)?.[0] ?? 0) >= 1)) return null;
  return {
    kind: 'percentiles',
    title,
    description: `${title}${several(variant) ? ', median of the repeats' : ''}. ${percentilesText(variant, distribution)}`,
    x: { label: 'percentile', unit: 'none', scale: 'nines' },
    y: { label: 'time taken', unit: 'nanoseconds', scale: 'log' },
    series,
  };
}

function recordsOf(repeats: MountSteps['repeats'], { of }: Distribution): LatencyRecord[] {
  return repeats.map(of).filter((record) => record !== null && record.histogram !== '') as LatencyRecord[];
}

function several({ mounts }: VariantSteps): boolean {
  return mounts.some(({ repeats }) => repeats.length > 1);
}

/** `ext4: p50 1.2us, p99 98us; tmpfs: …`. */
function percentilesText(variant: VariantSteps, distribution: Distribution): string {
  const texts = variant.mounts.flatMap(({ mount, repeats }) => {
    const line = new Map(percentileLine(recordsOf(repeats, distribution)));
    const parts = keptPercentiles.flatMap(({ name, share }) => {
      const value = line.get(Number(ninesOf(share).toFixed(3)));
      return value === undefined || value === null ? [] : [`${name} ${unitText('nanoseconds', value)}`];
    });
    return parts.length === 0 ? [] : [`${mount}: ${parts.join(', ')}`];
  });
  return `${texts.join('; ')}.`;
}
