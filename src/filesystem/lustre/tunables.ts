// Settings of a Lustre client that change what a measurement means: caches, read-ahead, checksums, requests in flight.
import { settingOf } from '../told.js';
import type { Parameters } from './parameters.js';

type Details = Record<string, string | number>;

/** Of the mount: the last part of the name → the name in the record. All releases of the last years have them. */
export const mountTunables: Readonly<Record<string, string>> = {
  max_cached_mb: 'maxCachedMb',
  max_read_ahead_mb: 'maxReadAheadMb',
  max_read_ahead_per_file_mb: 'maxReadAheadPerFileMb',
  statahead_max: 'stataheadMax',
  checksum_pages: 'checksumPages',
};

/** Those of newer releases, where it is no fault that they are missing. Hybrid I/O: large buffered I/O done as direct. */
export const newerTunables: Readonly<Record<string, string>> = {
  hybrid_io: 'hybridIo',
  hybrid_io_write_threshold_bytes: 'hybridIoWriteThresholdBytes',
  hybrid_io_read_threshold_bytes: 'hybridIoReadThresholdBytes',
  parallel_dio: 'parallelDio',
  unaligned_dio: 'unalignedDio',
};

/** Of each OST. */
export const targetTunables: Readonly<Record<string, string>> = {
  checksums: 'checksums',
  checksum_type: 'checksumType',
  max_rpcs_in_flight: 'maxRpcsInFlight',
  max_pages_per_rpc: 'maxPagesPerRpc',
  max_dirty_mb: 'maxDirtyMb',
};

/** Locks that the client keeps of each OST and MDT; pages and attributes are cached below them. */
export const lockTunables: Readonly<Record<string, string>> = { lru_size: 'lruSize', lru_max_age: 'lruMaxAge' };

/** Values by their names in the record: one where all targets agree, else all that there are. */
export function tunablesOf(parameters: Parameters, names: Readonly<Record<string, string>>): Details {
  const details: Details = {};
  for (const [field, name] of Object.entries(names)) {
    const values = [...parameters]
      .filter(([full]) => full.endsWith(`.${field}`))
      .map(([, text]) => valueOf(field, text));
    const told = [...new Set(values)].filter((value) => value !== '');
    if (told.length === 1 && told[0] !== undefined) details[name] = told[0];
    else if (told.length > 1) details[name] = told.join(' ');
  }
  return details;
}

/** The cache tells of its use, too; of several types of checksums, the one in use is in brackets. */
function valueOf(field: string, text: string): string | number {
  const inside = new RegExp(`^${field}:\\s*(\\S+)`, 'm').exec(text)?.[1] ?? /\[(\S+)\]/.exec(text)?.[1];
  const word = inside ?? text.trim();
  if (word.length > 40 || word.includes('\n')) return '';
  return settingOf(word);
}
