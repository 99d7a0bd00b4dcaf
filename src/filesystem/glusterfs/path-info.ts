// Where GlusterFS keeps a file: its attribute `glusterfs.pathinfo`.
import type { FileLayout } from '../layout.js';
import { detailsOf } from '../told.js';
import { layoutOf } from '../partly-told.js';

/**
 * `(<DISTRIBUTE:vol-dht> <POSIX(/brick):host:/brick/file>)`, with more brackets the more ways of spreading there are. A
 * directory is on all bricks and tells the ranges of its hashes, too.
 */
export function parsePathInfo(text: string, by: string): FileLayout | null {
  const bricks = [...text.matchAll(/<POSIX\(([^)]*)\):([^:>]*):[^>]*>/g)].map(
    (match) => `${match[2] ?? ''}:${match[1] ?? ''}`,
  );
  if (bricks.length === 0) return null;
  const ways = [...new Set([...text.matchAll(/<([A-Z]+)[:(]/g)].map((match) => match[1] ?? ''))];
  const isDirectory = /-layout\b/.test(text);
  return layoutOf(by, {
    targets: isDirectory ? [] : bricks,
    details: detailsOf({
      spread: ways
        .filter((way) => way !== 'POSIX')
        .join(', ')
        .toLowerCase(),
      bricks: bricks.length,
    }),
  });
}
