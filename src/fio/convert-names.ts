// filename, directory, filename_format and nrfiles → how many files there are, and which worker uses which.
import { posix } from 'node:path';
import type { Draft } from './draft.js';
import type { JobOptions } from './job-options.js';

export interface FileNames {
  /** True where all clones of the job use the same files. */
  shared: boolean;
  /** Files that one worker uses. */
  perWorker: number;
}

const fioFormat = '$jobname.$jobnum.$filenum';
const place = 'data goes to ioproof-data on the mount of the run, and these paths are not touched';

export function convertNames(draft: Draft): FileNames {
  convertDirectory(draft);
  const names = draft.options.get('filename');
  return names === undefined ? generated(draft) : named(draft, names);
}

/** Whether all clones of a job use the same files: with filename, or with names that do not have the number of the clone. */
function sharesFiles(options: JobOptions): boolean {
  return options.get('filename') !== undefined || !formatOf(options).includes('$jobnum');
}

function formatOf(options: JobOptions): string {
  return options.get('filename_format') ?? fioFormat;
}

function named(draft: Draft, names: readonly string[]): FileNames {
  const device = names.find(isDevice);
  if (device !== undefined) {
    const what = `names ${device}, which is a device, not a file of a mount`;
    draft.refuse('filename', what, 'Name a file on the file system under test, or remove filename');
  } else if (names.includes('-')) {
    draft.refuse('filename', 'is a pipe, not a file of a mount', 'Name a file');
  }
  const files = names.length === 1 ? 'one file' : `${names.length} files`;
  draft.converted('filename', `${files} shared by all workers; ${place}`, 'files', 'fileSharing');
  draft.idle('filename_format', 'filename names the files');
  draft.idle('nrfiles', 'filename names the files');
  return { shared: true, perWorker: names.length };
}

/** Without filename, the format decides: a name without the number of the clone is the same for all clones. */
function generated(draft: Draft): FileNames {
  const perWorker = draft.options.get('nrfiles') ?? 1;
  const shared = sharesFiles(draft.options);
  if (perWorker > 1 && !formatOf(draft.options).includes('$filenum')) {
    draft.refuse('filename_format', `gives all ${perWorker} files one name`, 'Put $filenum into it');
  }
  const whose = shared ? 'shared by all workers' : 'for each worker';
  draft.converted('nrfiles', `${perWorker} ${perWorker === 1 ? 'file' : 'files'} ${whose}`, 'files');
  draft.converted('filename_format', `files ${whose}; their names are those of ioproof`, 'fileSharing');
  return { shared, perWorker };
}

function convertDirectory(draft: Draft): void {
  const directories = draft.options.get('directory') ?? [];
  if (directories.length > 1) {
    const advice = 'Keep one, and give the others as mounts of their own: --mount a=… --mount b=…';
    draft.refuse('directory', `spreads the clones over ${directories.length} directories`, advice);
    return;
  }
  const device = directories.find(isDevice);
  const advice = 'Name a directory of the file system under test';
  if (device === undefined) draft.converted('directory', place);
  else draft.refuse('directory', `is ${device}, where devices are, not files of a mount`, advice);
}

/** A tmpfs lies among the devices too. */
function isDevice(path: string): boolean {
  return /^\/dev(\/(?!shm(\/|$))|$)/.test(posix.normalize(path));
}
