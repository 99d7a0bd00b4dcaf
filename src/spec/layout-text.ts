// A layout in words: what a workload asks for, or what a file has of the same keys.
import type { LayoutRequest } from '../filesystem/layout.js';
import { formatBytes } from './units.js';

/** `pool ssd, 4 stripes, stripeSize 16MiB`; what is null is left out. */
export function layoutText({ pool, stripeCount, stripeSize, objectSize, objectClass }: LayoutRequest): string {
  return [
    pool === null ? '' : `pool ${pool}`,
    stripeCount === null ? '' : stripesText(stripeCount),
    stripeSize === null ? '' : `stripeSize ${formatBytes(stripeSize)}`,
    objectSize === null ? '' : `objectSize ${formatBytes(objectSize)}`,
    objectClass === null ? '' : `objectClass ${objectClass}`,
  ]
    .filter((words) => words !== '')
    .join(', ');
}

function stripesText(count: number): string {
  return count === -1 ? 'all stripes' : `${count} ${count === 1 ? 'stripe' : 'stripes'}`;
}
