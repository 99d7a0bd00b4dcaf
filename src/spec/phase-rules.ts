// What phases, a stonewall and the sharing of files between workers ask of the other keys.
import { sizesAreOne } from './block-sizes.js';
import type { Finding } from './finding.js';
import type { ParsedMap } from './parse-map.js';
import type { Breach, Rule } from './rules.js';
import { formatDuration } from './units.js';
import { type BlockWorkload, type FileOperation, type FilesWorkload, onceAPass, type PhaseKeys } from './workload.js';

/** After these, later phases find other files, or none. */
const making: readonly FileOperation[] = [
  'create',
  'write',
  'unlink',
  'mkdir',
  'rmdir',
  'rename',
  'link',
  'symlink',
  'setxattr',
];

/** A sweep would make several workloads of one phase. */
export function sweptPhase({ given, paths, sweep, sweepPaths }: ParsedMap): Finding[] {
  const { phaseOf } = given;
  const [key] = Object.keys(sweep);
  if (typeof phaseOf !== 'string' || phaseOf === '' || key === undefined) return [];
  const what = `is "${phaseOf}", but "${key}" is swept, and a phase is one workload`;
  const path = sweepPaths.get(key) ?? paths.get('phaseOf') ?? [];
  return [{ path, key: 'phaseOf', what, advice: 'Remove one of the two' }];
}

export const filesPhaseRules: Rule<FilesWorkload>[] = [
  ({ fileSharing, files, workers }) =>
    fileSharing === 'perWorker' && typeof files === 'number' && files < workers
      ? {
          keys: ['fileSharing', 'files', 'workers'],
          what: `is "perWorker", which needs a file for each of ${workers} workers, but there ${files === 1 ? 'is' : 'are'} ${files}`,
          advice: `Give at least "files: ${workers}", or set "fileSharing: shared"`,
        }
      : null,

  shiftFits,

  (workload) => (workload.epochs === 1 ? null : needsOne(workload, 'epochs', workload.epochs)),
  (workload) => needsNoRuntime(workload),
  (workload) => sameOrderLater(workload, workload.access === 'sequential', '"sequential"'),

  ({ phaseOf, runtime, operations }) =>
    phaseOf !== '' && runtime !== null && operations.some((operation) => making.includes(operation))
      ? mayEndTooEarly(['runtime', 'phaseOf', 'operations'])
      : null,
];

export const blockPhaseRules: Rule<BlockWorkload>[] = [
  (workload) => (workload.passes === 1 ? null : needsOne(workload, 'passes', workload.passes)),
  (workload) => needsNoRuntime(workload),
  ({ stonewall, ioSize, operationLimit }) =>
    stonewall > 0 && (ioSize !== null || operationLimit !== null)
      ? {
          keys: ['stonewall', 'ioSize', 'operationLimit'],
          what: 'does not go with "ioSize" or "operationLimit", which end a worker, too',
          advice: 'Remove these, or "stonewall"',
        }
      : null,
  ({ stonewall, fsyncEvery, fdatasyncEvery }) =>
    stonewall > 0 && fsyncEvery + fdatasyncEvery > 0
      ? {
          keys: ['stonewall', 'fsyncEvery', 'fdatasyncEvery'],
          what: 'counts reads and writes, among which "fsyncEvery" and "fdatasyncEvery" put syncs',
          advice: 'Use "fsync: end" or "sync: dsync", or remove "stonewall"',
        }
      : null,
  (workload) =>
    sameOrderLater(
      workload,
      workload.access === 'sequential' || workload.access === 'interleaved',
      '"sequential" or "interleaved"',
    ),
  (workload) =>
    workload.phaseOf !== '' && workload.stonewall > 0 && !sizesAreOne(workload)
      ? {
          keys: ['stonewall', 'phaseOf', 'blockSize', 'blockSizeRange', 'blockSizeSplit'],
          what: 'needs blocks of one size in a phase, so that later phases know what was written',
          advice: 'Give one "blockSize", or remove "stonewall"',
        }
      : null,

  goesWithPhases('steadyState', ({ steadyState }) => steadyState !== null),
  goesWithPhases('latencyTarget', ({ latencyTarget }) => latencyTarget !== null),
  goesWithPhases('verify', ({ verify }) => verify !== 'none'),

  writesAllOfItsFiles,

  ({ access, fileSharing, offsetIncrement }) =>
    access === 'interleaved' && (fileSharing === 'perWorker' || offsetIncrement > 0)
      ? {
          keys: ['access', 'fileSharing', 'offsetIncrement'],
          what: 'is "interleaved", where all workers take turns in the same files',
          advice: 'Set "fileSharing: shared" without "offsetIncrement", or "access: sequential"',
        }
      : null,
];

