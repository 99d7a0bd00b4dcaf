// Drops the caches of the whole machine: what is dirty is written out first, since only clean pages can be dropped.
import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { messageOf } from '../errors.js';
import type { SystemCaches } from '../result/schema.js';

/** The page cache is 1, directory entries and inodes are 2. */
const all = '3';

/** Never throws: `reason` says why the caches were not dropped. `path` and `syncCommand` are those of Linux. */
export async function dropSystemCaches(path = '/proc/sys/vm/drop_caches', syncCommand = 'sync'): Promise<SystemCaches> {
  let file: FileHandle;
  try {
    // Before the sync, which takes long: whoever lacks the right learns it at once.
    file = await open(path, constants.O_WRONLY);
  } catch (error) {
    return { dropped: false, reason: messageOf(error) };
  }
  try {
    await promisify(execFile)(syncCommand);
    await file.write(all);
    return { dropped: true, reason: '' };
  } catch (error) {
    return { dropped: false, reason: messageOf(error) };
  } finally {
    await file.close();
  }
}
