// Declares every key of workloads of kind `block`, in the order in which people read them.
import { computed, type FieldTable } from './field.js';
import { bytes, choice, integer, nullableInteger } from './field-kinds.js';
import { amountOrShare } from './map-fields.js';
import * as shared from './shared-fields.js';
import { accesses, type BlockWorkload, syncs } from './workload.js';

const { KiB, GiB, second, maxWhole } = shared;

export const blockFields: FieldTable<Omit<BlockWorkload, 'sweep' | 'computedKeys'>, BlockWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField('block', 'single reads and writes at an offset of files that exist'),
  access: choice(accesses, {
    default: 'random',
    help: 'Order of the blocks; "permutation" is random order that touches each block exactly once a pass.',
  }),
  readPercent: integer({ min: 0, max: 100, default: 100, help: 'Share of reads; the others are writes.' }),
  blockSize: shared.blockSizeField(4 * KiB),
  files: integer({
    min: 1,
    max: 65536,
    default: computed('as many as workers', ({ workers }) => workers),
    help: 'Number of files, each of size / files bytes (fio: nrfiles).',
  }),
  size: amountOrShare(
    bytes({
      min: 1,
      max: maxWhole,
      default: computed('1GiB, or the whole blocks in each file that fit into it', defaultSize),
      help:
        'Bytes of the data set over all files: a multiple of files * blockSize, or a share of the free bytes, which is ' +
        'rounded down to whole blocks in each file, and to whole MiB in each where there are any.',
    }),
  ),
  ...shared.issueFields,
  passes: nullableInteger({
    min: 1,
    max: maxWhole,
    default: null,
    help: 'Passes over all blocks; null: until runtime.',
  }),
  runtime: shared.runtimeField(
    computed('30s, or null where passes is given', ({ passes }) => (passes === null ? 30 * second : null)),
    'passes',
  ),
  fsync: choice(syncs, {
    default: computed('end when the workload writes, else none', ({ readPercent }) =>
      readPercent < 100 ? 'end' : 'none',
    ),
    help: 'With "end", each worker syncs its files after its last write, inside the measured time.',
  }),
  dropCache: shared.dropCacheField,
  ...shared.remainingFields,
};

/** 1 GiB in whole blocks for every file; where that gives none, 1 GiB, which the rules then refuse. */
function defaultSize({ files, blockSize }: BlockWorkload): number {
  const oneBlockEach = files * blockSize;
  return GiB < oneBlockEach ? GiB : GiB - (GiB % oneBlockEach);
}
