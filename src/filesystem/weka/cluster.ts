// What the tool of WEKA tells of the cluster and its file systems (`weka status`, `weka fs`, both with -J).
import type { StorageTarget } from '../adapter.js';
import { countOf, detailsOf, jsonOf, objectOf, objectsOf, textOf } from '../told.js';
import type { Details } from '../told.js';

/** `weka status -J`. Null: it is not a status. */
export function parseStatus(text: string): { release: string; details: Details } | null {
  const status = objectOf(jsonOf(text));
  if (status === null || !('release' in status || 'io_status' in status)) return null;
  const active = (key: string): number | null => countOf(objectOf(status[key])?.['active']);
  const data = countOf(status['stripe_data_drives']);
  const parity = countOf(status['stripe_protection_drives']);
  const details = detailsOf({
    cluster: textOf(status['name']),
    clusterStatus: textOf(status['status']),
    ioStatus: textOf(status['io_status']),
    protection: data === null || parity === null ? null : `${data}+${parity}`,
    hotSpares: countOf(status['hot_spare']),
    drives: active('drives'),
    backends: countOf(objectOf(objectOf(status['hosts'])?.['backends'])?.['active']),
    linkLayer: textOf(objectOf(status['net'])?.['link_layer']),
    alerts: countOf(status['active_alerts_count']),
  });
  return { release: textOf(status['release']), details };
}

export interface WekaFileSystem {
  name: string;
  target: StorageTarget;
  details: Details;
}

/** `weka fs -J`: an array, or an object of objects in older versions. */
export function parseFileSystems(text: string): WekaFileSystem[] | null {
  const rows = objectsOf(jsonOf(text));
  if (rows === null || rows.some((row) => typeof row['name'] !== 'string')) return null;
  return rows.map((row) => {
    const buckets = Array.isArray(row['obs_buckets']) ? row['obs_buckets'].length : 0;
    const name = textOf(row['name']);
    return {
      name,
      target: {
        name,
        role: 'pool',
        pools: [textOf(row['group_name'])].filter((group) => group !== ''),
        totalBytes: countOf(row['total_budget']),
        // What may still be written: `available_total` counts what is used, too.
        availableBytes: countOf(row['free_total']),
        inodes: countOf(row['max_files']),
        freeInodes: null,
        state: textOf(row['status']),
      },
      details: detailsOf({
        group: textOf(row['group_name']),
        encrypted: typeof row['is_encrypted'] === 'boolean' ? row['is_encrypted'] : null,
        tiered: buckets > 0,
        ssdBytes: countOf(row['ssd_budget']),
        dataReduction: typeof row['data_reduction'] === 'boolean' ? row['data_reduction'] : null,
      }),
    };
  });
}
