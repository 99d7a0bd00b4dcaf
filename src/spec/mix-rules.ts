// Which mixtures, items and visits cannot be.
import { type ChainWalk, changesNames, inWords, walk } from './chain-states.js';
import { mostShares } from './mix-fields.js';
import type { Breach, Rule } from './rules.js';
import { chainsOf, type FileOperation, type FilesWorkload, type MixShare } from './workload.js';

/** As native/core/operation.h has it. */
const mostMissingNames = 128;
const onDirectories: readonly FileOperation[] = ['readdir', 'list', 'stat', 'statx'];
/** Of a phase: the directories of the tree themselves come and go. */
const onTree: readonly FileOperation[] = ['mkdir', 'rmdir'];

export const mixRules: Rule<FilesWorkload>[] = [
  ({ mix, operations }) =>
    mix.length > 0 && operations.length > 0
      ? {
          keys: ['mix', 'operations'],
          what: 'cannot be given with "operations", since it has chains of its own',
          advice: 'Remove one of the two',
        }
      : null,
  ({ mix, phaseOf }) =>
    mix.length > 0 && phaseOf !== ''
      ? {
          keys: ['mix', 'phaseOf'],
          what: 'finds its files as they were laid out, and cannot be a phase',
          advice: 'Remove "phaseOf", or give "operations"',
        }
      : null,
  ({ mix, fileSharing, workerShift }) =>
    mix.length > 0 && (fileSharing === 'perWorker' || workerShift > 0)
      ? {
          keys: ['mix', 'fileSharing', 'workerShift'],
          what: 'gives each worker a part of shared directories',
          advice: 'Remove "fileSharing: perWorker" and "workerShift"',
        }
      : null,
  percentsAddUp,
  canBeDone,
  filesDoNotRunOut,
  holdsEnoughFiles,
  readsWhatIsWritten,
  drawsAtRandom,
  itemsFit,
  visitsFit,
  missingNamesFit,
];

function percentsAddUp({ mix }: FilesWorkload): Breach | null {
  const sum = mix.reduce((total, { percent }) => total + percent, 0);
  if (mix.length > mostShares) {
    const what = `has ${mix.length} shares, and at most ${mostShares} are possible`;
    return { keys: ['mix'], what, advice: 'Merge some of them' };
  }
  if (mix.length === 0 || sum === 100) return null;
  return { keys: ['mix'], what: `has percents that add up to ${sum}, not 100`, advice: 'Change a percent' };
}

function canBeDone({ mix }: FilesWorkload): Breach | null {
  for (const { operations } of mix) {
    const { broken, leftNames } = walk(operations);
    const chain = `[${operations.join(', ')}]`;
    if (broken !== null) return { keys: ['mix'], what: `${chain} ${broken.what}`, advice: broken.advice };
    if (leftNames.length > 0) {
      const what = `${chain} leaves ${inWords(leftNames)}, which is in the way of the next one on that file`;
      return { keys: ['mix'], what, advice: 'Add "rmdir" or "unlink"' };
    }
  }
  return null;
}

/** The chains and what becomes of their files; none where a chain cannot be done, which has been said. */
function walked(mix: readonly MixShare[]): (MixShare & ChainWalk)[] {
  const all = mix.map((share) => ({ ...share, ...walk(share.operations) }));
  return all.some(({ broken }) => broken !== null) ? [] : all;
}

/** True where the file does not have its first name after the chain. */
function losesFile({ operations, leavesFile }: MixShare & ChainWalk): boolean {
  return !leavesFile || operations.filter((operation) => operation === 'rename').length % 2 === 1;
}

/** Percents of chains that leave a file more, and of those that leave one less. */
function balanceOf(mix: readonly MixShare[]): { made: number; gone: number } {
  const chains = walked(mix);
  const sum = (some: typeof chains) => some.reduce((total, { percent }) => total + percent, 0);
  const makes = ({ operations }: MixShare) => operations[0] === 'create';
  return {
    made: sum(chains.filter((chain) => makes(chain) && !losesFile(chain))),
    gone: sum(chains.filter((chain) => !makes(chain) && losesFile(chain))),
  };
}

function filesDoNotRunOut({ mix, epochs }: FilesWorkload): Breach | null {
  const { made, gone } = balanceOf(mix);
  if (gone <= made || (epochs !== null && epochs * (gone - made) < 100)) return null;
  const until = epochs === null ? 'sooner or later none is left' : `none is left after ${epochs} epochs`;
  return {
    keys: ['mix', 'epochs', 'runtime'],
    what: `removes files with ${gone} % of its chains and creates them with ${made} %, so that ${until}`,
    advice: 'Give chains that start with "create" as many percent as those that end with "unlink", or fewer epochs',
  };
}

