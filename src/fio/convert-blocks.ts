// bs, bsrange and bssplit → blockSize, blockSizeRange, blockSizeSplit.
import { formatBytes } from '../spec/units.js';
import type { Draft } from './draft.js';
import { directed, type Directed, type Pattern, valuesOf } from './pattern.js';
import type { FioRange, FioShareOfSize } from './values.js';
import type { WordValue } from './words.js';

export interface Blocks {
  /** The one size of all blocks, or null. */
  uniform: number | null;
  /** The largest size. */
  largest: number;
  /** The most bytes that divide every size: files are whole numbers of them. */
  unit: number;
}

const fioBlockSize = 4096;

/** fio takes bssplit before bsrange before bs. */
export function convertBlocks(draft: Draft, pattern: Pattern): Blocks {
  const { options } = draft;
  const sizes = directed(options.get('bs') ?? { read: undefined, write: undefined }, fioBlockSize, pattern);
  const split = options.get('bssplit');
  if (split !== undefined) {
    draft.replaced('bs', 'bssplit');
    draft.replaced('bsrange', 'bssplit');
    return convertSplit(draft, directed(split, wholeOf(sizes), pattern));
  }
  const range = options.get('bsrange');
  if (range !== undefined) {
    draft.replaced('bs', 'bsrange');
    const [size = fioBlockSize] = valuesOf(sizes);
    return convertRange(draft, directed(range, { from: size, to: size }, pattern));
  }
  return convertSizes(draft, sizes);
}

function convertSizes(draft: Draft, sizes: Directed<number>): Blocks {
  draft.set('blockSize', written(sizes, formatBytes));
  const text =
    'both' in sizes
      ? formatBytes(sizes.both)
      : `reads of ${formatBytes(sizes.read)}, writes of ${formatBytes(sizes.write)}`;
  draft.converted('bs', `blocks: ${text}`, 'blockSize');
  if (draft.options.lineOf('bs') === undefined)
    draft.assumed('fio has blocks of 4KiB where bs is not given', 'blockSize');
  for (const size of valuesOf(sizes))
    if (size === 0) draft.refuse('bs', 'has blocks of no bytes', 'Write a size above 0');
  return blocksOf(valuesOf(sizes), 'both' in sizes);
}

function convertRange(draft: Draft, ranges: Directed<FioRange>): Blocks {
  const asked = valuesOf(ranges);
  const multiples = ({ from, to }: FioRange) => ({ from, to: to - (to % from) });
  const write = (range: FioRange) => {
    const { from, to } = multiples(range);
    return { from: formatBytes(from), to: formatBytes(to) };
  };
  draft.set('blockSizeRange', written(ranges, write));
  const isCut = asked.some(({ from, to }) => to % from !== 0);
  draft.converted(
    'bsrange',
    isCut
      ? 'multiples of the smallest, so that the largest is less than it is in bsrange'
      : 'multiples of the smallest',
    'blockSizeRange',
  );
  return blocksOf(
    asked.map(multiples).flatMap(({ from, to }) => [from, to]),
    false,
  );
}

function convertSplit(draft: Draft, splits: Directed<FioShareOfSize[]>): Blocks {
  const write = (split: FioShareOfSize[]) => split.map(({ size, percent }) => ({ size: formatBytes(size), percent }));
  draft.set('blockSizeSplit', written(splits, write));
  draft.converted('bssplit', 'sizes with their shares', 'blockSizeSplit');
  const sizes = valuesOf(splits).flatMap((split) => split.map(({ size }) => size));
  if (sizes.includes(0)) draft.refuse('bssplit', 'has blocks of no bytes', 'Write sizes above 0');
  return blocksOf(sizes, false);
}

function written<T>(value: Directed<T>, write: (value: T) => WordValue): WordValue {
  return 'both' in value ? write(value.both) : { read: write(value.read), write: write(value.write) };
}

function wholeOf(sizes: Directed<number>): FioShareOfSize[] {
  const [size = fioBlockSize] = valuesOf(sizes);
  return [{ size, percent: 100 }];
}

function blocksOf(sizes: readonly number[], isOne: boolean): Blocks {
  const [first = fioBlockSize] = sizes;
  const unit = sizes.reduce(commonDivisor, 0);
  return { uniform: isOne ? first : null, largest: Math.max(...sizes), unit: Math.max(unit, 1) };
}

function commonDivisor(a: number, b: number): number {
  return b === 0 ? a : commonDivisor(b, a % b);
}
