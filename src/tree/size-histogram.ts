// Sizes of any number of files in constant memory: counts and sums of bytes in log-linear buckets.

/** Buckets of each power of two; smaller sizes have a bucket each. */
const perOctave = 128;
const octaves = 53 - Math.log2(perOctave);

/** Sizes that lie next to each other: how many, and their mean. */
export interface SizeGroup {
  mean: number;
  files: number;
}

/** A bucket is at most 1/128 of its size wide; the sum, the smallest and the largest are exact. */
export class SizeHistogram {
  files = 0;
  bytes = 0;
  empty = 0;
  min = Infinity;
  max = 0;
  readonly #counts = new Float64Array(perOctave * (octaves + 1));
  readonly #sums = new Float64Array(perOctave * (octaves + 1));

  add(size: number): void {
    const bucket = bucketOf(size);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#sums[bucket] = (this.#sums[bucket] ?? 0) + size;
    this.files++;
    this.bytes += size;
    if (size === 0) this.empty++;
    this.min = Math.min(this.min, size);
    this.max = Math.max(this.max, size);
  }

  /** From the smallest to the largest. */
  groups(): SizeGroup[] {
    return Array.from(this.#counts, (files, bucket) => {
      return { files, mean: files === 0 ? 0 : (this.#sums[bucket] ?? 0) / files };
    }).filter(({ files }) => files > 0);
  }

  /** Bytes of the file below or at which this share of the files is; within 1 %. 0 without files. */
  percentile(percent: number): number {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.files));
    let seen = 0;
    for (const { files, mean } of this.groups()) {
      seen += files;
      if (seen >= rank) return Math.round(mean);
    }
    return 0;
  }
}

function bucketOf(size: number): number {
  if (size < perOctave) return size;
  const octave = Math.floor(Math.log2(size)) - Math.log2(perOctave);
  // The logarithm of a number just below a power of two is rounded up to that of the power.
  const shift = size < perOctave * 2 ** octave ? octave - 1 : octave;
  return perOctave * shift + Math.floor(size / 2 ** shift);
}