/** Native side: fewestFilesOfMix. */
function holdsEnoughFiles({ mix, files, workers, queueDepth, epochs }: FilesWorkload): Breach | null {
  if (mix.length === 0) return null;
  const { made, gone } = balanceOf(mix);
  const lost = gone > made && epochs !== null ? Math.min(99, epochs * (gone - made)) : 0;
  const each = Math.ceil((2 * (queueDepth + mix.length) * 100) / (100 - lost)) + (lost > 0 ? 1 : 0);
  const most = typeof files === 'number' ? files : files.atMost;
  if (most >= workers * each) return null;
  return {
    keys: ['files', 'mix', 'workers', 'queueDepth'],
    what: `must be at least ${workers * each} for a mix of ${mix.length} shares with ${workers} workers and queueDepth ${queueDepth}, but is ${most}`,
    advice: 'Give more files, so that each worker finds one that is in no chain',
  };
}

function readsWhatIsWritten({ mix }: FilesWorkload): Breach | null {
  const reads = mix.some(({ operations }) => operations.includes('read'));
  const empty = mix.find(({ operations }) => operations[0] === 'create' && !operations.includes('write'));
  if (!reads || empty === undefined) return null;
  const what = `[${empty.operations.join(', ')}] leaves an empty file, and other chains read`;
  return { keys: ['mix'], what, advice: 'Put "write" after "create"' };
}

function drawsAtRandom({ mix, access }: FilesWorkload): Breach | null {
  if (mix.length === 0 || access !== 'sequential') return null;
  return {
    keys: ['access', 'mix'],
    what: 'cannot be "sequential" with a mix, which draws its files',
    advice: 'Remove it',
  };
}

function itemsFit(workload: FilesWorkload): Breach | null {
  const { items, mix, operations, phaseOf } = workload;
  const [first] = operations;
  const isTree = phaseOf !== '' && operations.length === 1 && first !== undefined && onTree.includes(first);
  if (isTree && items === 'directories') return treeOfOne(workload);
  if (items === 'files') return null;
  if (mix.length > 0) {
    return {
      keys: ['items', 'mix'],
      what: 'cannot be "directories" with a mix',
      advice: 'Remove it: list and readdir are on directories',
    };
  }
  const other = operations.find((operation) => !onDirectories.includes(operation));
  if (other === undefined) return null;
  const what = `cannot be "directories" with the operation "${other}"`;
  return { keys: ['items', 'operations'], what, advice: `Use only ${onDirectories.join(', ')}, or "items: files"` };
}

/** A directory comes after the one that it is in, and goes before it. */
function treeOfOne({ fileSharing, workers, access }: FilesWorkload): Breach | null {
  if (access !== 'sequential') {
    const what = `is "${access}", but a directory is made after the one that it is in, and removed before it`;
    return { keys: ['access', 'items', 'operations'], what, advice: 'Set "access: sequential"' };
  }
  if (fileSharing === 'perWorker' || workers === 1) return null;
  return {
    keys: ['workers', 'items', 'operations'],
    what: `is ${workers}, but one worker makes and removes the directories that all share`,
    advice: 'Set "workers: 1", or "fileSharing: perWorker"',
  };
}

function visitsFit(workload: FilesWorkload): Breach | null {
  const { visits, mix } = workload;
  if (visits === 'once') return null;
  const keys = ['visits', 'operations', 'mix'] as const;
  const once = 'Use "visits: once"';
  if (mix.length > 0)
    return { keys, what: 'cannot be "everyWorker" with a mix, whose workers have files of their own', advice: once };
  const makes = chainsOf(workload).some((chain) => changesNames(chain) || chain.includes('create'));
  if (!makes) return null;
  return { keys, what: 'cannot be "everyWorker" with operations that make or remove names', advice: once };
}

function missingNamesFit(workload: FilesWorkload): Breach | null {
  const most = Math.max(0, ...chainsOf(workload).map((chain) => chain.filter(isForMissing).length));
  if (most <= mostMissingNames) return null;
  const what = `looks for ${most} names that nothing has, and at most ${mostMissingNames} are possible`;
  return { keys: ['operations', 'mix'], what, advice: 'Shorten the chain' };
}

function isForMissing(operation: FileOperation): boolean {
  return operation === 'statMissing' || operation === 'openMissing';
}
