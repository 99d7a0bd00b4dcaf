// Which jobs fio cannot do in the same way, and why; nothing is run for them.
import { exitCodes, IoproofError } from '../errors.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { fileArguments, longestArgument, longestCommand } from './file-arguments.js';
import { sizesVary, walks, workerParts } from './worker-parts.js';

export interface Refusal {
  reason: string;
  advice: string;
}

interface Check extends Refusal {
  applies: (step: PlannedStep) => boolean;
}

const chain: Refusal = {
  reason: 'it is a chain of operations on many files, which no job of fio is',
  advice: 'Cross-check a workload of kind block',
};

const training: Refusal = {
  reason: 'it feeds emulated accelerators, which fio does not know',
  advice: 'Cross-check a workload of kind block',
};

const cache: Refusal = {
  reason: 'what it reads and writes follows from what its cache holds, which fio does not know',
  advice: 'Cross-check a workload of kind block',
};

const checkpoint: Refusal = {
  reason: 'its ranks wait for one another before each save and load, which fio does not do',
  advice: 'Cross-check a workload of kind block',
};

const drawnByFile = ['zipf', 'pareto', 'normal', 'zoned'];
const isSet = (value: unknown) => value !== undefined && value !== null && value !== 'none';
const isMixed = ({ spec }: PlannedStep) => spec.readPercent > 0 && spec.readPercent < 100;

/** Files that the worker with the most of them uses. */
function mostFiles({ spec }: PlannedStep): number {
  return Math.max(...(workerParts(spec) ?? []).map(({ fileCount }) => fileCount));
}

/** Of workloads of kind block. */
const checks: Check[] = [
  {
    reason: 'the null engine moves no data, so that there is nothing to compare',
    advice: 'Name another engine',
    applies: ({ spec }) => spec.engine === 'null',
  },
  {
    reason: 'its data is in the memory of a GPU, where that of the fio beside it would not be',
    advice: 'Set engine=auto and memory=host',
    applies: ({ spec }) => spec.memory === 'gpu',
  },
  {
    reason: 'the blocks are verified by stamps that fio cannot read',
    advice: 'Set verify=none',
    applies: ({ job }) => isSet(job['verify']),
  },
  {
    reason: 'its files are made for the step and gone after it, so that fio finds none',
    advice: 'Set prewrite=true',
    applies: ({ job }) => job['prewrite'] === false,
  },
  {
    reason: 'its files are those of other phases and gone after the last one, so that fio finds none',
    advice: 'Set phaseOf=',
    applies: ({ phase }) => phase !== null,
  },
  {
    reason: 'it ends by a stonewall, which fio does not know',
    advice: 'Set stonewall=0s',
    applies: ({ spec }) => spec.stonewallNs > 0,
  },
  {
    reason: 'the workers take the blocks in turn, but a job of fio knows only its own blocks',
    advice: 'Set access=sequential',
    applies: ({ spec }) => spec.access === 'interleaved',
  },
  {
    reason: 'fio makes content that can be compressed or repeats itself in another way',
    advice: 'Set compressPercent=0, dedupePercent=0 and pattern=',
    applies: ({ spec }) =>
      spec.readPercent < 100 && (spec.compressPercent > 0 || spec.dedupePercent > 0 || spec.pattern !== ''),
  },
  {
    reason: 'the caches of the whole system would be dropped for one of the two only',
    advice: 'Set dropSystemCaches=false',
    applies: ({ dropSystemCaches }) => dropSystemCaches,
  },
  {
    reason: 'it ends at a steady state, which the two reach at different times',
    advice: 'Set steadyState=null and a runtime',
    applies: ({ job }) => isSet(job['steadyState']),
  },
  {
    reason: 'it searches for a rate, which the two find differently',
    advice: 'Set latencyTarget=null, and a rate',
    applies: ({ job }) => isSet(job['latencyTarget']),
  },
  {
    reason: 'each block is touched once over all workers, but a job of fio knows only its own blocks',
    advice: 'Set workers=1, fileSharing=perWorker or access=random',
    applies: ({ spec }) =>
      spec.access === 'permutation' && spec.workers > 1 && spec.fileSharing === 'shared' && spec.offsetIncrement === 0,
  },
  {
    reason: 'the preferred blocks lie over all files together, but fio draws them for each file alone',
    advice: 'Set files=1',
    applies: (step) => drawnByFile.includes(step.spec.access) && mostFiles(step) > 1,
  },
  {
    reason: 'reads and writes walk through the files together, but in fio each of the two walks alone',
    advice: 'Set readPercent to 0 or 100, or access=random',
    applies: (step) => walks(step.spec) && isMixed(step),
  },
  {
    reason: 'the step from block to block depends on sizes that vary, which fio has no option for',
    advice: 'Give one blockSize',
    applies: ({ spec }) => (spec.access === 'backward' || spec.access === 'strided') && sizesVary(spec),
  },
  {
    reason: 'the rate is that of reads and writes together, but fio paces the two apart',
    advice: 'Set rate=null, or readPercent to 0 or 100',
    applies: (step) => isMixed(step) && isSet(step.job['rate']),
  },
  {
    reason: 'fio syncs several times after one group of writes while others are in flight',
    advice: 'Set queueDepth=1, or fsyncEvery and fdatasyncEvery to 0',
    applies: ({ spec }) => spec.fsyncEvery > 0 && spec.queueDepth > 1,
  },
  {
    reason: 'the bytes of its passes cannot be told beforehand, and fio ends by bytes',
    advice: 'Give a runtime instead of passes',
    applies: ({ spec }) => spec.passes > 0 && (spec.access === 'strided' || sizesVary(spec)),
  },
  {
    reason: "a worker's part begins or ends in the middle of one of several files, but fio has one offset for all",
    advice: 'Let the number of files divide that of the workers or the other way round, or set serviceOrder=roundrobin',
    applies: ({ spec }) => workerParts(spec) === null,
  },
  {
    reason: 'the names of its files do not fit into a command line',
    advice: 'Set fewer files',
    applies: ({ spec }) => {
      const lengths = (workerParts(spec) ?? []).map((part) => fileArguments(spec, part).join(' ').length);
      return Math.max(...lengths) > longestArgument || lengths.reduce((sum, one) => sum + one, 0) > longestCommand;
    },
  },
];

/** Why fio cannot do the same as a step, with what to do about it; empty where it can. */
export function refusalsOf(step: PlannedStep): Refusal[] {
  if (step.spec.kind === 'training') return [training];
  if (step.spec.kind === 'checkpoint') return [checkpoint];
  if (step.spec.kind === 'kv-cache') return [cache];
  if (step.spec.kind === 'files') return [chain];
  return checks.filter(({ applies }) => applies(step)).map(({ reason, advice }) => ({ reason, advice }));
}

/** Throws CROSSCHECK_NOT_POSSIBLE with exit code 2, every workload that is refused on a line of its own. */
export function refuseOthers(steps: readonly PlannedStep[]): void {
  const lines = steps.flatMap((step) =>
    refusalsOf(step).map(({ reason, advice }) => `workload "${nameOf(step)}": ${reason}. ${advice}.`),
  );
  if (lines.length === 0) return;
  throw new IoproofError('CROSSCHECK_NOT_POSSIBLE', [...new Set(lines)].join('\n'), { exitCode: exitCodes.usage });
}

/** With the variant, without mount and repeat. */
function nameOf({ id, mount, repeat }: PlannedStep): string {
  return id.slice(0, -`/${mount}/${repeat}`.length);
}
