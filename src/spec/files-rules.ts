// What keys of a files workload forbid each other, and which chains of operations can be done.
import { fileSizeRules } from './file-size-rules.js';
import { nameRules } from './name-rules.js';
import type { Breach, Rule } from './rules.js';
import { formatBytes } from './units.js';
import type { FileOperation, FilesWorkload } from './workload.js';

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

  ({ operations }) => {
    const reason = walk(operations).broken;
    return reason === null
      ? null
      : { keys: ['operations'], what: `[${operations.join(', ')}] ${reason.what}`, advice: reason.advice };
  },

  ({ direct, blockSize }) =>
    direct && blockSize % sectorSize !== 0
      ? {
          keys: ['blockSize', 'direct', 'engine'],
          what: `must be a multiple of 512B with "direct: true" but is ${formatBytes(blockSize)}`,
          advice: `Use ${formatBytes(Math.ceil(blockSize / sectorSize) * sectorSize)}, or set "direct: false"`,
        }
      : null,

  ...fileSizeRules,
  usesUpFiles,
  ...nameRules,
];

/** A chain that removes files which it did not make finds none the second time. */
function usesUpFiles({ operations, epochs, access }: FilesWorkload): Breach | null {
  const { needsFile, leavesFile, broken } = walk(operations);
  const onceOnly = broken === null && needsFile && !leavesFile;
  if (!onceOnly) return null;
  const advice = 'Add "create" and "close" to the chain, or use "epochs: 1" with "access: permutation"';
  const keys = ['operations', 'epochs', 'runtime', 'access'] as const;
  if (epochs !== 1) return { keys, what: 'unlink every file, so that only one epoch can run', advice };
  if (access === 'random') return { keys, what: 'unlink files that random access may want again', advice };
  return null;
}

interface Walk {
  /** The chain starts with a file that exists. */
  needsFile: boolean;
  /** The file exists after the chain. */
  leavesFile: boolean;
  broken: { what: string; advice: string } | null;
}

interface State {
  open: boolean;
  exists: boolean;
  empty: boolean;
}

/** Follows the chain through the states of one file. */
function walk(operations: readonly FileOperation[]): Walk {
  const first = operations[0];
  if (first === undefined) return { needsFile: false, leavesFile: false, broken: emptyChain };
  const needsFile = first !== 'create';
  const state: State = { open: false, exists: true, empty: false };
  for (const [index, operation] of operations.entries()) {
    const broken = refusal(operation, index, state);
    if (broken !== null) return { needsFile, leavesFile: state.exists, broken };
    apply(operation, state);
  }
  return { needsFile, leavesFile: state.exists, broken: state.open ? leftOpen : null };
}

const emptyChain = { what: 'has no operations', advice: 'Write a chain such as [open, read, close]' };
const leftOpen = { what: 'leaves the file open', advice: 'End with "close"' };

function refusal(operation: FileOperation, index: number, state: State): { what: string; advice: string } | null {
  const named = `"${operation}" in place ${index + 1}`;
  const needsOpen = ['read', 'write', 'close', 'fsync'].includes(operation);
  if (needsOpen && !state.open)
    return { what: `has ${named}, but no file is open there`, advice: 'Put "open" or "create" before it' };
  if (!needsOpen && operation !== 'stat' && state.open) {
    return { what: `has ${named}, but the file is still open there`, advice: 'Put "close" before it' };
  }
  if (!state.exists && operation !== 'create') {
    return { what: `has ${named}, but the file is unlinked there`, advice: 'Put "create" before it, or "unlink" last' };
  }
  if (operation === 'read' && state.empty) {
    return { what: `has ${named}, but the created file is empty there`, advice: 'Put "write" before it' };
  }
  return null;
}

function apply(operation: FileOperation, state: State): void {
  if (operation === 'open' || operation === 'create') state.open = true;
  if (operation === 'close') state.open = false;
  if (operation === 'unlink') state.exists = false;
  if (operation === 'create') Object.assign(state, { exists: true, empty: true });
  if (operation === 'write') state.empty = false;
}
