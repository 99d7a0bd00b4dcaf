// How what was measured lies to what is published, where the two are of the same size.
import type { MountProfile } from '../result/schema.js';
import { isComparable, type ProfileAxis } from './published-figures.js';

type Axis = MountProfile['axes'][number];
type Published = Axis['published'][number];
type Position = 'better than' | 'as' | 'worse than';

const axisNames: Record<ProfileAxis, string> = {
  bandwidth: 'bandwidth',
  iops: 'IOPS',
  metadata: 'metadata',
  latency: 'latency',
};

/** Empty where nothing is published of what was measured. */
export function comparisonSentence(axes: readonly Axis[], title: string): string {
  const told = axes.filter(({ measured, published }) => measured !== null && published.length > 0);
  const compared = told.flatMap((axis) => clauseOf(axis));
  const apart = told.filter((axis) => positionsOf(axis).length === 0).map(({ axis }) => axisNames[axis]);
  return [
    compared.length === 0 ? '' : `Next to what is published of ${title}: ${compared.join('; ')}.`,
    apart.length === 0 ? '' : `The published ${apart.join(' and ')} is of other sizes: no comparison.`,
  ]
    .filter((text) => text !== '')
    .join(' ');
}

/** `latency as of the tier of SSD, worse than of the tier of NVMe`. */
function clauseOf(axis: Axis): string[] {
  const positions = positionsOf(axis);
  if (positions.length === 0) return [];
  const parts = (['better than', 'as', 'worse than'] as const).flatMap((position) => {
    const of = positions.filter((one) => one.position === position).map((one) => one.of);
    return of.length === 0 ? [] : [`${position} of ${of.join(' and of ')}`];
  });
  return [`${axisNames[axis.axis]} ${parts.join(', ')}`];
}

function positionsOf({ axis, measured, published }: Axis): { of: string; position: Position }[] {
  if (measured === null) return [];
  return published.flatMap((one) => {
    const position = isComparable(axis, one.of) ? positionOf(axis, measured.value, one) : null;
    return position === null ? [] : [{ of: one.of, position }];
  });
}

/** A bound that is published alone, such as `below 0.1 ms`, is kept or not; `up to` of a rate says nothing below it. */
function positionOf(axis: ProfileAxis, value: number, { low, high }: Published): Position | null {
  const isLatency = axis === 'latency';
  if (high !== null && value > high) return isLatency ? 'worse than' : 'better than';
  if (low !== null && value < low) return isLatency ? 'better than' : 'worse than';
  return (isLatency ? high : low) === null ? null : 'as';
}
