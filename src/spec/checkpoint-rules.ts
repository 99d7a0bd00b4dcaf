// What keys of workloads of kind `checkpoint` forbid each other.
import { checkpointStateRules } from './checkpoint-state-rules.js';
import type { Breach, Rule } from './rules.js';
import { noEffect } from './sample-rules.js';
import { MiB } from './shared-fields.js';
import { formatBytes } from './units.js';
import type { CheckpointWorkload, Engine } from './workload.js';

type W = CheckpointWorkload;

/** Engines that write and read files which they open themselves, in the memory of the host. */
const engines: readonly Engine[] = ['auto', 'null', 'sync', 'io_uring', 'libaio'];
const leastBlock = 4096;

export const checkpointRules: Rule<W>[] = [
  ...checkpointStateRules,

  ({ engine }) =>
    engines.includes(engine)
      ? null
      : {
          keys: ['engine'],
          what: `is "${engine}", which does not save for ranks`,
          advice: `Use one of ${engines.join(', ')}`,
        },

  ({ memory, engine }) =>
    memory === 'gpu' && engines.includes(engine)
      ? { keys: ['memory'], what: 'is "gpu", and ranks save from the memory of the host', advice: 'Remove it' }
      : null,

  ({ ioPoll }) =>
    ioPoll
      ? { keys: ['ioPoll'], what: 'cannot be with files that are made and synced in between', advice: 'Remove it' }
      : null,

  ({ workers, ranks }) =>
    workers === ranks
      ? null
      : {
          keys: ['workers', 'ranks'],
          what: `is ${workers}, and each of ${ranks} ranks is one worker`,
          advice: 'Remove it, and give "ranks"',
        },

  ({ runtime }) =>
    runtime === null
      ? null
      : noEffect('runtime', [], 'on saves and loads, which are counted', 'give "saves" and "loads"'),

  ({ ramp }) => (ramp > 0 ? noEffect('ramp', [], 'on saves and loads, each of which is told') : null),

  blockSizeDivides,

  ({ saves, loads }) =>
    saves + loads === 0
      ? { keys: ['saves', 'loads'], what: 'is 0, and so is loads, so that nothing is done', advice: 'Give one of them' }
      : null,

  ({ keep, saves }) =>
    saves > 0 && keep > saves
      ? {
          keys: ['keep', 'saves'],
          what: `is ${keep}, but there ${saves === 1 ? 'is only 1 save' : `are only ${saves} saves`}`,
          advice: `Use ${saves}, or raise "saves"`,
        }
      : null,

  ...withoutSaves(),
  ...withoutLoads(),

  ({ pause, saves }) =>
    pause > 0 && saves === 1 ? noEffect('pause', ['saves'], 'with one save', 'raise "saves"') : null,

  ({ loadShift, ranks }) =>
    loadShift >= ranks
      ? {
          keys: ['loadShift', 'ranks'],
          what: `must be below the number of ranks, ${ranks}, but is ${loadShift}`,
          advice: `Use ${Math.max(0, ranks - 1)} at most`,
        }
      : null,

  ({ verify, engine }) =>
    verify !== 'none' && engine === 'null'
      ? {
          keys: ['verify', 'engine'],
          what: `is "${verify}", and engine "null" keeps nothing that could be compared`,
          advice: 'Remove it',
        }
      : null,

  ({ saves, loads, engine }) =>
    saves === 0 && loads > 0 && engine === 'null'
      ? {
          keys: ['saves', 'engine'],
          what: 'is 0, and engine "null" has nothing that an earlier run has left',
          advice: 'Give "saves"',
        }
      : null,
];

/** Blocks do not cross the pieces that checksums are of, or are whole ones. */
function blockSizeDivides({ blockSize }: W): Breach | null {
  const isPower = Number.isInteger(Math.log2(blockSize));
  if (blockSize % MiB === 0 || (isPower && blockSize >= leastBlock && blockSize < MiB)) return null;
  const fits = blockSize > MiB ? Math.ceil(blockSize / MiB) * MiB : 2 ** Math.ceil(Math.log2(blockSize));
  return {
    keys: ['blockSize'],
    what: `must be whole MiB, or a power of two from 4KiB on, but is ${formatBytes(blockSize)}`,
    advice: `Use ${formatBytes(fits)}`,
  };
}

function withoutSaves(): Rule<W>[] {
  const idle = { keep: 1, pause: 0, fsync: 'none', rename: false, background: false } as const;
  return Object.entries(idle).map(([key, preset]) => (workload) => {
    const isGiven = workload[key as keyof typeof idle] !== preset;
    return workload.saves === 0 && isGiven ? noEffect(key, ['saves'], 'without saves', 'give "saves"') : null;
  });
}

function withoutLoads(): Rule<W>[] {
  const idle = { loadShift: 0, verify: 'none', dropCache: false } as const;
  return Object.entries(idle).map(([key, preset]) => (workload) => {
    const isGiven = workload[key as keyof typeof idle] !== preset;
    return workload.loads === 0 && isGiven ? noEffect(key, ['loads'], 'without loads', 'give "loads"') : null;
  });
}
