// What is said of a measured tree: its figures, what the workload keeps of them, what could not be read.
import { formatBytes } from '../spec/units.js';
import { leavesOf, meanDepth } from './nearest-directories.js';
import { meanOf, type SizeShare } from './size-law.js';
import type { ByDepth, TreeFacts } from './tree-facts.js';
import type { TreeShape } from './workload-yaml.js';

/** The tree must hold a file. */
export function measuredLines(facts: TreeFacts): string[] {
  const { sizes, files, holders, filesPerHolder, directories, filesAt, holdersAt } = facts;
  const mean = sizes.bytes / files;
  const perHolder = `min ${filesPerHolder.min}, mean ${Number((files / holders).toFixed(1))}, max ${filesPerHolder.max}`;
  const shown = [sizes.min, sizes.percentile(50), Math.round(mean), sizes.percentile(99), sizes.max].map(formatBytes);
  return [
    `  files ${files}, bytes ${sizes.bytes} (${readable(sizes.bytes)}), directories ${directories}`,
    `  size of a file: min ${shown[0]}, median ${shown[1]}, mean ${shown[2]}, p99 ${shown[3]}, max ${shown[4]}`,
    `  files by depth (0: the directory itself): ${byDepth(filesAt)}`,
    `  directories that hold files: ${holders}, by depth: ${byDepth(holdersAt)}; files in each: ${perHolder}`,
    ...remarks(facts),
    ...unreadableLines(facts).map((line) => `  ${line}`),
  ];
}

function remarks({ sizes, hardLinked, leftOut, otherFileSystems }: TreeFacts): string[] {
  const others = [...leftOut].map(([kind, count]) => `${count} × ${kind}`).join(', ');
  return [
    sizes.empty === 0 ? '' : `  empty files: ${sizes.empty}; the workload has files of 1B in their place`,
    hardLinked === 0 ? '' : `  names of files with hard links: ${hardLinked}; each name counts as a file`,
    others === '' ? '' : `  left out: ${others}`,
    otherFileSystems === 0 ? '' : `  directories of other file systems, not entered: ${otherFileSystems}`,
  ].filter((line) => line !== '');
}

/** A line for each error, with the first paths. */
export function unreadableLines({ unreadable }: TreeFacts): string[] {
  return [...unreadable].map(([code, { count, paths }]) => {
    const more = count > paths.length ? ', …' : '';
    return `not readable, ${code}: ${count} (${paths.map((path) => JSON.stringify(path)).join(', ')}${more})`;
  });
}

export function keptLines(facts: TreeFacts, { files, fileSize, directories }: TreeShape): string[] {
  const leaves = leavesOf(directories, files);
  const depth = 'directories' in directories ? directories.directories.depth : 1;
  return [
    '  keeps the number of files;',
    `  ${sizeWords(facts, fileSize)}`,
    `  has ${leaves} directories with files, all at depth ${depth} (here: ${facts.holders}, at depth ` +
      `${Number(meanDepth(facts).toFixed(1))} on average), with the same number of files each;`,
    '  does not keep the names, the order of sizes in the directories, nor the content: it cannot be compressed.',
  ];
}

function sizeWords({ sizes, files }: TreeFacts, law: number | readonly SizeShare[]): string {
  if (typeof law === 'number' && sizes.min === law && sizes.max === law) return 'keeps the size of the files;';
  const bytes = Math.round(meanOf(law) * files);
  const change = sizes.bytes === 0 ? '' : ` (${signedPercent(bytes / sizes.bytes - 1)})`;
  const drawn = typeof law === 'number' ? '' : `, ± ${percent(spread(law, files))} as the sizes are drawn file by file`;
  const count = typeof law === 'number' ? 'one size' : `${law.length} sizes`;
  return `keeps the sizes in ${count}, each the mean of its share; bytes expected: ${bytes}${change}${drawn};`;
}

/** Standard deviation of the sum of all sizes, as a share of the sum. */
function spread(law: readonly SizeShare[], files: number): number {
  const mean = meanOf(law);
  const variance = law.reduce((sum, { size, percent: share }) => sum + (share / 100) * (size - mean) ** 2, 0);
  return Math.sqrt(variance / files) / mean;
}

function byDepth(counts: ByDepth): string {
  return Object.entries(counts)
    .map(([depth, count]) => `${depth}: ${count}`)
    .join(', ');
}

function percent(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

function signedPercent(share: number): string {
  return `${share < 0 ? '-' : '+'}${percent(Math.abs(share))}`;
}

function readable(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];
  const power = Math.min(units.length - 1, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
  return `${Number((bytes / 1024 ** power).toFixed(2))} ${units[power]}`;
}
