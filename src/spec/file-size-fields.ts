// Declares the sizes of the files of a files workload: one for all, or a law.
import { computed, type Field, type FieldTable, plainField } from './field.js';
import { bytes } from './field-kinds.js';
import { bytesLeaf, integerLeaf, numberLeaf } from './leaf.js';
import { chosenLeaf, listLeaf, mapLeaf, oneOfLeaf } from './map-leaf.js';
import { isRawMap } from './raw-map.js';
import { KiB, maxWhole } from './shared-fields.js';
import { formatBytes } from './units.js';
import {
  type FilesWorkload,
  type LognormalSizes,
  readsData,
  type SizeRange,
  type SizeShare,
  writesData,
} from './workload.js';

type FileSize = FilesWorkload['fileSize'];

const largestSigma = 10;

const amount = bytes<FilesWorkload>({
  min: 0,
  max: maxWhole,
  default: computed('0B where no operation reads or writes; else it is required', () => 0, {
    when: (workload) => readsData(workload) || writesData(workload),
    example: 64 * KiB,
  }),
  help:
    'Bytes of each file (fio: filesize), or one law by which each file has a size of its own. The size of a file depends ' +
    'on seed and on its number alone.',
});

const size = bytesLeaf(1, maxWhole);
const uniform = mapLeaf<SizeRange>({ from: size, to: size });
const lognormal = mapLeaf<LognormalSizes>({
  median: size,
  sigma: numberLeaf(0, largestSigma),
  atLeast: size,
  atMost: size,
});
const histogram = listLeaf(mapLeaf<SizeShare>({ size, percent: integerLeaf(1, 100) }), '{size: …, percent: …}');

// A map with exactly one of the keys is one of the laws; the types of zod cannot tell.
const law = oneOfLeaf({ uniform, lognormal, histogram }) as unknown as typeof amount.schema;

const fileSize: Field<FileSize, FilesWorkload> = {
  ...amount,
  type: 'bytes or {uniform}, {lognormal} or {histogram}',
  schema: chosenLeaf<FileSize>((value) => (isRawMap(value) ? law : amount.schema)),
  parts: {
    uniform: plainField<SizeRange, FilesWorkload>('{from, to} in bytes', '', uniform, {
      example: { from: 4 * KiB, to: 64 * KiB },
      help: 'Every number of bytes from `from` to `to` alike.',
    }),
    lognormal: plainField<LognormalSizes, FilesWorkload>('{median, sigma, atLeast, atMost}', '', lognormal, {
      example: { median: 97 * KiB, sigma: 0.5, atLeast: 4 * KiB, atMost: 2048 * KiB },
      help:
        `A lognormal law, cut off at the limits; \`sigma\`, above 0 up to ${largestSigma}, is the deviation of the ` +
        'natural logarithm.',
    }),
    histogram: plainField<SizeShare[], FilesWorkload>('list of {size, percent}', '', histogram, {
      example: [{ size: 4 * KiB, percent: 100 }],
      help: 'Sizes with their shares of the files, whole percents that add up to 100.',
    }),
  },
  write: written,
};

function written(value: FileSize): unknown {
  if (typeof value === 'number') return formatBytes(value);
  if ('uniform' in value)
    return { uniform: { from: formatBytes(value.uniform.from), to: formatBytes(value.uniform.to) } };
  if ('histogram' in value) {
    return { histogram: value.histogram.map((share) => ({ size: formatBytes(share.size), percent: share.percent })) };
  }
  const { median, sigma, atLeast, atMost } = value.lognormal;
  const limits = { atLeast: formatBytes(atLeast), atMost: formatBytes(atMost) };
  return { lognormal: { median: formatBytes(median), sigma, ...limits } };
}

export const fileSizeFields: FieldTable<Pick<FilesWorkload, 'fileSize'>, FilesWorkload> = { fileSize };
