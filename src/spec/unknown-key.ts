// Says what a key that ioproof does not know was probably meant to be.
import { type Definition, definitions } from './definitions.js';
import { nearest } from './nearest.js';
import type { Kind } from './workload.js';

/** Words of fio, in lower case without signs, and the ioproof words for them. */
const fioWords: Record<string, string | Partial<Record<Kind, string>>> = {
  bs: 'blockSize',
  bsrange: { block: 'blockSizeRange' },
  bssplit: { block: 'blockSizeSplit' },
  buffercompresspercentage: { block: 'compressPercent' },
  bufferpattern: { block: 'pattern' },
  dedupepercentage: { block: 'dedupePercent' },
  doverify: { block: 'verify' },
  endfsync: 'fsync',
  fdatasync: { block: 'fdatasyncEvery' },
  fileservicetype: { block: 'serviceOrder' },
  filesize: { block: 'size', files: 'fileSize' },
  iodepth: 'queueDepth',
  iodepthbatch: 'batch',
  iodepthbatchsubmit: 'batch',
  ioengine: 'engine',
  latencytarget: { block: 'latencyTarget' },
  loops: { block: 'passes', files: 'epochs' },
  norandommap: { block: 'access' },
  nrfiles: 'files',
  numberios: { block: 'operationLimit' },
  numjobs: 'workers',
  overwrite: { block: 'prewrite' },
  ramptime: 'ramp',
  randomdistribution: { block: 'access and skew' },
  randseed: 'seed',
  rateiops: { block: 'rate' },
  rateprocess: { block: 'arrival' },
  readwrite: { block: 'access and readPercent', files: 'operations' },
  refillbuffers: { block: 'refill' },
  rw: { block: 'access and readPercent', files: 'operations' },
  rwmixread: { block: 'readPercent', files: 'operations' },
  steadystate: { block: 'steadyState' },
  threads: 'workers',
  verifybacklog: { block: 'verify' },
  verifyonly: { block: 'verify' },
  zerobuffers: { block: 'pattern' },
};

/** What says the same in the other kind. */
const counterparts: Record<string, string> = {
  epochs: '"passes"',
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

function fioWordFor(key: string, kind: Kind): string | null {
  const plain = key.toLowerCase().replaceAll(/[-_]/g, '');
  const found = Object.hasOwn(fioWords, plain) ? fioWords[plain] : undefined;
  if (found === undefined) return null;
  const word = typeof found === 'string' ? found : found[kind];
  return word === undefined ? null : `"${word}"`;
}

function counterpartOf(key: string): string {
  return Object.hasOwn(counterparts, key) ? `; here it is ${counterparts[key]}` : '';
}
