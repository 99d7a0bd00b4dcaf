// From the directories of a tree that hold files to those of a workload, which all lie at one depth.
import type { TreeFacts } from './tree-facts.js';

/** Directories side by side, or a tree of width^depth leaves. */
export type Directories = { filesPerDirectory: number } | { directories: { width: number; depth: number } };

/** One level more or less counts as much as this factor of leaves. */
const factorOfLevel = 2;
const mostLeaves = 1e7;
const deepest = 32;

export function nearestDirectories(facts: TreeFacts): Directories {
  const { files, holders } = facts;
  const depth = meanDepth(facts);
  if (depth < 1.5) return { filesPerDirectory: sideBySide(files, holders) };
  const candidates = depths(depth).flatMap((levels) => treesOf(holders, levels));
  const error = ({ width, depth: levels }: Tree) =>
    Math.abs(Math.log(width ** levels / holders)) + Math.log(factorOfLevel) * Math.abs(levels - depth);
  const best = candidates.reduce((a, b) => (error(b) < error(a) ? b : a));
  // A tree of one level is directories side by side.
  return best.depth === 1 ? { filesPerDirectory: sideBySide(files, holders) } : { directories: best };
}

/** Directories that hold files, in the workload. */
export function leavesOf(directories: Directories, files: number): number {
  if ('filesPerDirectory' in directories) return Math.ceil(files / directories.filesPerDirectory);
  const { width, depth } = directories.directories;
  return width ** depth;
}

/** Mean depth of the directories that hold files. */
export function meanDepth({ holdersAt, holders }: TreeFacts): number {
  return holdersAt.reduce((sum, count, depth) => sum + count * depth, 0) / holders;
}

interface Tree {
  width: number;
  depth: number;
}

function depths(mean: number): number[] {
  const whole = Math.floor(mean);
  return [whole - 1, whole, whole + 1].map((depth) => Math.min(deepest, Math.max(1, depth)));
}

function treesOf(leaves: number, depth: number): Tree[] {
  const root = Math.max(1, Math.floor(leaves ** (1 / depth)));
  return [root, root + 1].map((width) => ({ width, depth })).filter((tree) => tree.width ** depth <= mostLeaves);
}

/** Files a directory with which the number of directories comes nearest. */
function sideBySide(files: number, holders: number): number {
  const far = (perDirectory: number) => Math.abs(Math.ceil(files / perDirectory) - holders);
  const [low, high] = [Math.max(1, Math.floor(files / holders)), Math.ceil(files / holders)];
  return Math.min(1e7, far(low) < far(high) ? low : high);
}
