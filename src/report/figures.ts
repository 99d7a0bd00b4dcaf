// The figures of one kind of operation in one shape, whether of an interval, a finished step or several repeats.
import { chainTimes, operationKinds, type NativeInterval, type RecordedKind } from '../native/contract.js';
import type { StepRecord } from '../result/schema.js';
import { formatCount, formatRate } from './numbers.js';

/** Rates are per second, bytes in bytes, latencies in nanoseconds. */
export interface Figure {
  kind: RecordedKind;
  count: number;
  perSecond: number;
  bytesPerSecond: number;
  errors: number;
  p50: number;
  p99: number;
  max: number;
}

/** Order of kinds wherever they are listed: as in a file's life, the whole item last. */
export const recordedKinds: readonly RecordedKind[] = [...operationKinds, ...chainTimes];

/** Figures of an interval, by kind. */
export function intervalFigures(interval: NativeInterval): Figure[] {
  const seconds = interval.durationNs / 1e9;
  const perSecond = (value: number) => (seconds > 0 ? value / seconds : 0);
  return recordedKinds.flatMap((kind) => {
    const found = interval.operations[kind];
    if (found === undefined) return [];
    const { count, errors, p50, p99, max } = found;
    const rates = { perSecond: perSecond(count), bytesPerSecond: perSecond(found.bytes) };
    return [{ kind, count, errors, p50, p99, max, ...rates }];
  });
}

/** Figures of a finished step, by kind; none of one that has rounds, since rates over its pauses would mislead. */
export function stepFigures(record: StepRecord): Figure[] {
  if (hasRounds(record)) return [];
  return recordedKinds.flatMap((kind) => {
    const found = record.operations[kind];
    if (found === undefined) return [];
    const { count, errors, perSecond, bytesPerSecond, latencyNs } = found;
    const { p50, p99, max } = latencyNs;
    return [{ kind, count, errors, perSecond, bytesPerSecond, p50, p99, max }];
  });
}

/** True of a step that does its work in rounds, whose rates are metrics: the measured time has the pauses between them. */
export function hasRounds({ checkpoint }: Pick<StepRecord, 'checkpoint'>): boolean {
  return checkpoint !== undefined;
}

/** What one line can say of a step: the chain with the bytes of its reads and writes, else reads and writes, else all. */
export function headline(figures: readonly Figure[]): Figure[] {
  const data = figures.filter((figure) => figure.kind === 'read' || figure.kind === 'write');
  const chain = figures.find((figure) => figure.kind === 'chain');
  if (chain !== undefined) return [{ ...chain, bytesPerSecond: sumOf(data, 'bytesPerSecond') }];
  return data.length > 0 ? data : [...figures];
}

/** Operations (or chains) per second of all headline figures together: what a sparkline shows. */
export function headlineRate(figures: readonly Figure[]): number {
  return sumOf(headline(figures), 'perSecond');
}

/** Unit of a rate of operations: `IOPS` for reads and writes, else `open/s`, `chain/s`. */
export function rateUnit(kind: RecordedKind): string {
  return kind === 'read' || kind === 'write' ? 'IOPS' : `${kind}/s`;
}

/** `322k IOPS`, `12.3k chain/s`. */
export function operationRate(figure: Figure): string {
  return `${formatCount(figure.perSecond)} ${rateUnit(figure.kind)}`;
}

/** `1.23 GiB/s`, or nothing for a kind that moves no bytes. */
export function byteRate(figure: Figure): string {
  return figure.bytesPerSecond > 0 ? formatRate(figure.bytesPerSecond) : '';
}

function sumOf(figures: readonly Figure[], key: 'perSecond' | 'bytesPerSecond'): number {
  return figures.reduce((sum, figure) => sum + figure[key], 0);
}
