// Configuration of a JuiceFS mount in `<mount>/.config` (JSON, for root), and the answer of `juicefs info`.
import type { FileLayout } from '../layout.js';
import { bytesOfKiB, countOf, detailsOf, jsonOf, keyValues, objectOf, textOf } from '../told.js';
import { layoutOf } from '../partly-told.js';
import type { Details } from '../told.js';

/** What decides over speed: block size, compression, and the caches. Keys and secrets are left out. */
export function parseConfig(text: string): { version: string; blockBytes: number | null; details: Details } | null {
  const config = objectOf(jsonOf(text));
  if (config === null) return null;
  const format = objectOf(config['Format']);
  const chunk = objectOf(config['Chunk']);
  if (format === null && chunk === null) return null;
  const cacheSize = countOf(chunk?.['CacheSize']);
  const flag = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);
  return {
    version: textOf(config['Version']),
    blockBytes: bytesOfKiB(format?.['BlockSize']),
    details: detailsOf({
      volume: textOf(format?.['Name']),
      storage: textOf(format?.['Storage']),
      compression: textOf(format?.['Compression']),
      encrypted: typeof format?.['EncryptKey'] === 'string' ? format['EncryptKey'] !== '' : null,
      cacheDirectory: textOf(chunk?.['CacheDir']),
      // Versions differ in whether the size is of MiB or of bytes. From 2^30 on it can only be of bytes.
      cacheBytes: cacheSize === null || cacheSize < 2 ** 30 ? null : cacheSize,
      writeBack: flag(chunk?.['Writeback']),
      prefetch: countOf(chunk?.['Prefetch']),
    }),
  };
}

/** `juicefs info PATH`: lines `key: value`, and for a file a table of its objects. */
export function parseInfo(text: string, by: string): FileLayout | null {
  const told = keyValues(text, ':');
  const inode = countOf(told.get('inode'));
  if (inode === null) return null;
  const sizes = [...text.matchAll(/^\|\s*\d+\s*\|\s*(\S+)\s*\|\s*(\d+)\s*\|/gm)].map((match) => countOf(match[2]) ?? 0);
  return layoutOf(by, {
    details: detailsOf({
      inode,
      objects: sizes.length === 0 ? null : sizes.length,
      largestObjectBytes: sizes.reduce((largest, size) => Math.max(largest, size), 0) || null,
    }),
  });
}
