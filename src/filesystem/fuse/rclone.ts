// rclone mount: what its remote control tells, where it was started with --rc. RCLONE_URL names another than localhost:5572.
import type { Access } from '../access.js';
import type { FileSystemAdapter, MountedFileSystem, SystemFacts } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { Questions } from '../questions.js';
import { toolSource } from '../sources.js';
import { countOf, detailsOf, jsonOf, objectOf, textOf } from '../told.js';
import type { Details } from '../told.js';
import { connectionDetails, connectionSources } from './connection.js';

const cacheModes = ['off', 'minimal', 'writes', 'full'];

/** `rc vfs/stats`: how the mount caches. Null: it is of another form. */
export function parseVfs(text: string): Details | null {
  const vfs = objectOf(jsonOf(text));
  const options = objectOf(vfs?.['opt']);
  if (options === null) return null;
  const mode = options['CacheMode'];
  const cache = objectOf(vfs?.['diskCache']);
  return detailsOf({
    cacheMode: typeof mode === 'number' ? cacheModes[mode] : textOf(mode),
    chunkBytes: countOf(options['ChunkSize']),
    readAheadBytes: countOf(options['ReadAhead']),
    cachedBytes: countOf(cache?.['bytesUsed']),
    uploadsQueued: countOf(cache?.['uploadsQueued']),
  });
}

/** `rc core/stats`: what it moved from and to the remote since it was started. */
export function parseTransfers(text: string): Reading | null {
  const stats = objectOf(jsonOf(text));
  const counter = (name: string): number | null => countOf(stats?.[name]);
  const bytes = counter('bytes');
  if (bytes === null) return null;
  const counts: [string, number | null][] = [
    ['transferredBytes', bytes],
    ['transfers', counter('transfers')],
    ['checks', counter('checks')],
    ['deletes', counter('deletes')],
    ['errors', counter('errors')],
  ];
  const told = counts.flatMap(([name, value]) => (value === null ? [] : [[`rclone.remote.${name}`, value] as const]));
  return { counters: Object.fromEntries(told), gauges: {} };
}

async function describe(mount: MountedFileSystem, access: Access): Promise<SystemFacts> {
  const ask = new Questions(access);
  const version = await ask.run('rclone', ['version'], (text) => /^rclone v(\S+)/m.exec(text)?.[1] ?? null);
  const vfs = ask.lastIsMissing() ? null : await ask.run('rclone', ['rc', 'vfs/stats'], parseVfs);
  const details = { ...(await connectionDetails(mount, ask)), ...vfs };
  return { version: version ?? '', details, targets: [], asked: ask.asked };
}

async function counters(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const remote = toolSource('rclone core/stats', ['rclone', 'rc', 'core/stats'], access, parseTransfers);
  return [remote, ...(await connectionSources(mount, access))];
}

export const rcloneAdapter: FileSystemAdapter = { kinds: ['rclone'], describe, counters };
