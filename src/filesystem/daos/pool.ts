// Container and pool of DAOS below a mount (`daos container query`, `daos pool query`, both with --json).
import type { StorageTarget } from '../adapter.js';
import { storageTarget } from '../partly-told.js';
import { countOf, detailsOf, objectsOf, textOf } from '../told.js';
import type { Details } from '../told.js';
import { responseOf } from './attributes.js';

/** Name to ask for the pool by, and what is known of the container. */
export function parseContainer(text: string): { pool: string; details: Details } | null {
  const container = responseOf(text);
  const pool = textOf(container?.['pool_label'] ?? container?.['pool_uuid']);
  // A name that begins so would be taken for an option.
  if (container === null || pool === '' || pool.startsWith('-')) return null;
  const details = detailsOf({
    pool,
    container: textOf(container['container_label'] ?? container['label'] ?? container['container_uuid']),
    containerType: textOf(container['container_type'] ?? container['type']),
    objectClass: textOf(container['object_class']),
    directoryClass: textOf(container['dir_object_class']),
    fileClass: textOf(container['file_object_class']),
    chunkBytes: countOf(container['chunk_size']),
    redundancyFactor: countOf(container['redundancy_factor']),
  });
  return { pool, details };
}

export interface DaosPool {
  targets: StorageTarget[];
  details: Details;
}

/** A target for each tier of the pool: memory (`scm`) and flash (`nvme`). */
export function parsePool(text: string): DaosPool | null {
  const pool = responseOf(text);
  const tiers = objectsOf(pool?.['tier_stats']);
  if (pool === null || tiers === null) return null;
  const name = textOf(pool['label'] ?? pool['uuid']);
  const targets = tiers.map((tier) => {
    const media = textOf(tier['media_type']);
    return storageTarget({
      name: [name, media].filter((word) => word !== '').join('/'),
      role: 'pool',
      pools: name === '' ? [] : [name],
      totalBytes: countOf(tier['total']),
      availableBytes: countOf(tier['free']),
      state: textOf(pool['state']).toLowerCase(),
    });
  });
  const details = detailsOf({
    poolTargets: countOf(pool['total_targets']),
    disabledTargets: countOf(pool['disabled_targets']),
    engines: countOf(pool['total_engines']),
  });
  return { targets, details };
}
