// Declares the sizes of the blocks of a block workload: one, a range or a split, alike for reads and writes or not.
import { z } from 'zod';
import { eachDirection, isPair } from './block-sizes.js';
import { computed, type Field, type FieldTable, plainField } from './field.js';
import { bytes, integer } from './field-kinds.js';
import { bytesLeaf, integerLeaf } from './leaf.js';
import { listLeaf, mapLeaf, perDirectionLeaf } from './map-leaf.js';
import { GiB, KiB } from './shared-fields.js';
import { formatBytes } from './units.js';
import type { BlockWorkload, PerDirection, SizeRange, SizeShare } from './workload.js';

const limits = { min: 1, max: GiB };
const size = bytesLeaf(limits.min, limits.max);
const perDirection = 'or {read: …, write: …} with one for each';

function sizeField(help: string, example: number): Field<number, BlockWorkload> {
  return bytes({ ...limits, example, help });
}

const blockSize: Field<BlockWorkload['blockSize'], BlockWorkload> = {
  ...plainField('bytes, {read, write} or null', `1B … ${formatBytes(GiB)}`, z.nullable(perDirectionLeaf(size)), {
    default: computed('4KiB, or null where a range or a split is given', (workload) => {
      return workload.blockSizeRange === null && workload.blockSizeSplit === null ? 4 * KiB : null;
    }),
    help: 'Bytes a read or write (fio: bs), or null where blockSizeRange or blockSizeSplit is given.',
  }),
  parts: {
    read: sizeField('Bytes a read.', 4 * KiB),
    write: sizeField('Bytes a write.', 64 * KiB),
  },
  write: (value) => written(value, formatBytes),
};

const rangeMap = mapLeaf<SizeRange>({ from: size, to: size });

const blockSizeRange: Field<BlockWorkload['blockSizeRange'], BlockWorkload> = {
  ...plainField('map or null', '', z.nullable(perDirectionLeaf(rangeMap, ['from', 'to'])), {
    default: null,
    help: `Sizes that are alike frequent: from, its multiples, to (fio: bsrange); ${perDirection}.`,
  }),
  sweepable: false,
  parts: {
    from: sizeField('The smallest block; the others are multiples of it.', 4 * KiB),
    to: sizeField('The largest block.', 64 * KiB),
  },
  write: (value) => written(value, ({ from, to }) => ({ from: formatBytes(from), to: formatBytes(to) })),
};

const shareMap = mapLeaf<SizeShare>({ size, percent: integerLeaf(1, 100) });
const shareList = listLeaf(shareMap, '{size: …, percent: …}');

const blockSizeSplit: Field<BlockWorkload['blockSizeSplit'], BlockWorkload> = {
  ...plainField('list of maps or null', '', z.nullable(perDirectionLeaf(shareList)), {
    default: null,
    help: `Sizes with their shares of the operations, which add up to 100 (fio: bssplit); ${perDirection}.`,
  }),
  sweepable: false,
  parts: {
    size: sizeField('Bytes of these blocks.', 4 * KiB),
    percent: integer({ min: 1, max: 100, example: 60, help: 'Share of the operations.' }),
  },
  write: (value) =>
    written(value, (shares) => shares.map(({ size: each, percent }) => ({ size: formatBytes(each), percent }))),
};

export const sizeFields: FieldTable<
  Pick<BlockWorkload, 'blockSize' | 'blockSizeRange' | 'blockSizeSplit'>,
  BlockWorkload
> = { blockSize, blockSizeRange, blockSizeSplit };

function written<T>(value: PerDirection<T> | null, write: (one: T) => unknown): unknown {
  if (value === null) return null;
  return isPair(value) ? eachDirection(value, write) : write(value);
}
