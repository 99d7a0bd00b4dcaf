// What the kernel tells of a FUSE connection, where fusectl is mounted: how many requests it lets be under way.
import type { Access } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource } from '../counters.js';
import { fileSource } from '../sources.js';
import { countOf, detailsOf } from '../told.js';
import type { Details } from '../told.js';
import type { Questions } from '../questions.js';

/** The folder is named after the minor number of the device of the mount. */
export const connectionOf = ({ majorMinor }: MountedFileSystem): string =>
  `/sys/fs/fuse/connections/${majorMinor.split(':')[1] ?? ''}`;

/**
 * `max_background` bounds the asynchronous requests, read-ahead and O_DIRECT of io_uring and libaio among them, so a
 * larger queue depth than that waits in the client.
 */
export async function connectionDetails(mount: MountedFileSystem, ask: Questions): Promise<Details> {
  const folder = connectionOf(mount);
  const background = await ask.read(`${folder}/max_background`, countOf);
  // Without fusectl neither of the two is there.
  const congestion = ask.lastIsMissing() ? null : await ask.read(`${folder}/congestion_threshold`, countOf);
  return detailsOf({ fuseMaxBackground: background, fuseCongestionThreshold: congestion });
}

/** Requests that wait for the daemon. */
export async function connectionSources(mount: MountedFileSystem, access: Access): Promise<CounterSource[]> {
  const folder = connectionOf(mount);
  if (!(await access.list(folder)).includes('waiting')) return [];
  return [
    fileSource('fuse connection', `${folder}/waiting`, access, (text) => {
      const waiting = countOf(text);
      return waiting === null ? null : { counters: {}, gauges: { 'fuse.waiting.requests': waiting } };
    }),
  ];
}
