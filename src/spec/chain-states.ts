// Follows the operations of a chain through the states of its file and of the names that it makes besides.
// native/core/chain_names.h gives the names by the same rules: an operation is on the name that the chain has made last.
import type { FileOperation } from './workload.js';

export interface ChainWalk {
  /** The chain starts with a file that exists. */
  needsFile: boolean;
  /** The file exists after the chain; true, too, where the chain has to do with directories only. */
  leavesFile: boolean;
  /** Names besides the file's that are there after the chain. */
  leftNames: NameKind[];
  broken: { what: string; advice: string } | null;
}

export type NameKind = 'directory' | 'link' | 'symlink';

/** Two chains with one of these must not be on one file at a time. */
const nameOperations: readonly FileOperation[] = ['unlink', 'mkdir', 'rmdir', 'rename', 'link', 'symlink'];
/** After these, a data set is not what it was. New times and new content of the same kind are no such change. */
const changes: readonly FileOperation[] = ['create', 'mkdir', 'rename', 'link', 'symlink', 'setxattr'];

const onDescriptor: readonly FileOperation[] = ['read', 'write', 'close', 'fsync'];
/** By path, whether the file is open or not. */
const besideOpen: readonly FileOperation[] = [
  'stat',
  'statx',
  'readdir',
  'list',
  'setattr',
  'setxattr',
  'getxattr',
  'statMissing',
  'openMissing',
  'fsyncDirectory',
];
/** On the directory that holds the file. */
const onParent: readonly FileOperation[] = ['readdir', 'list', 'fsyncDirectory'];
/** On a name that nothing has. */
const onMissing: readonly FileOperation[] = ['statMissing', 'openMissing'];
const madeBy: Partial<Record<FileOperation, NameKind>> = { mkdir: 'directory', link: 'link', symlink: 'symlink' };
const article: Record<NameKind, string> = {
  directory: 'a directory',
  link: 'a hard link',
  symlink: 'a symbolic link',
};

interface State {
  /** What was there before is not known. */
  later: boolean;
  open: boolean;
  /** Null: nothing has been done with the file yet. */
  exists: boolean | null;
  empty: boolean;
  names: NameKind[];
  /** Which of the two have the attribute; links share that of the file. */
  attributed: Set<'file' | 'directory'>;
}

type Refusal = NonNullable<ChainWalk['broken']>;

/** Walks up to the end, or to the first operation that cannot be done. */
export function walk(operations: readonly FileOperation[]): ChainWalk {
  return walkFrom(false, operations);
}

/**
 * The same for a chain that finds what others have left, which is not known: names and attributes may be there, and an
 * unlinked name may have been another than that of the file.
 */
export function walkLater(operations: readonly FileOperation[]): ChainWalk {
  return walkFrom(true, operations);
}

function walkFrom(later: boolean, operations: readonly FileOperation[]): ChainWalk {
  const state: State = { later, open: false, exists: null, empty: false, names: [], attributed: new Set() };
  let needsFile = false;
  const end = (broken: Refusal | null): ChainWalk => {
    return { needsFile, leavesFile: state.exists ?? true, leftNames: state.names, broken };
  };
  if (operations.length === 0) return end(emptyChain);
  for (const [index, operation] of operations.entries()) {
    if (state.exists === null && touchesFile(operation, state)) {
      needsFile = operation !== 'create';
      state.exists = true;
    }
    const broken = refusal(operation, state);
    if (broken !== null) {
      return end({ what: `has "${operation}" in place ${index + 1}, but ${broken.what} there`, advice: broken.advice });
    }
    apply(operation, state);
  }
  return end(state.open ? leftOpen : null);
}

/** True for a chain that makes and removes names. */
export function changesNames(operations: readonly FileOperation[]): boolean {
  return operations.some((operation) => nameOperations.includes(operation));
}

