// What the memory of GPUs asks of the other keys: engines that reach it, whole pages for cuFile, and keys that do nothing.
import { blockKeys, oddSize, sectorSize, sizeKeysOf } from './block-sizes.js';
import { fileSizeUnit } from './file-sizes.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import { type BlockWorkload, type FilesWorkload, type Workload, writesData } from './workload.js';

/** cuFile moves whole pages of this many bytes straight; all else goes through a page of its own. */
const page = 4096;

export const gpuRules: Rule<Workload>[] = [
  memoryFitsEngine,

  ({ engine, direct }) =>
    engine === 'cufile' && !direct
      ? {
          keys: ['direct', 'engine'],
          what: 'must be true with engine "cufile", which has no direct path through the page cache',
          advice: 'Remove it',
        }
      : null,

  ({ engine, cufileMode, queueDepth }) =>
    engine === 'cufile' && cufileMode === 'sync' && queueDepth > 1
      ? {
          keys: ['queueDepth', 'cufileMode', 'engine'],
          what: `must be 1 with "cufileMode: sync" but is ${queueDepth}`,
          advice: 'Raise "workers" instead, or use "cufileMode: batch"',
        }
      : null,

  ({ gpus, memory }) =>
    gpus.length > 0 && memory === 'host'
      ? {
          keys: ['gpus', 'memory'],
          what: 'has no effect with "memory: host"',
          advice: 'Remove it, or set "memory: gpu"',
        }
      : null,

  ({ gpus }) => {
    const twice = gpus.find((ordinal, index) => gpus.indexOf(ordinal) !== index);
    if (twice === undefined) return null;
    return { keys: ['gpus'], what: `names GPU ${twice} twice`, advice: 'Name each GPU once: the workers take turns' };
  },

  (workload) => cufileOnly(workload, 'cufileMode', 'sync'),
  (workload) => cufileOnly(workload, 'cufileCompat', 'refuse'),
  copiesOnly,
  ({ engine, hugePages }) => (hugePages ? notInHost('hugePages', engine) : null),
  ({ engine, numaNode }) => (numaNode === null ? null : notInHost('numaNode', engine)),
  copyModeLosesPhases,
];

export const gpuBlockRules: Rule<BlockWorkload>[] = [
  blocksArePages,
  placeIsPages('offset'),
  placeIsPages('offsetIncrement'),

  ({ verify, copyMode }) =>
    verify !== 'none' && copyMode !== 'full'
      ? {
          keys: ['verify', 'copyMode'],
          what: `is "${verify}", but with "copyMode: ${copyMode}" the data does not come all the way`,
          advice: 'Remove one of them',
        }
      : null,
];

export const gpuFilesRules: Rule<FilesWorkload>[] = [
  ({ engine, blockSize }) =>
    engine === 'cufile' && blockSize % page !== 0 ? oddBytes(['blockSize', 'engine'], blockSize) : null,
  filesArePages,
];

/** They have rules of their own for memory and engine. */
const ownMemoryRules: readonly Workload['kind'][] = ['training', 'checkpoint', 'model-load', 'kv-cache'];

function memoryFitsEngine({ kind, memory, engine }: Workload): Breach | null {
  if (ownMemoryRules.includes(kind)) return null;
  const keys = ['memory', 'engine'] as const;
  const reaches = engine === 'cufile' || engine === 'gpu-copy';
  if (memory === 'host') {
    if (!reaches) return null;
    const what = `is "host", but engine "${engine}" moves data to and from the memory of a GPU`;
    return { keys, what, advice: 'Remove it, or use another engine' };
  }
  if (reaches || engine === 'auto') return null;
  const what = `is "gpu", which engine "${engine}" does not reach`;
  return { keys, what, advice: 'Set "engine: gpu-copy" or "engine: cufile", or remove it' };
}

function cufileOnly(workload: Workload, key: 'cufileMode' | 'cufileCompat', preset: string): Breach | null {
  const { engine, [key]: value } = workload;
  if (engine === 'cufile' || value === preset) return null;
  const what = `is "${value}", which has no effect with engine "${engine}"`;
  return { keys: [key, 'engine'], what, advice: 'Remove it, or set "engine: cufile"' };
}

function copiesOnly({ copyMode, engine, memory }: Workload): Breach | null {
  if (copyMode === 'full' || engine === 'gpu-copy' || (engine === 'auto' && memory === 'gpu')) return null;
  const what = `is "${copyMode}", which has no effect with engine "${engine}"`;
  return { keys: ['copyMode', 'engine', 'memory'], what, advice: 'Remove it, or set "engine: gpu-copy"' };
}

function notInHost(key: 'hugePages' | 'numaNode', engine: string): Breach | null {
  if (engine !== 'cufile') return null;
  const what = 'has no effect with engine "cufile", whose buffers are in the memory of the GPU';
  return { keys: [key, 'engine'], what, advice: 'Remove it' };
}

function copyModeLosesPhases(workload: Workload): Breach | null {
  if (workload.copyMode !== 'copy-only' || !('phaseOf' in workload) || workload.phaseOf === '') return null;
  const what = 'is "copy-only", which leaves nothing on the storage that another phase could find';
  return { keys: ['copyMode', 'phaseOf'], what, advice: 'Remove one of them' };
}

function blocksArePages(workload: BlockWorkload): Breach | null {
  const odd = oddSize(workload, page);
  if (workload.engine !== 'cufile' || odd === null || isForStamps(workload, odd)) return null;
  return oddBytes([sizeKeysOf(workload)[0] ?? 'blockSize', ...blockKeys, 'engine'], odd);
}

/** A stride is whole blocks. */
function placeIsPages(key: 'offset' | 'offsetIncrement'): Rule<BlockWorkload> {
  return (workload) => {
    const { engine, [key]: bytes } = workload;
    if (engine !== 'cufile' || bytes % page === 0 || isForStamps(workload, bytes)) return null;
    return oddBytes([key, 'engine'], bytes);
  };
}

/** Of sizes that are drawn, a read rounds up to whole pages; nobody can round what is written. */
function filesArePages(workload: FilesWorkload): Breach | null {
  const { engine, fileSize, packing } = workload;
  if (engine !== 'cufile' || packing !== 'none' || fileSizeUnit(fileSize) % page === 0) return null;
  const isWritten = writesData(workload);
  if (!isWritten && typeof fileSize !== 'number') return null;
  if (typeof fileSize === 'number') return oddBytes(['fileSize', 'engine'], fileSize);
  const what = 'gives sizes that are no multiples of 4KiB, which engine "cufile" cannot write straight';
  return { keys: ['fileSize', 'operations', 'mix', 'engine'], what, advice: 'Give a histogram of multiples' };
}

/** With `verify`, the sectors that are stamped are asked for by a rule of their own. */
function isForStamps({ verify }: BlockWorkload, bytes: number): boolean {
  return verify !== 'none' && bytes % sectorSize === 0;
}

function oddBytes(keys: Breach['keys'], bytes: number): Breach {
  return {
    keys,
    what: `must be a multiple of 4KiB with engine "cufile" but is ${formatBytes(bytes)}`,
    advice: `Use ${formatBytes(Math.ceil(bytes / page) * page)}, or engine "gpu-copy"`,
  };
}
