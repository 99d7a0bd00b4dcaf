// Whether a file system or the device below it makes data smaller before it stores it.
import type { FileSystemRecord } from '../result/schema.js';

export interface DataReduction {
  /** In its own words, such as `zstd:3`; null: none is known. */
  compression: string | null;
  deduplication: string | null;
}

/** By its facts, the options of its mount and the layers of its device. */
export function dataReduction(fileSystem: FileSystemRecord | undefined): DataReduction {
  if (fileSystem === undefined) return { compression: null, deduplication: null };
  const { system } = fileSystem;
  const { compression, dedup, dataReduction: both } = system?.details ?? {};
  const option = compressOption(fileSystem);
  const vdo = hasVdo(fileSystem) ? 'VDO' : null;
  const ofSystem = both === true ? (system?.title ?? null) : null;
  return {
    compression:
      onWord(compression) ?? onWord(option?.replace(/^compress(-force)?=?/, '') || option) ?? vdo ?? ofSystem,
    deduplication: onWord(dedup) ?? vdo ?? ofSystem,
  };
}

/** The option of the mount, `compress=zstd:3` or `compress-force`. */
export function compressOption({ options, superOptions }: FileSystemRecord): string | undefined {
  return [...options, ...superOptions].find((one) => /^compress(-force)?(=|$)/.test(one));
}

/** Whether a device below it compresses and deduplicates. */
export function hasVdo({ device }: FileSystemRecord): boolean {
  return device?.layers?.some(({ kind }) => kind === 'vdo') === true;
}

/** Null for what is off or not told. */
export function onWord(value: string | number | boolean | undefined): string | null {
  if (value === undefined || value === false || value === 0) return null;
  return /^(off|none|no|false|disabled|)$/i.test(String(value)) ? null : String(value);
}
