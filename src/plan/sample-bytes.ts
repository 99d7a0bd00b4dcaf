// How many bytes the files of a training data set have, about: the law of the generator, and what its formats add.
// native/core/sample_files.h gives each file its size to the byte.
import { columnTypeBytes, type NativeSampleFiles } from '../native/contract.js';
import type { SizeMoments } from '../spec/file-sizes.js';

// The generator rounds down to whole numbers what it draws.
const roundedOff = 0.5;

/** Bytes of the samples of one file, without what its format adds. */
export function payloadMoments(files: NativeSampleFiles): SizeMoments {
  const { recordLength, recordDeviation, samplesPerFile, columns } = files;
  if (columns.length > 0) return { mean: rowBytes(columns) * samplesPerFile, deviation: 0 };
  const side = Math.trunc(Math.sqrt(recordLength));
  if (recordDeviation === 0) return { mean: side ** 2 * samplesPerFile, deviation: 0 };
  const spread = recordDeviation / 2 / Math.sqrt(recordLength);
  const mean = side - roundedOff;
  // Two sides, drawn apart.
  const deviation = Math.sqrt(2 * mean ** 2 * spread ** 2 + spread ** 4);
  return { mean: mean ** 2 * samplesPerFile, deviation: deviation * samplesPerFile };
}

/** Bytes of a row of these columns. */
export function rowBytes(columns: NativeSampleFiles['columns']): number {
  return columns.reduce((sum, { type, width, count }) => sum + columnTypeBytes[type] * width * count, 0);
}

// Nothing that a normal law of doubles can draw is further out.
const furthestDraw = 13;

/** Bytes that no file of samples is above, with what its format adds. */
export function largestSampleFile(files: NativeSampleFiles): number {
  const { recordLength, recordDeviation, samplesPerFile } = files;
  const { mean, deviation } = payloadMoments(files);
  const side = Math.sqrt(recordLength) + (furthestDraw * recordDeviation) / 2 / Math.sqrt(recordLength);
  const largest = deviation === 0 ? mean : Math.ceil(side ** 2) * samplesPerFile;
  return Math.ceil(largest) + containerBytes(files) + companionBytes(files);
}

/** Files beside each file of samples that tell where they are. */
export function companionsOf({ container }: NativeSampleFiles): number {
  // Offsets and sizes.
  return container === 'indexed' || container === 'megatron' ? 2 : 0;
}

// Field tags, lengths and names of a tf.train.Example with an image and its size, and the frame of the record.
const exampleBytes = 96;
const headerBytes = 4096;
const indexBytes = 8;
// A row group tells of each of its columns: place, sizes, encodings.
const chunkBytes = 160;
// In front of each page, which has as many rows as fit into 1 MiB, and at least one.
const pageHeaderBytes = 32;
const pageBytes = 2 ** 20;

/** What the pages and the footer of a parquet file add to its rows. */
function parquetBytes({ samplesPerFile, rowGroupRows, recordLength, columns }: NativeSampleFiles): number {
  const groupRows = Math.min(Math.max(1, rowGroupRows), samplesPerFile);
  const groups = Math.ceil(samplesPerFile / groupRows);
  const pages = (rowLength: number) => Math.ceil(groupRows / Math.max(1, Math.floor(pageBytes / rowLength)));
  const widths =
    columns.length > 0 ? columns : [{ type: 'uint8', width: Math.max(1, recordLength), count: 1 } as const];
  const ofGroup = widths.reduce(
    (sum, { type, width, count }) =>
      sum + count * (chunkBytes + pages(columnTypeBytes[type] * width) * pageHeaderBytes),
    0,
  );
  const schema = widths.reduce((sum, { count }) => sum + count * chunkBytes, headerBytes);
  return schema + groups * ofGroup;
}

/** What a format adds to the samples of a file; a few bytes more than it is. */
export function containerBytes(files: NativeSampleFiles): number {
  const { container, samplesPerFile } = files;
  if (container === 'raw' || container === 'indexed' || container === 'megatron') return 0;
  if (container === 'tfrecord') return exampleBytes * samplesPerFile;
  if (container === 'parquet') return parquetBytes(files);
  return headerBytes + 8 * samplesPerFile;
}

/** Bytes of the companions of a file of samples. */
export function companionBytes(files: NativeSampleFiles): number {
  return companionsOf(files) * indexBytes * files.samplesPerFile;
}
