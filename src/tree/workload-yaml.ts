// Writes a measured tree as a workload file: what was measured and what the workload keeps of it stand in comments.
import { Document, isMap, isSeq, visit } from 'yaml';
import { formatBytes } from '../spec/units.js';
import { type Directories, nearestDirectories } from './nearest-directories.js';
import { keptLines, measuredLines } from './tree-words.js';
import { sizeLaw, type SizeShare } from './size-law.js';
import type { TreeFacts } from './tree-facts.js';

export interface TreeNames {
  /** Name of the workload. */
  name: string;
  /** The directory as the user gave it. */
  source: string;
}

/** The shape of a tree in the words of a workload. */
export interface TreeShape {
  files: number;
  fileSize: number | SizeShare[];
  directories: Directories;
}

/** The tree must hold a file. */
function shapeOf(facts: TreeFacts): TreeShape {
  return { files: facts.files, fileSize: sizeLaw(facts.sizes), directories: nearestDirectories(facts) };
}

/** The keys of the workload, in the order in which people read them. */
function workloadOfTree(shape: TreeShape, { name, source }: TreeNames): Record<string, unknown> {
  const { files, fileSize, directories } = shape;
  return {
    name,
    description: `How many files a second does an epoch over files such as those in ${oneLine(source)} read?`,
    kind: 'files',
    operations: ['open', 'read', 'close'],
    files,
    fileSize: typeof fileSize === 'number' ? formatBytes(fileSize) : { histogram: fileSize.map(writtenShare) },
    ...directories,
    epochs: 1,
    cold: true,
  };
}

export function writeTree(facts: TreeFacts, names: TreeNames): string {
  const shape = shapeOf(facts);
  const document = new Document(workloadOfTree(shape, names));
  const head = [`Measured in ${oneLine(names.source)}, names and sizes only:`, ...measuredLines(facts)];
  const lines = [...head, 'The workload:', ...keptLines(facts, shape)];
  document.commentBefore = lines.map((line) => ` ${oneLine(line)}`).join('\n');
  visit(document, {
    Collection: (_, node, path) => {
      const isLaw = isMap(node) && (node.has('histogram') || path.length === 1);
      if (!isLaw && !(isSeq(node) && node.items.length > 3)) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}

function writtenShare({ size, percent }: SizeShare): { size: string; percent: number } {
  return { size: formatBytes(size), percent };
}

/** A path can hold anything; a comment ends with its line. */
function oneLine(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ');
}
