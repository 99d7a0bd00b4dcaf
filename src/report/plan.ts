// The table of a plan: every step with its bytes, inodes and time, then what each mount must hold.
import Table from 'cli-table3';
import type { Dataset, Plan, PlannedStep } from '../plan/planned-step.js';
import { acceptanceLines } from './plan-acceptance.js';
import { fileLayoutLines } from './plan-file-layout.js';
import { formatClock, formatCount, formatSize } from './numbers.js';
import { checkpointLines, checkpointWhat } from './plan-checkpoint.js';
import { modelLoadLines, modelLoadWhat } from './plan-model-load.js';
import { scenarioLines, withoutRepetition } from './plan-scenario.js';
import { kvCacheLines, kvCacheWhat } from './plan-kv-cache.js';
import { trainingLines, trainingWhat } from './plan-training.js';

const noBorders = Object.fromEntries(
  ['top', 'bottom', 'left', 'mid', 'right']
    .flatMap((edge) => [edge, `${edge}-mid`, `${edge}-left`, `${edge}-right`])
    .concat('middle')
    .map((name) => [name, name === 'middle' ? '  ' : '']),
);

/** Fits 80 columns unless the step names are long. */
export function planTable(plan: Plan): string {
  const table = new Table({
    chars: noBorders,
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
    head: ['#', 'step', 'what', 'data', 'inodes', 'time'],
    colAligns: ['right', 'left', 'left', 'right', 'right', 'right'],
  });
  plan.steps.forEach((step, index) => table.push(rowOf(step, index)));
  const totals = [...plan.mounts.map(mountLine), ...drawnLine(plan), totalLine(plan)];
  const told = withoutRepetition(plan);
  const further = [
    ...scenarioLines(plan),
    ...trainingLines(told),
    ...checkpointLines(told),
    ...modelLoadLines(told),
    ...kvCacheLines(told),
    ...fileLayoutLines(told),
    ...acceptanceLines(plan),
  ];
  return [trimmed(table.toString()), '', ...further, ...totals].join('\n');
}

function rowOf(step: PlannedStep, index: number): string[] {
  const { id, phase, estimatedSeconds } = step;
  // Later phases use the data of the first one.
  const dataset = phase === null || phase.index === 0 ? step.dataset : null;
  return [
    String(index + 1),
    id,
    describe(step),
    dataset === null ? '' : bytesText([dataset], dataset.bytes + (dataset.checkpoints?.passingBytes ?? 0)),
    dataset === null ? '' : formatCount(dataset.inodes + (dataset.checkpoints?.passingInodes ?? 0)),
    estimatedSeconds === null ? openText(step) : formatClock(estimatedSeconds),
  ];
}

function openText({ training, leastSeconds }: PlannedStep): string {
  return training === undefined && leastSeconds === 0 ? 'open' : `>${formatClock(leastSeconds)}`;
}

/** `4 × 32 random read 4KiB`: workers × depth, access, operations. */
function describe(step: PlannedStep): string {
  const { spec, verifyMode } = step;
  const { kind, workers, queueDepth, access, readPercent, blockSize } = spec;
  if (kind === 'training') return trainingWhat(step);
  if (step.modelLoad !== undefined) return modelLoadWhat(step.modelLoad);
  if (kind === 'checkpoint') return checkpointWhat(step);
  if (kind === 'kv-cache') return kvCacheWhat(step);
  const load = `${workers} x ${queueDepth}`;
  if (kind === 'files') return [load, chainText(spec), shardText(spec)].join(' ').trim();
  const mix = readPercent === 100 ? 'read' : readPercent === 0 ? 'write' : `${readPercent} % read`;
  return `${load} ${access} ${verifyMode === 'only' ? 'verify' : mix} ${formatSize(blockSize)}`;
}

/** `open-read-close`, or `mix of 5 chains`. */
function chainText({ operations, mix }: PlannedStep['spec']): string {
  return mix.length === 0 ? operations.join('-') : `mix of ${mix.length} chains`;
}

/** `22 tar shards`; empty without packing. */
function shardText({ packing, fileCount }: PlannedStep['spec']): string {
  return packing === 'none' ? '' : `${fileCount} ${packing} ${fileCount === 1 ? 'shard' : 'shards'}`;
}

function mountLine({ name, path, datasets, bytes, inodes }: Plan['mounts'][number]): string {
  const sets = `${datasets.length} data set${datasets.length === 1 ? '' : 's'}`;
  return `${name} (${path}): ${sets}, ${bytesText(datasets, bytes)}, ${formatCount(inodes)} inodes`;
}

/** With `~` where the sizes of files are drawn, so that nobody knows their sum before. */
function bytesText(datasets: readonly Dataset[], bytes: number): string {
  const drawn = datasets.some(isDrawn);
  return `${drawn ? '~' : ''}${formatSize(bytes)}`;
}

function isDrawn({ fileSizes, packed, sampleFiles }: Dataset): boolean {
  return fileSizes !== undefined || packed?.sampleSizes !== undefined || (sampleFiles?.recordDeviation ?? 0) > 0;
}

function drawnLine({ mounts }: Plan): string[] {
  const drawn = mounts.some(({ datasets }) => datasets.some(isDrawn));
  return drawn ? ['~: sizes of files are drawn; their expected sum, and four standard deviations to spare'] : [];
}

function totalLine({ steps, estimatedSeconds, unboundedSteps, leastSeconds }: Plan): string {
  const takes = unboundedSteps === 1 ? 'takes' : 'take';
  const open = unboundedSteps === 0 ? '' : `; ${unboundedSteps} ${takes} as long as the storage needs`;
  const what = `${steps.length} step${steps.length === 1 ? '' : 's'}`;
  // Checkpoints are written in the measured time.
  const nothingBefore = steps.every(({ checkpoint }) => checkpoint !== undefined);
  const onTop = nothingBefore ? '' : '; writing the data sets comes on top';
  return `${what}${timeText(unboundedSteps === 0 ? estimatedSeconds : null, leastSeconds)}${open}${onTop}`;
}

function timeText(whole: number | null, least: number): string {
  if (whole !== null) return `, ${formatClock(whole)} of measured time`;
  return least === 0 ? '' : `, at least ${formatClock(least)} of measured time`;
}

function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n');
}