/** True for a chain that leaves its files other than it found them, or would, if it were stopped half-way. */
export function changesFiles(operations: readonly FileOperation[]): boolean {
  return operations.some((operation) => changes.includes(operation));
}

/** For a sentence: "a directory and a hard link". */
export function inWords(names: readonly NameKind[]): string {
  return names.map((name) => article[name]).join(' and ');
}

const emptyChain = { what: 'has no operations', advice: 'Write a chain such as [open, read, close]' };
const leftOpen = { what: 'leaves the file open', advice: 'End with "close"' };

function touchesFile(operation: FileOperation, { names }: State): boolean {
  if (onParent.includes(operation)) return true;
  if (onMissing.includes(operation)) return false;
  return names.length === 0 && operation !== 'mkdir' && operation !== 'rmdir';
}

function refusal(operation: FileOperation, state: State): Refusal | null {
  if (onDescriptor.includes(operation)) {
    if (!state.open) return { what: 'no file is open', advice: 'Put "open" or "create" before it' };
  } else if (state.open && !besideOpen.includes(operation)) {
    return { what: 'the file is still open', advice: 'Put "close" before it' };
  }
  if (state.exists === false && touchesFile(operation, state) && ![...onParent, 'create'].includes(operation)) {
    return { what: 'the file is unlinked', advice: 'Put "create" before it, or "unlink" last' };
  }
  if (operation === 'read' && state.empty) {
    return { what: 'the created file is empty', advice: 'Put "write" before it' };
  }
  return refusalOfNames(operation, state) ?? refusalOfAttribute(operation, state);
}

function refusalOfNames(operation: FileOperation, { later, names }: State): Refusal | null {
  const top = names.at(-1);
  const made = madeBy[operation];
  if (made !== undefined && names.includes(made)) {
    return { what: `the chain has made ${article[made]} before`, advice: `Put "${removerOf(made)}" before it` };
  }
  if (operation === 'rmdir' && top !== 'directory' && !(later && top === undefined)) {
    return { what: 'the name made last is no directory', advice: 'Put "mkdir" before it' };
  }
  const unfit = top === undefined ? [] : unfitFor(operation);
  if (top === undefined || !unfit.includes(top)) return null;
  return { what: `the name made last is ${article[top]}`, advice: `Put "${removerOf(top)}" before it` };
}

/** Names that an operation cannot be on. Files are opened without following symbolic links. */
function unfitFor(operation: FileOperation): NameKind[] {
  if (operation === 'open') return ['directory', 'symlink'];
  if (operation === 'create') return ['directory', 'link', 'symlink'];
  if (operation === 'unlink') return ['directory'];
  return operation === 'link' ? ['directory', 'symlink'] : [];
}

function removerOf(name: NameKind): FileOperation {
  return name === 'directory' ? 'rmdir' : 'unlink';
}

function refusalOfAttribute(operation: FileOperation, state: State): Refusal | null {
  if (operation !== 'getxattr' || state.later || state.attributed.has(ownerOf(state))) return null;
  return { what: 'nothing has the attribute', advice: 'Put "setxattr" before it' };
}

function ownerOf({ names }: State): 'file' | 'directory' {
  return names.includes('directory') ? 'directory' : 'file';
}

function apply(operation: FileOperation, state: State): void {
  const made = madeBy[operation];
  if (made !== undefined) {
    if (made === 'directory') state.attributed.delete('directory');
    state.names.push(made);
  }
  if (operation === 'open' || operation === 'create') state.open = true;
  if (operation === 'close') state.open = false;
  if (operation === 'create') Object.assign(state, { exists: true, empty: true });
  if (operation === 'write') state.empty = false;
  if (operation === 'setxattr') state.attributed.add(ownerOf(state));
  if (operation === 'rmdir') state.names.pop();
  if (operation === 'unlink') unlink(state);
}

function unlink(state: State): void {
  if (state.names.pop() !== undefined) return;
  state.exists = state.later ? null : false;
  state.attributed.delete('file');
}
