// The client of GlusterFS from inside its mount: `<mount>/.meta` shows its translators, with what each of them counts.
import type { Access } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { Reading } from '../counters.js';
import { countOf, jsonOf, keyValues, objectOf, textOf } from '../told.js';

export interface Translator {
  name: string;
  /** `protocol/client`, `performance/io-cache`, `cluster/distribute`. */
  type: string;
  /** Its folder. */
  path: string;
}

export const graphOf = ({ mountPoint }: MountedFileSystem): string => `${mountPoint}/.meta/graphs/active`;

/** All translators of the client; empty where the mount has no `.meta`. */
export async function translatorsOf(mount: MountedFileSystem, access: Access): Promise<Translator[]> {
  const found: Translator[] = [];
  for (const name of await access.list(graphOf(mount))) {
    const path = `${graphOf(mount)}/${name}`;
    const type = await access.read(`${path}/type`);
    if (type.ok && /^[\w-]+\/[\w-]+$/.test(type.text.trim())) found.push({ name, type: type.text.trim(), path });
  }
  return found;
}

/** `.meta/version`. Null: another form. */
export const parseVersion = (text: string): string | null =>
  textOf(objectOf(jsonOf(text))?.['Package Version']) || null;

/**
 * `profile` of a translator: `tv-client-0.latency.READ = AVG:2.5 CNT:2 TOTAL:5 MIN:1 MAX:4`. The times are in nanoseconds
 * since version 8 and in microseconds before, so they are counted only if `nanoseconds`.
 */
export function parseProfile(text: string, source: string, nanoseconds: boolean): Reading | null {
  if (!/^\[.*latency\]/m.test(text)) return null;
  const counters: Record<string, number> = {};
  for (const match of text.matchAll(/\.latency\.([A-Z_]+) = AVG:\S+ CNT:(\d+) TOTAL:(\d+)/g)) {
    const name = `${source}.${match[1] ?? ''}`;
    const [requests, total] = [countOf(match[2]), countOf(match[3])];
    if (requests !== null) counters[`${name}.requests`] = requests;
    if (nanoseconds && total !== null) counters[`${name}.totalUs`] = total / 1000;
  }
  return { counters, gauges: {} };
}

/** `private` of a protocol/client translator: what its connection to a brick moved. Null: another form. */
export function parseConnection(text: string): Reading | null {
  const told = keyValues(text, '=');
  const sent = countOf(told.get('total_bytes_written'));
  const received = countOf(told.get('total_bytes_read'));
  if (sent === null || received === null) return null;
  return { counters: { 'glusterfs.wire.sentBytes': sent, 'glusterfs.wire.receivedBytes': received }, gauges: {} };
}
