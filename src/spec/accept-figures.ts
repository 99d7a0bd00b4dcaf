// Figures that a workload can never have, as far as its keys tell, so that no expression waits for them.
import { kindsOfFigure } from '../figure/catalogue.js';
import { chainsOf, type FilesWorkload, readsData, type Workload, writesData } from './workload.js';

/** What is wrong with a figure, and what the workload has instead; no full stop at the end. */
export interface Impossible {
  what: string;
  advice: string;
}

/** Null where the workload may have the figure; what only the run can tell is left to the judgement. */
export function impossibleFigure(workload: Workload, figure: string): Impossible | null {
  const kinds = kindsOfFigure(figure);
  if (kinds !== null)
    return kinds.includes(workload.kind) ? wrongRounds(workload, figure) : ofOtherKind(workload, figure, kinds);
  const [operation = '', key] = figure.split('.');
  if (key === undefined || ['cpu', 'cache'].includes(operation)) return null;
  if (operation === 'verification') return unverified(workload);
  return notDone(workload, operation) ?? noPace(workload, figure) ?? (key === 'intended' ? noOpenLoop(workload) : null);
}

function ofOtherKind({ kind }: Workload, figure: string, kinds: readonly string[]): Impossible {
  const what = `${figure} is a figure of kind ${kinds.map((word) => `"${word}"`).join(' and ')}, and this workload is of kind "${kind}"`;
  return { what, advice: `It has ${examples[kind]}` };
}

const examples: Record<Workload['kind'], string> = {
  block: 'read.perSecond, read.bytesPerSecond, read.p99 and the same of write',
  files: 'chain.perSecond, chain.p99, read.bytesPerSecond and the same of each of its operations',
  training: 'auPercent, samplesPerSecond, acceleratorsFed, dataWaitP99Ns, read.p99',
  checkpoint: 'saveSeconds, save.slowestSeconds, saveBytesPerSecond, stallSeconds, loadSeconds',
  'model-load': 'loadSeconds, load.slowestSeconds, loadBytesPerSecond, firstByteSeconds',
  'kv-cache': 'requestsPerSecond, tokensPerSecond, readP95Ns, writeP95Ns, hitFraction',
};

/** Of a checkpoint that does not save, or does not load. */
function wrongRounds(workload: Workload, figure: string): Impossible | null {
  if (workload.kind !== 'checkpoint') return null;
  const [kind] = /^(save|load)(?=s$|[A-Z])/.exec(figure) ?? [];
  if (kind === 'save' && workload.saves === 0)
    return { what: `${figure} needs saves, of which there are 0`, advice: 'Raise "saves"' };
  if (kind === 'load' && workload.loads === 0)
    return { what: `${figure} needs loads, of which there are 0`, advice: 'Raise "loads"' };
  return null;
}

/** Saves and loads have pauses between them, so that their operations have no rate. */
function noPace({ kind }: Workload, figure: string): Impossible | null {
  if (!figure.endsWith('erSecond') || (kind !== 'checkpoint' && kind !== 'model-load')) return null;
  const what = `${figure} would have the pauses between saves and loads in it`;
  return {
    what,
    advice: kind === 'checkpoint' ? 'Take saveBytesPerSecond or loadBytesPerSecond' : 'Take loadBytesPerSecond',
  };
}

function unverified(workload: Workload): Impossible | null {
  const verifies = !('verify' in workload) || workload.verify !== 'none';
  return verifies
    ? null
    : { what: 'verification.badSectors needs "verify", which is none', advice: 'Set "verify: after"' };
}

function noOpenLoop(workload: Workload): Impossible | null {
  const open = workload.kind === 'block' && (workload.arrival !== 'closed' || workload.latencyTarget !== null);
  if (open || workload.kind === 'kv-cache') return null;
  return {
    what: 'there is no intended start without an open loop',
    advice: 'Set "arrival: fixed" of kind "block", or take the latency from issue',
  };
}

function notDone(workload: Workload, operation: string): Impossible | null {
  const done = operationsOf(workload);
  if (done === null || done.includes(operation)) return null;
  return { what: `this workload does no ${operation}`, advice: `It does ${done.join(', ')}` };
}

/** Null where they do not follow from the keys alone. */
function operationsOf(workload: Workload): string[] | null {
  if (workload.kind === 'block') return blockOperations(workload);
  if (workload.kind === 'files') return filesOperations(workload);
  if (workload.kind === 'training' || workload.kind === 'model-load') return ['read', 'open', 'close', 'stat'];
  return null;
}

function blockOperations(workload: Extract<Workload, { kind: 'block' }>): string[] {
  const { fsync, fsyncEvery, fdatasyncEvery, verify } = workload;
  return [
    ...(readsData(workload) || verify !== 'none' ? ['read'] : []),
    ...(writesData(workload) ? ['write'] : []),
    ...(writesData(workload) && (fsync !== 'none' || fsyncEvery > 0 || fdatasyncEvery > 0) ? ['fsync'] : []),
  ];
}

function filesOperations(workload: FilesWorkload): string[] {
  const chains = chainsOf(workload);
  const own = [...new Set(chains.flat())];
  const isLong = chains.some((chain) => chain.length > 1) || workload.packing !== 'none';
  // What a packed read does besides follows from the packing.
  const besides =
    workload.packing === 'none' ? [] : ['open', 'close'].filter((word) => !own.some((one) => one === word));
  const whole = isLong ? ['chain', ...(own.includes('read') ? ['firstByte'] : [])] : [];
  return [...own, ...besides, ...(workload.fsync === 'end' && !own.includes('fsync') ? ['fsync'] : []), ...whole];
}
