// Declares every key of workloads of kind `files`, in the order in which people read them.
import { computed, type FieldTable } from './field.js';
import { bytes, choice, flag, integer, list, nullableInteger } from './field-kinds.js';
import { choiceLeaf } from './leaf.js';
import { amountOrShare } from './map-fields.js';
import { mixFields } from './mix-fields.js';
import { nameFields } from './name-fields.js';
import { fileSizeFields } from './file-size-fields.js';
import { largestFile } from './file-sizes.js';
import { packingFields } from './packing-fields.js';
import { phaseFields, workerFields } from './phase-fields.js';
import * as shared from './shared-fields.js';
import { accesses, type FileOperation, fileOperations, type FilesWorkload } from './workload.js';

const { KiB, MiB, GiB, maxWhole } = shared;

const operationsHelp = [
  'Chain on each file, in this order; it opens before it reads, and closes what it opens.',
  '"mkdir", "link" and "symlink" make a name beside the file; what follows is on the last of them, until "rmdir" or "unlink"',
  'removes it. "rename" gives a name its second form, the next "rename", of this epoch or the next, the first one back.',
  '"readdir" lists the directory of the file, "list" also looks at each entry with statx, as ls -l does; "setattr" sets the times',
  'of the file, "setxattr" and "getxattr" are on user.ioproof. "statMissing" and "openMissing" look for names that nothing has,',
  'each for another. "fsyncDirectory" makes the names in the directory of the file durable.',
].join(' ');

// One list each: a key is computed anew for a variant only where another value comes out.
const epochOfReads: FileOperation[] = ['open', 'read', 'close'];
const noOperations: FileOperation[] = [];

export const filesFields: FieldTable<Omit<FilesWorkload, 'sweep' | 'computedKeys'>, FilesWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField('files', 'a chain of operations on one file after the other'),
  operations: list('list of choices', fileOperations.join(', '), choiceLeaf(fileOperations), {
    default: computed('[open, read, close], or none where mix is given', ({ mix }) =>
      mix.length > 0 ? noOperations : epochOfReads,
    ),
    help: operationsHelp,
  }),
  ...mixFields,
  files: amountOrShare(
    integer({
      min: 1,
      max: 1e10,
      example: 1000,
      help: 'Number of files, or as many of the mean size as fit into a share of the free bytes (fio: nrfiles).',
    }),
  ),
  ...fileSizeFields,
  ...packingFields,
  ...nameFields,
  access: choice(accesses, {
    default: 'permutation',
    help: 'Order of the files; "permutation" is random order that touches each file exactly once an epoch.',
  }),
  blockSize: bytes({
    min: 1,
    max: GiB,
    default: computed('the largest file rounded up to 4KiB, at most 1MiB; 1MiB with packing', defaultBlockSize),
    help: 'Bytes a read or write (fio: bs).',
  }),
  ...shared.issueFields,
  runtime: shared.runtimeField(null, 'the epochs are done'),
  epochs: nullableInteger({
    min: 1,
    max: maxWhole,
    default: computed('1, or null where runtime is given', ({ runtime }) => (runtime === null ? 1 : null)),
    help: 'Passes over all files; null: until runtime.',
  }),
  linkChains: flag({
    default: false,
    help:
      'With io_uring, the operations of a chain up to the one that closes the file are handed over at once, and the kernel ' +
      'goes on by itself; what it has ended since the last look then ends at once. No effect with other engines.',
  }),
  ...workerFields,
  ...phaseFields,
  dropCache: {
    ...shared.dropCacheField,
    help:
      'Drop the page cache of the files before each epoch (of a mixture before the start), and prove it. All workers pause ' +
      'meanwhile; the time of the pauses is part of no figure.',
  },
  ...shared.remainingFields,
};

/** Rounded up, since O_DIRECT moves whole sectors. Empty files have none. */
function defaultBlockSize({ fileSize, packing }: FilesWorkload): number {
  if (packing !== 'none') return MiB;
  return Math.min(MiB, Math.max(1, Math.ceil(largestFile(fileSize) / (4 * KiB))) * 4 * KiB);
}
