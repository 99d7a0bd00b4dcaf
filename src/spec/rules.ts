// What keys forbid each other in every kind of workload, and the list of all such rules.
import { blockRules } from './block-rules.js';
import { checkpointRules } from './checkpoint-rules.js';
import { filesRules } from './files-rules.js';
import { gpuRules } from './gpu-rules.js';
import { layoutRules } from './layout-rules.js';
import { modelLoadRules } from './model-load-rules.js';
import { kvCacheRules } from './kv-cache-rules.js';
import { trainingRules } from './training-rules.js';
import type { Workload } from './workload.js';

/** An impossible combination of values. */
export interface Breach {
  /** The key that the message names, then the others that take part. */
  keys: readonly [string, ...string[]];
  what: string;
  advice: string;
}

/** Gives what is impossible in a workload, or null. */
export type Rule<W> = (workload: W) => Breach | null;

/** Every impossible combination in one workload or variant. */
export function breachesOf(workload: Workload): Breach[] {
  const breaches = [...sharedRules.map((rule) => rule(workload)), ...ownBreaches(workload)];
  return breaches.filter((breach) => breach !== null);
}

function ownBreaches(workload: Workload): (Breach | null)[] {
  switch (workload.kind) {
    case 'block':
      return blockRules.map((rule) => rule(workload));
    case 'files':
      return filesRules.map((rule) => rule(workload));
    case 'training':
      return trainingRules.map((rule) => rule(workload));
    case 'checkpoint':
      return checkpointRules.map((rule) => rule(workload));
    case 'model-load':
      return modelLoadRules.map((rule) => rule(workload));
    case 'kv-cache':
      return kvCacheRules.map((rule) => rule(workload));
  }
}

/** A rank is one worker, neither more nor less, and so is a process, whose engine follows from its reader. */
const depthAdvice: Partial<Record<Workload['kind'], string>> = {
  checkpoint: 'Use engine "io_uring"',
  'model-load': 'Use "reader: parallel", or "reader: direct" with engine "io_uring"',
};

const sharedRules: Rule<Workload>[] = [
  ({ kind, engine, queueDepth }) =>
    oneAtATime(engine) && queueDepth > 1
      ? {
          keys: ['queueDepth', 'engine'],
          what: `must be 1 with engine "${engine}" but is ${queueDepth}`,
          advice: depthAdvice[kind] ?? 'Raise "workers" instead, or use engine "io_uring"',
        }
      : null,

  ({ direct, engine }) =>
    direct && (engine === 'null' || engine === 'mmap')
      ? { keys: ['direct', 'engine'], what: `cannot be true with engine "${engine}"`, advice: 'Set "direct: false"' }
      : null,

  ({ ramp, runtime }) =>
    ramp > 0 && runtime === null
      ? {
          keys: ['ramp', 'runtime'],
          what: 'needs a "runtime", since otherwise the end could come before it is over',
          advice: 'Give "runtime: 30s", or remove it',
        }
      : null,

  ({ batch, queueDepth }) =>
    batch > queueDepth
      ? {
          keys: ['batch', 'queueDepth'],
          what: `must be at most queueDepth, ${queueDepth}, but is ${batch}`,
          advice: 'Lower "batch" or raise "queueDepth"',
        }
      : null,

  ({ dropCache, engine }) =>
    dropCache && engine === 'null'
      ? {
          keys: ['dropCache', 'engine'],
          what: 'cannot be true with engine "null", which has no files',
          advice: 'Remove it',
        }
      : null,

  ({ sqPoll, engine }) => (sqPoll ? needsUring('sqPoll', engine) : null),
  ({ ioPoll, engine }) => (ioPoll ? needsUring('ioPoll', engine) : null),

  ({ ioPoll, direct }) =>
    ioPoll && !direct
      ? {
          keys: ['ioPoll', 'direct', 'engine'],
          what: 'needs "direct: true"',
          advice: 'Set "direct: true", or remove it',
        }
      : null,

  ({ nullEngine, engine }) =>
    engine !== 'null' && Object.values(nullEngine).some((value) => value !== 0)
      ? {
          keys: ['nullEngine', 'engine'],
          what: `has no effect with engine "${engine}"`,
          advice: 'Remove it, or set "engine: null"',
        }
      : null,

  ...gpuRules,
  ...layoutRules,
];

function oneAtATime(engine: string): boolean {
  return engine === 'sync' || engine === 'mmap';
}

/** Engine gpu-copy reads and writes through io_uring where it can. */
function needsUring(key: string, engine: string): Breach | null {
  if (['io_uring', 'auto', 'gpu-copy'].includes(engine)) return null;
  return {
    keys: [key, 'engine'],
    what: `needs engine "io_uring" but it is "${engine}"`,
    advice: 'Set "engine: io_uring"',
  };
}
