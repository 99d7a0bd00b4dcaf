// What workers and intervals tell in parts against what a step tells as a whole.
import { operationTotal } from '../result/operation-record.js';
import type { OperationRecord, StepRecord } from '../result/schema.js';
import { payloadCount } from '../result/histogram-counts.js';
import { isChainTime, type RecordedKind } from '../native/contract.js';
import { type FigureCheck, figureCheck, type FigurePath, rangeCheck } from './figure-check.js';
import type { StepSeries } from './series.js';

/** Operations and bytes of the workers are those of the step, and no worker took longer than it. */
export function workerChecks(path: FigurePath, step: StepRecord): FigureCheck[] {
  const { workers, operations, elapsedSeconds, firstDoneSeconds, stonewall } = step;
  if (workers.length === 0 || elapsedSeconds === null) return [];
  const sum = (key: 'operations' | 'bytes') => workers.reduce((total, worker) => total + worker[key], 0);
  const longest = Math.max(...workers.map((worker) => worker.elapsedSeconds));
  const early = firstDoneSeconds ?? 0;
  return [
    figureCheck(`${path}.workers.operations`, sum('operations'), operationTotal(operations), 'operations'),
    figureCheck(`${path}.workers.bytes`, sum('bytes'), bytesOf(operations), 'operations'),
    rangeCheck(`${path}.workers.elapsedSeconds`, longest, 0, elapsedSeconds, 'elapsedSeconds'),
    rangeCheck(`${path}.firstDoneSeconds`, early, 0, elapsedSeconds, 'elapsedSeconds'),
    ...(stonewall
      ? [rangeCheck(`${path}.stonewall.leastItems`, stonewall.leastItems, 0, stonewall.mostItems, 'mostItems')]
      : []),
  ];
}

function bytesOf(operations: StepRecord['operations']): number {
  const kinds = Object.entries(operations) as [RecordedKind, OperationRecord][];
  return kinds.reduce((sum, [kind, { bytes }]) => (isChainTime(kind) ? sum : sum + bytes), 0);
}

/** The counts of a step are the sums over its intervals; those of a search have intervals of every try. */
export function seriesChecks(path: FigurePath, step: StepRecord, { intervals }: StepSeries): FigureCheck[] {
  if (step.fit !== undefined || intervals.length === 0) return [];
  const kinds = Object.entries(step.operations) as [RecordedKind, OperationRecord][];
  return kinds.flatMap(([kind, operation]) =>
    (['count', 'bytes', 'errors'] as const).map((key) => {
      const sum = intervals.reduce((total, { operations }) => total + (operations[kind]?.[key] ?? 0), 0);
      return figureCheck(`${path}.operations.${kind}.${key}`, operation[key], sum, 'events.ndjson');
    }),
  );
}

/** Counts of each interval against its histogram: an event that was changed shows here, even where the sums still fit. */
export function intervalChecks(path: FigurePath, { intervals }: StepSeries): FigureCheck[] {
  return intervals.flatMap(({ index, operations }) =>
    Object.entries(operations).map(([kind, { count, histogram }]) => {
      return figureCheck(`${path}.${index}.operations.${kind}.count`, count, payloadCount(histogram), 'histogram');
    }),
  );
}
