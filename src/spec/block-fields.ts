// Declares every key of workloads of kind `block`, in the order in which people read them.
import { orderFields, partFields } from './access-fields.js';
import { layoutUnit, leastFileSize } from './block-sizes.js';
import { dataFields } from './data-fields.js';
import { computed, type FieldTable } from './field.js';
import { bytes, integer } from './field-kinds.js';
import { goalFields } from './goal-fields.js';
import { endFields, paceFields, writeFields } from './load-fields.js';
import { amountOrShare } from './map-fields.js';
import { phaseFields } from './phase-fields.js';
import * as shared from './shared-fields.js';
import { sizeFields } from './size-fields.js';
import type { BlockWorkload } from './workload.js';

const { GiB, maxWhole } = shared;

export const blockFields: FieldTable<Omit<BlockWorkload, 'sweep' | 'computedKeys'>, BlockWorkload> = {
  ...shared.namingFields,
  kind: shared.kindField('block', 'single reads and writes at an offset of files that exist'),
  ...orderFields,
  readPercent: integer({
    min: 0,
    max: 100,
    default: 100,
    help: 'Share of reads; the others are writes (fio: rwmixread).',
  }),
  ...sizeFields,
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
        'Bytes of the data set over all files (fio: size is that of one job): a multiple of files * block, where with ' +
        'several sizes block is the most bytes that divide them all; or a share of the free bytes, which is rounded down ' +
        'to whole blocks in each file, and to whole MiB in each where there are any.',
    }),
  ),
  ...partFields,
  ...shared.issueFields,
  ...paceFields,
  ...endFields,
  ...goalFields,
  ...writeFields,
  ...dataFields,
  ...phaseFields,
  dropCache: shared.dropCacheField,
  ...shared.remainingFields,
};

/** 1 GiB in whole blocks for every file; where a file then has no room for a block, 1 GiB, which the rules refuse. */
function defaultSize(workload: BlockWorkload): number {
  const oneBlockEach = workload.files * layoutUnit(workload);
  const rounded = GiB - (GiB % oneBlockEach);
  return rounded < workload.files * leastFileSize(workload) ? GiB : rounded;
}
