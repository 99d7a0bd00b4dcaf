// Which test data a workload needs. The folder's name tells equal data from different data, so equal data is shared.
import { createHash } from 'node:crypto';
import { layoutUnit } from '../spec/block-sizes.js';
import { changesFiles, walk, walkLater } from '../spec/chain-states.js';
import { patternBytes } from '../spec/data-pattern.js';
import { formatBytes } from '../spec/units.js';
import { chainsOf, writesData } from '../spec/workload.js';
import { checkpointDataset } from './checkpoint-dataset.js';
import { bytesOf, directoryCount, fileSetOf, nativeFiles } from './file-set.js';
import { modelLoadDataset } from './model-load-dataset.js';
import { kvCacheDataset } from './kv-cache-dataset.js';
import type { Dataset, DatasetContent, FileSet, PackedSamples } from './planned-step.js';
import { isChains, type SizedChains, type SizedWorkload } from './size.js';
import { trainingDataset } from './training-dataset.js';

// Raised when files of the same description get another content or another place.
const contentVersion = 1;
const hashDigits = 12;

/** True when the workload makes its files itself, or uses directories only, so that no file need exist before. */
export function createsFiles(workload: SizedWorkload): boolean {
  if (workload.kind === 'block') return !workload.prewrite;
  if (workload.kind === 'kv-cache') return true;
  if (!isChains(workload)) return false;
  const { phaseOf, operations, mix } = workload;
  return mix.length === 0 && !(phaseOf === '' ? walk(operations) : walkLater(operations)).needsFile;
}

/** True when every sector of the workload's data tells where it belongs and when it was written. */
function isStamped(workload: SizedWorkload): boolean {
  return workload.kind === 'block' && workload.verify !== 'none';
}

/** The data set of a workload; null for the null engine, which touches no storage. */
export function datasetOf(workload: SizedWorkload): Dataset | null {
  const dataset = filesOf(workload);
  return dataset === null || workload.layout === null ? dataset : { ...dataset, fileLayout: workload.layout };
}

function filesOf(workload: SizedWorkload): Dataset | null {
  if (workload.kind === 'training') return trainingDataset(workload);
  if (workload.kind === 'checkpoint') return checkpointDataset(workload);
  if (workload.kind === 'model-load') return modelLoadDataset(workload);
  if (workload.kind === 'kv-cache') return kvCacheDataset(workload);
  if (workload.engine === 'null') return null;
  const files = fileSetOf(workload);
  const hash = descriptionHash(workload, files);
  const empty = createsFiles(workload) && !writesData(workload);
  return {
    directory: `${directoryStem(workload, files)}-${hash}${suffixOf(workload)}`,
    ...files,
    seed: workload.seed,
    ...(isPlain(workload) ? {} : { content: contentOf(workload) }),
    ...(isStamped(workload) ? { stamp: parseInt(hash, 16) } : {}),
    bytes: empty ? 0 : bytesOf(files),
    // The folder itself and its manifest are two more.
    inodes: files.fileCount * (1 + furtherInodes(workload)) + directoryCount(files) + 2,
  };
}

/** Directories and symbolic links that the chain leaves for each file; a hard link has the inode of the file. */
function furtherInodes(workload: SizedChains): number {
  if (workload.kind === 'block') return 0;
  // A file that a mixture renames away is made again beside it.
  if (workload.mix.some(({ operations }) => operations.includes('rename'))) return 1;
  return walk(workload.operations).leftNames.filter((name) => name !== 'link').length;
}

function directoryStem({ kind }: SizedChains, { fileCount, fileSize, fileSizes, packed }: FileSet): string {
  if (packed === undefined) return `${kind}-${fileCount}x${sizeName(fileSize, fileSizes)}`;
  return `${packed.format}-${packed.samples}x${sizeName(packed.sampleSize, packed.sampleSizes)}`;
}

function sizeName(bytes: number, law: FileSet['fileSizes']): string {
  // A law has one key, which is its name.
  return law === undefined ? formatBytes(bytes) : Object.keys(law).join();
}

/** Tells equal data from different data, whatever is done with it. */
export function descriptionHash(workload: SizedChains, files: FileSet): string {
  const { kind, layout, seed } = workload;
  const { fileCount, filesPerDirectory, fileSize, fileSizes, directories, prefix, workerDirectories, packed } = files;
  const content = isPlain(workload) ? {} : { content: contentOf(workload) };
  const stamped = isStamped(workload) ? { stamped: true } : {};
  const tree = directories === undefined ? {} : { directories: Object.values(directories) };
  const named = prefix === undefined ? {} : { prefix };
  const law = fileSizes === undefined ? {} : { fileSizes: nativeFiles(files).fileSizes };
  const packing = packed === undefined ? {} : { packed: descriptionOf(packed, nativeFiles(files)) };
  const shape = { ...tree, fileCount, fileSize, ...law, filesPerDirectory, kind, ...packing, ...named };
  const own = workerDirectories === undefined ? {} : { workerDirectories };
  const spread = layout === null ? {} : { spread: layout };
  const described = { ...content, contentVersion, ...shape, seed, ...spread, ...stamped, ...own };
  // This text, with its keys in alphabetical order, is the canonical description that the name is a hash of. What is as
  // it is for most data is not in it, so that names stay as they are where keys are added.
  const canonical = JSON.stringify(described);
  return createHash('sha256').update(canonical).digest('hex').slice(0, hashDigits);
}

function descriptionOf({ format, samples }: PackedSamples, { fileSize, fileSizes }: ReturnType<typeof nativeFiles>) {
  return { format, samples, sampleSize: fileSize, sampleSizes: fileSizes };
}

/** Incompressible, without repetition. */
function isPlain(workload: SizedChains): boolean {
  const { compressPercent, dedupePercent, pattern } = contentOf(workload);
  return compressPercent === 0 && dedupePercent === 0 && pattern === '';
}

function contentOf(workload: SizedChains): DatasetContent {
  if (workload.kind === 'files') return { compressPercent: 0, dedupeBlock: 0, dedupePercent: 0, pattern: '' };
  const { compressPercent, dedupePercent, pattern } = workload;
  const dedupeBlock = dedupePercent > 0 ? layoutUnit(workload) : 0;
  return { compressPercent, dedupeBlock, dedupePercent, pattern: patternBytes(pattern) };
}

// A chain that makes or removes files, or names and attributes of them, would spoil the data of the others.
function suffixOf(workload: SizedChains): string {
  if (createsFiles(workload)) return '-created';
  if (workload.kind === 'block') return '';
  const chains = chainsOf(workload);
  if (chains.some(changesFiles)) return '-changed';
  return chains.some((chain) => chain.includes('unlink')) ? '-unlinked' : '';
}