function shiftFits({ workerShift, workers }: FilesWorkload): Breach | null {
  if (workerShift === 0) return null;
  const keys = ['workerShift', 'workers'] as const;
  if (workers === 1) {
    return { keys, what: `is ${workerShift}, but there is one worker`, advice: 'Raise "workers", or remove it' };
  }
  if (workerShift >= workers) {
    const what = `must be below workers, ${workers}, but is ${workerShift}`;
    return { keys, what, advice: `Use 1 … ${workers - 1}` };
  }
  return null;
}

function needsOne({ stonewall }: PhaseKeys, key: 'epochs' | 'passes', count: number | null): Breach | null {
  if (stonewall === 0) return null;
  const what = `is ${formatDuration(stonewall)}, which needs "${key}: 1", but that is ${String(count)}`;
  return { keys: ['stonewall', key, 'runtime'], what, advice: `Set "${key}: 1", or remove "stonewall"` };
}

function needsNoRuntime({ stonewall, runtime }: PhaseKeys & { runtime: number | null }): Breach | null {
  if (stonewall === 0 || runtime === null) return null;
  const what = `is ${formatDuration(stonewall)}, but "runtime" is ${formatDuration(runtime)}, and only one of them can be`;
  return { keys: ['stonewall', 'runtime'], what, advice: 'Remove one of them' };
}

/** Later phases use the first files or blocks of each worker: they must be those that were made until the stonewall. */
function sameOrderLater({ phaseOf, stonewall }: PhaseKeys, inOrder: boolean, order: string): Breach | null {
  if (phaseOf === '' || stonewall === 0 || inOrder) return null;
  const what = `needs access ${order} in a phase, so that later phases know what was made`;
  return { keys: ['stonewall', 'phaseOf', 'access'], what, advice: 'Set "access: sequential", or remove "stonewall"' };
}

function mayEndTooEarly(keys: Breach['keys']): Breach {
  return {
    keys,
    what: 'may be over before the phase has gone over everything, which later phases count on',
    advice: 'Remove it; "stonewall" limits a phase in time',
  };
}

function goesWithPhases(key: string, isGiven: (workload: BlockWorkload) => boolean): Rule<BlockWorkload> {
  return (workload) =>
    workload.phaseOf !== '' && isGiven(workload)
      ? { keys: [key, 'phaseOf'], what: 'does not go with "phaseOf"', advice: 'Remove one of the two' }
      : null;
}

/** What it leaves out would be holes for the phases that read. */
function writesAllOfItsFiles(workload: BlockWorkload): Breach | null {
  const { phaseOf, prewrite, runtime, passes, ioSize, operationLimit, access, offset, offsetIncrement } = workload;
  if (phaseOf === '' || prewrite) return null;
  if (runtime !== null) return mayEndTooEarly(['runtime', 'phaseOf', 'prewrite']);
  const limits = ioSize !== null || operationLimit !== null || passes === null;
  const leavesOut = !onceAPass.includes(access) || access === 'strided' || offset > 0 || offsetIncrement > 0;
  return limits || leavesOut
    ? {
        keys: ['prewrite', 'phaseOf', 'access', 'offset', 'offsetIncrement', 'ioSize', 'operationLimit', 'passes'],
        what: 'is false, but the phase does not write every block of its files, which later phases count on',
        advice: 'Use "passes: 1" with "access: sequential", without limits and offsets, or remove it',
      }
    : null;
}
