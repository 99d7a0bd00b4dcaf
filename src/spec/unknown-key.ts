// Says what a key that ioproof does not know was probably meant to be.
import { type Definition, definitions } from './definitions.js';
import { nearest } from './nearest.js';
import type { Kind } from './workload.js';

/** Words of fio, in lower case without signs, and the ioproof words for them. */
const fioWords: Record<string, string | Record<Kind, string>> = {
  bs: 'blockSize',
  endfsync: { block: 'fsync', files: 'operations' },
  filesize: { block: 'size', files: 'fileSize' },
  iodepth: 'queueDepth',
  iodepthbatch: 'batch',
  iodepthbatchsubmit: 'batch',
  ioengine: 'engine',
  loops: { block: 'passes', files: 'epochs' },
  nrfiles: 'files',
  numjobs: 'workers',
  ramptime: 'ramp',
  randseed: 'seed',
  readwrite: { block: 'access and readPercent', files: 'operations' },
  rw: { block: 'access and readPercent', files: 'operations' },
  rwmixread: { block: 'readPercent', files: 'operations' },
  threads: 'workers',
};

/** What says the same in the other kind. */
const counterparts: Record<string, string> = {
  epochs: '"passes"',
  fsync: '"operations"',
  operations: '"readPercent"',
  passes: '"epochs"',
  readPercent: '"operations"',
  size: '"files" and "fileSize"',
};

/** What to do about a key that the kind does not have. */
export function adviceForUnknownKey(key: string, definition: Definition): string {
  const fioWord = fioWordFor(key, definition.kind);
  if (fioWord !== null) return `The word here is ${fioWord}`;
  const near = nearest(key, [...Object.keys(definition.fields), ...Object.keys(definition.aliases), 'sweep']);
  const other = Object.values(definitions).find((each) => each !== definition && Object.hasOwn(each.fields, key));
  if (other !== undefined) return `It belongs to kind "${other.kind}"${counterpartOf(key)}`;
  if (near !== null) return `Did you mean "${near}"?`;
  return 'Remove it, or look for the right word in docs/workload-reference.md';
}

/** What to do about a key inside a map that has only these keys. */
export function adviceForUnknownPart(key: string, parts: readonly string[]): string {
  const near = nearest(key, parts);
  return near === null ? `Its keys are ${parts.join(', ')}` : `Did you mean "${near}"?`;
}

function fioWordFor(key: string, kind: Kind): string | null {
  const word = key.toLowerCase().replaceAll(/[-_]/g, '');
  const found = Object.hasOwn(fioWords, word) ? fioWords[word] : undefined;
  if (found === undefined) return null;
  return typeof found === 'string' ? `"${found}"` : `"${found[kind]}"`;
}

function counterpartOf(key: string): string {
  return Object.hasOwn(counterparts, key) ? `; here it is ${counterparts[key]}` : '';
}
