// What the law of file sizes says of all files: the largest, the mean, the spread, what divides them.
import { commonDivisor } from './block-sizes.js';
import type { FilesWorkload, LognormalSizes } from './workload.js';

type FileSize = FilesWorkload['fileSize'];

/** Mean and standard deviation, in bytes. */
export interface SizeMoments {
  mean: number;
  deviation: number;
}

/** Bytes of the largest file that there may be. */
export function largestFile(fileSize: FileSize): number {
  if (typeof fileSize === 'number') return fileSize;
  if ('uniform' in fileSize) return fileSize.uniform.to;
  if ('lognormal' in fileSize) return fileSize.lognormal.atMost;
  return Math.max(...fileSize.histogram.map(({ size }) => size));
}

/** Largest number of bytes that is known to divide the size of every file. */
export function fileSizeUnit(fileSize: FileSize): number {
  if (typeof fileSize === 'number') return fileSize;
  if ('uniform' in fileSize) return fileSize.uniform.from === fileSize.uniform.to ? fileSize.uniform.to : 1;
  if ('lognormal' in fileSize) {
    const { atLeast, atMost } = fileSize.lognormal;
    return atLeast === atMost ? atMost : 1;
  }
  return fileSize.histogram.map(({ size }) => size).reduce(commonDivisor);
}

/** Of the size of one file. */
export function sizeMoments(fileSize: FileSize): SizeMoments {
  if (typeof fileSize === 'number') return { mean: fileSize, deviation: 0 };
  if ('lognormal' in fileSize) return lognormalMoments(fileSize.lognormal);
  if ('uniform' in fileSize) {
    const { from, to } = fileSize.uniform;
    return { mean: (from + to) / 2, deviation: Math.sqrt(((to - from + 1) ** 2 - 1) / 12) };
  }
  return momentsOf(fileSize.histogram.map(({ size, percent }) => ({ bytes: size, weight: percent })));
}

const steps = 2000;
// Beyond so many deviations lies less than anybody can count.
const widest = 12;

/** By Simpson's rule over the normal variable, which stays exact where the limits leave next to nothing of the law. */
function lognormalMoments({ median, sigma, atLeast, atMost }: LognormalSizes): SizeMoments {
  if (atLeast === atMost) return { mean: atMost, deviation: 0 };
  const low = Math.max(Math.log(atLeast / median) / sigma, -widest);
  const high = Math.min(Math.log(atMost / median) / sigma, widest + 2 * sigma);
  return momentsOf(
    Array.from({ length: steps + 1 }, (_, index) => {
      const z = low + ((high - low) * index) / steps;
      const simpson = index === 0 || index === steps ? 1 : index % 2 === 1 ? 4 : 2;
      return { bytes: median * Math.exp(sigma * z), weight: simpson * Math.exp((-z * z) / 2) };
    }),
  );
}

function momentsOf(points: readonly { bytes: number; weight: number }[]): SizeMoments {
  const whole = points.reduce((sum, { weight }) => sum + weight, 0);
  const mean = points.reduce((sum, { bytes, weight }) => sum + bytes * weight, 0) / whole;
  const variance = points.reduce((sum, { bytes, weight }) => sum + (bytes - mean) ** 2 * weight, 0) / whole;
  return { mean, deviation: Math.sqrt(variance) };
}
