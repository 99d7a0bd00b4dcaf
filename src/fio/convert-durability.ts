// sync, fsync, fdatasync, end_fsync, fsync_on_close, fallocate, overwrite, invalidate → how writes are made durable, files
// that are written before or not, and the cache.
import type { Engine } from '../spec/workload.js';
import { verifyOf } from './convert-verify.js';
import type { Draft } from './draft.js';
import type { Pattern } from './pattern.js';

const syncs = ['sync', 'fsync', 'fdatasync', 'end_fsync', 'fsync_on_close'] as const;

export function convertDurability(draft: Draft, pattern: Pattern, engine: Engine): void {
  if (pattern.writes) convertSyncs(draft, engine);
  else for (const name of syncs) draft.idle(name, 'the job writes nothing');
  convertAllocation(draft, pattern, engine);
  convertCache(draft, pattern, engine);
}

function convertSyncs(draft: Draft, engine: Engine): void {
  const { options } = draft;
  const sync = options.get('sync') ?? 'none';
  if (engine === 'mmap')
    draft.idle('sync', 'engine mmap writes to memory, which O_SYNC does not make durable, in fio neither');
  else {
    if (options.lineOf('sync') !== undefined) draft.set('sync', sync);
    draft.converted('sync', { none: 'no O_SYNC', sync: 'O_SYNC', dsync: 'O_DSYNC' }[sync], 'sync');
  }
  for (const [name, word] of [
    ['fsync', 'fsyncEvery'],
    ['fdatasync', 'fdatasyncEvery'],
  ] as const) {
    const every = options.get(name) ?? 0;
    if (every > 0) draft.set(word, every);
    draft.converted(name, every > 0 ? `after each ${every} writes` : 'never', word);
  }
  if ((options.get('fsync') ?? 0) > 0 && (options.get('fdatasync') ?? 0) > 0) {
    draft.refuse('fdatasync', 'cannot stand beside fsync here', 'Keep one of the two');
  }
  const atEnd = options.get('end_fsync') ?? false;
  const onClose = options.get('fsync_on_close') ?? false;
  draft.set('fsync', atEnd || onClose ? 'end' : 'none');
  draft.converted('end_fsync', atEnd ? 'after the last write, inside of the measured time' : 'off', 'fsync');
  draft.converted('fsync_on_close', onClose ? 'files are closed at the end only, after a sync' : 'off', 'fsync');
  if (!atEnd && !onClose) draft.assumed('fio syncs nothing at the end without end_fsync', 'fsync');
}

/** fio writes files before a job only where it needs their data, or is asked to; else it reserves their space. */
function convertAllocation(draft: Draft, pattern: Pattern, engine: Engine): void {
  const { options } = draft;
  const overwrite = options.get('overwrite') ?? false;
  const reason = reasonToWrite(draft, pattern, engine);
  if (reason === null && !overwrite) {
    convertOwnFiles(draft);
    return;
  }
  draft.idle('fallocate', reason ?? 'files are written before the run');
  if (reason !== null) {
    draft.idle('overwrite', reason);
    return;
  }
  draft.set('prewrite', true);
  draft.converted('overwrite', 'files are written before the run', 'prewrite');
}

/** Why files have to be written before, whatever the job says; null: they do not. */
function reasonToWrite({ options }: Draft, pattern: Pattern, engine: Engine): string | null {
  if (engine === 'null') return 'there are no files';
  if (pattern.reads) return 'files are written before they are read';
  if (verifyOf(options, pattern) === 'only') return 'files are verified that an earlier run has written';
  return engine === 'mmap' ? 'files are written before they are mapped, in fio too' : null;
}

function convertOwnFiles(draft: Draft): void {
  const { options } = draft;
  const mode = options.get('fallocate');
  draft.set('prewrite', false);
  if (mode !== undefined) draft.set('fallocate', mode);
  draft.converted('fallocate', `how space is taken when files are made: ${mode ?? ''}`, 'fallocate');
  draft.converted('overwrite', 'off: the files are new, and removed afterwards', 'prewrite');
  if (options.lineOf('overwrite') === undefined) {
    draft.assumed('fio writes to files that it only makes, where overwrite is not given', 'prewrite');
  }
}

function convertCache(draft: Draft, { reads }: Pattern, engine: Engine): void {
  const invalidate = draft.options.get('invalidate');
  const dropped = 'the page cache of the files is dropped before the start';
  if (engine === 'null') draft.idle('invalidate', 'there are no files');
  else if (!reads) draft.idle('invalidate', 'nothing is read');
  else {
    if (invalidate !== undefined) draft.set('dropCache', invalidate);
    draft.converted('invalidate', invalidate === true ? dropped : 'the page cache stays as it is', 'dropCache');
  }
  draft.converted('fadvise_hint', 'no advice is given to the kernel; that matters with the page cache only');
}
