// The files of a workload: how many, how large, in which directories, and how a native job is told.
import type { NativeFileSizes, NativeJobSpec } from '../native/contract.js';
import { largestFile, sizeMoments } from '../spec/file-sizes.js';
import { bytesOfShards, largestShard, packedSamples, shardCount } from './packing.js';
import type { FileSet, TreeShape } from './planned-step.js';
import type { SizedBlock, SizedChains, SizedFiles } from './size.js';

const filesPerBlockDirectory = 1000;
const plainPrefix = 'f';

/** The files that a workload works on, whether they are on storage or, with the null engine, only counted. */
export function fileSetOf(workload: SizedChains): FileSet {
  return workload.kind === 'block' ? blockFileSet(workload) : filesFileSet(workload);
}

function blockFileSet({ files, size }: SizedBlock): FileSet {
  return { fileCount: files, filesPerDirectory: filesPerBlockDirectory, fileSize: size / files };
}

function filesFileSet(workload: SizedFiles): FileSet {
  const { filesPerDirectory, directories, prefix, workers } = workload;
  const isOwn = workload.fileSharing === 'perWorker';
  const named = prefix === plainPrefix ? {} : { prefix };
  const own = isOwn ? { workerDirectories: workers } : {};
  const shape = { ...contentShape(workload), ...named, ...own };
  const filesOfOne = isOwn ? Math.ceil(shape.fileCount / workers) : shape.fileCount;
  // The rules see to it that one of the two is given.
  if (directories === null) return { ...shape, filesPerDirectory: filesPerDirectory ?? filesOfOne };
  const { width, depth, filesIn } = directories;
  const everywhere = filesIn === 'everyDirectory';
  const holders = everywhere ? 1 + branchesOf({ width, depth }) : width ** depth;
  const tree: TreeShape = { width, depth, ...(everywhere ? { filesIn: 'everyDirectory' } : {}) };
  return { ...shape, filesPerDirectory: Math.ceil(filesOfOne / holders), directories: tree };
}

function contentShape(workload: SizedFiles): Pick<FileSet, 'fileCount' | 'fileSize' | 'fileSizes' | 'packed'> {
  const { files, fileSize, shardSize } = workload;
  const packed = packedSamples(workload, files);
  if (packed === undefined || shardSize === null) {
    const sizes = typeof fileSize === 'number' ? {} : { fileSizes: fileSize };
    return { fileCount: files, fileSize: largestFile(fileSize), ...sizes };
  }
  const shards = shardCount(packed, shardSize);
  return { fileCount: shards, fileSize: largestShard(packed, shards), packed };
}

/** Directories below the root, of every level. */
export function directoryCount(files: FileSet): number {
  const { fileCount, directories, workerDirectories } = files;
  if (workerDirectories === undefined) return directoriesOfPart(files, fileCount);
  if (directories !== undefined) return workerDirectories * (1 + branchesOf(directories));
  const [least, larger] = [Math.floor(fileCount / workerDirectories), fileCount % workerDirectories];
  const ofOthers = (workerDirectories - larger) * directoriesOfPart(files, least);
  return workerDirectories + larger * directoriesOfPart(files, least + 1) + ofOthers;
}

function directoriesOfPart({ filesPerDirectory, directories }: FileSet, fileCount: number): number {
  return directories === undefined ? Math.ceil(fileCount / filesPerDirectory) : branchesOf(directories);
}

/** Directories of a tree without its root. */
function branchesOf({ width, depth }: TreeShape): number {
  let count = 0;
  for (let level = 1; level <= depth; level++) count += width ** level;
  return count;
}

// Of sums that come out larger there is one in 30 000.
const deviations = 4;

/** Bytes of all files: where their sizes are drawn, the expected sum and a margin, but no more than there can be. */
export function bytesOf({ fileCount, fileSize, fileSizes, packed }: FileSet): number {
  if (packed !== undefined) return bytesOfShards(packed, fileCount);
  if (fileSizes === undefined) return fileCount * fileSize;
  const { mean, deviation } = sizeMoments(fileSizes);
  const drawn = Math.ceil(fileCount * mean + deviations * deviation * Math.sqrt(fileCount));
  return Math.min(drawn, fileCount * fileSize);
}

type FileFields = Pick<
  NativeJobSpec,
  'fileCount' | 'filesPerDirectory' | 'directoryWidth' | 'directoryDepth' | 'filePrefix' | 'fileSize' | 'fileSizes'
>;

/** The files in the words of a native job, which knows packed files by the sizes of their samples. */
export function nativeFiles(files: FileSet): FileFields {
  const { fileCount, filesPerDirectory, directories, prefix, packed } = files;
  return {
    fileCount,
    filesPerDirectory,
    directoryWidth: directories?.width ?? 0,
    directoryDepth: directories?.depth ?? 0,
    filePrefix: prefix ?? plainPrefix,
    fileSize: packed?.sampleSize ?? files.fileSize,
    fileSizes: nativeSizes(packed === undefined ? files.fileSizes : packed.sampleSizes),
  };
}

function nativeSizes(law: FileSet['fileSizes']): NativeFileSizes {
  const fixed: NativeFileSizes = { form: 'fixed', from: 0, to: 0, median: 0, sigma: 0, shares: [] };
  if (law === undefined) return fixed;
  if ('uniform' in law) return { ...fixed, form: 'uniform', from: law.uniform.from, to: law.uniform.to };
  if ('lognormal' in law) {
    const { median, sigma, atLeast, atMost } = law.lognormal;
    return { ...fixed, form: 'lognormal', from: atLeast, to: atMost, median, sigma };
  }
  const shares = law.histogram.map(({ size, percent }) => ({ bytes: size, weight: percent }));
  return { ...fixed, form: 'histogram', shares };
}
