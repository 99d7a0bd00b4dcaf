// What keys of a files workload forbid each other, and which chains of operations can be done.
import { changesNames, type ChainWalk, inWords, walk, walkLater } from './chain-states.js';
import { fileSizeRules } from './file-size-rules.js';
import { gpuFilesRules } from './gpu-rules.js';
import { mixRules } from './mix-rules.js';
import { nameRules } from './name-rules.js';
import { packingRules } from './packing-rules.js';
import { filesPhaseRules } from './phase-rules.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import { chainsOf, type FilesWorkload } from './workload.js';

const sectorSize = 512;

export const filesRules: Rule<FilesWorkload>[] = [
  ({ runtime, epochs }) =>
    runtime === null && epochs === null
      ? {
          keys: ['epochs', 'runtime'],
          what: 'is null, and "runtime" too, so that the workload never ends',
          advice: 'Give "epochs: 1" or "runtime: 30s"',
        }
      : null,

  (workload) => {
    const { operations, mix } = workload;
    const reason = mix.length > 0 ? null : walkOf(workload).broken;
    return reason === null
      ? null
      : { keys: ['operations'], what: `[${operations.join(', ')}] ${reason.what}`, advice: reason.advice };
  },

  ({ direct, engine, blockSize }) =>
    direct && engine !== 'cufile' && blockSize % sectorSize !== 0
      ? {
          keys: ['blockSize', 'direct', 'engine'],
          what: `must be a multiple of 512B with "direct: true" but is ${formatBytes(blockSize)}`,
          advice: `Use ${formatBytes(Math.ceil(blockSize / sectorSize) * sectorSize)}, or set "direct: false"`,
        }
      : null,

  (workload) =>
    workload.engine === 'mmap' && chainsOf(workload).some((chain) => chain.includes('write'))
      ? {
          keys: ['engine', 'operations', 'mix'],
          what: 'is "mmap", which only reads files that chains open: one that is written has no length yet to map',
          advice: 'Use "engine: sync" or "engine: io_uring"',
        }
      : null,

  ...fileSizeRules,
  usesUpFiles,
  drawsFilesAgain,
  ...nameRules,
  ...filesPhaseRules,
  ...packingRules,
  ...mixRules,
  ...gpuFilesRules,
];

/** What the phases before it leave to a phase, the plan knows. */
function walkOf({ operations, phaseOf }: FilesWorkload): ChainWalk {
  return phaseOf === '' ? walk(operations) : walkLater(operations);
}

/** A chain that removes files which it did not make finds none the second time; names that it leaves are in its way. */
function usesUpFiles(workload: FilesWorkload): Breach | null {
  const { epochs, access } = workload;
  const { needsFile, leavesFile, leftNames, broken } = walkOf(workload);
  if (broken !== null) return null;
  const keys = ['operations', 'epochs', 'runtime', 'access'] as const;
  const random = access === 'random';
  if (needsFile && !leavesFile && (epochs !== 1 || random)) {
    const what =
      random && epochs === 1 ? 'files that random access may want again' : 'every file, so that only one epoch can run';
    const advice = 'Add "create" and "close" to the chain, or use "epochs: 1" with "access: permutation"';
    return { keys, what: `unlink ${what}`, advice };
  }
  if (leftNames.length > 0 && epochs !== 1) {
    const what = `leave ${inWords(leftNames)} for each file, so that only one epoch can run`;
    return { keys, what, advice: 'Remove with "rmdir" or "unlink" what the chain has made, or use "epochs: 1"' };
  }
  return null;
}

/** Chains in flight must not be on one file, which random access does not promise. */
function drawsFilesAgain(workload: FilesWorkload): Breach | null {
  const { operations, access } = workload;
  const { needsFile, leavesFile, broken } = walkOf(workload);
  const isToldAlready = broken !== null || (needsFile && !leavesFile);
  if (isToldAlready || access !== 'random' || !changesNames(operations)) return null;
  const what = 'change names, and random access may draw a file whose chain is not done';
  return { keys: ['operations', 'access'], what, advice: 'Use "access: permutation"' };
}
