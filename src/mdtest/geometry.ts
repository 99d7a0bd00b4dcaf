// How many items mdtest makes in which directories, from -n -I -z -b -L -u.
import type { Problem } from '../spec/problems.js';
import type { MdtestValues } from './option-table.js';
import { problem } from './parse-options.js';

export interface Geometry {
  /** Files, and directories beside them, of all tasks. */
  items: number;
  itemsPerTask: number;
  /** Null: directories side by side, each with `itemsPerDirectory`. */
  tree: { width: number; depth: number } | null;
  itemsPerDirectory: number;
  /** Items in the leaves of the tree only. */
  leavesOnly: boolean;
  /** A tree for each task. */
  ownTrees: boolean;
}

const mostItems = 1e10;

/** The geometry, or what is wrong with the options. */
export function geometryOf(values: Partial<MdtestValues>, tasks: number): Geometry | Problem {
  const { n = 0, I = 0, z = 0, b = 1, u = false, L = false } = values;
  if (n === 0 && I === 0) return problem('-n', 'is missing', 'Give the items of each task, for example -n 1000');
  if (z > 0 && b < 1) return problem('-b', `must be 1 or more with -z ${z}`, 'Use -b 1');
  const separate = testDirectories(values, tasks);
  if (separate !== null) return separate;
  const holders = holdersOf(b, z, L);
  const perDirectory = I > 0 ? I : Math.floor(n / holders);
  if (perDirectory === 0) {
    return problem('-n', `gives ${n} items to ${holders} directories`, `Use -n ${holders} or more`);
  }
  const itemsPerTask = perDirectory * holders;
  const items = itemsPerTask * tasks;
  if (!(items <= mostItems)) return problem('-n', `makes ${items} items, and at most ${mostItems} can be`, 'Lower it');
  return {
    items,
    itemsPerTask,
    tree: z === 0 ? null : { width: b, depth: z },
    itemsPerDirectory: u ? perDirectory : perDirectory * tasks,
    leavesOnly: L,
    ownTrees: u,
  };
}

/** With -n and -I, mdtest makes n / I test directories. Null: the options ask for none of that. */
function testDirectories(
  { n = 0, I = 0, z = 0, u = false }: Partial<MdtestValues>,
  tasks: number,
): Geometry | Problem | null {
  if (n === 0 || I === 0) return null;
  if (u) return problem('-I', 'cannot be given with -n and -u', 'Give one of -n and -I');
  if (n % I !== 0) return problem('-I', `must divide -n, and ${n} is no multiple of ${I}`, 'Change one of the two');
  if (z > 0) return problem('-I', 'makes a tree for each part of -n with -z', 'Give one of -n and -I, or -z 0');
  const shape = { items: n * tasks, itemsPerTask: n, itemsPerDirectory: I * tasks };
  return { ...shape, tree: null, leavesOnly: false, ownTrees: false };
}

/** Directories of one tree that hold items. */
function holdersOf(branching: number, depth: number, leavesOnly: boolean): number {
  if (leavesOnly) return branching ** depth;
  return branching === 1 ? depth + 1 : (branching ** (depth + 1) - 1) / (branching - 1);
}
