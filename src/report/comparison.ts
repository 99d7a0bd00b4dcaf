// A record ordered for comparison: workload, then variant, then operation, with the mounts in adjacent rows.
import type { RecordedKind } from '../native/contract.js';
import type { OperationRecord, RunRecord, StepRecord } from '../result/schema.js';
import { printable } from './display-text.js';
import { hasRounds, recordedKinds } from './figures.js';
import { combineRepeats, type Values } from './repeats.js';
import { engineText, errorBrief, jobText, variantText } from './step-text.js';

export interface ValueRow {
  operation: string;
  mount: string;
  /**
   * `intended` follows the row of the median in an open loop: latencies from the intended start. `min` and `max` follow
   * when there are repeats. `stopped`: of a failed step until it was stopped, no part of any median.
   */
  role: 'median' | 'intended' | 'min' | 'max' | 'stopped';
  values: TableValues;
}

/** Rates are null where the measured time is not that of the operations: pauses, and what drops caches, are in it. */
export interface TableValues extends Omit<Values, 'perSecond' | 'bytesPerSecond'> {
  perSecond: number | null;
  bytesPerSecond: number | null;
}

/** A step without a result. */
export interface FailedRow {
  mount: string;
  status: 'failed' | 'skipped';
  text: string;
}

export interface Variant {
  /** Swept keys with their values; empty without a sweep. */
  label: string;
  rows: (ValueRow | FailedRow)[];
}

export interface Section {
  workload: string;
  /** The job in a few words, and the engine as used. */
  summary: string;
  variants: Variant[];
}

/** One section a workload, in the order of the run. */
export function comparisonOf(record: RunRecord): Section[] {
  const mounts = record.mounts.map((mount) => mount.name);
  return groupBy(record.steps, (step) => step.workload).map(([workload, steps]) => ({
    workload: printable(workload),
    summary: summaryOf(steps),
    variants: groupBy(steps, (step) => variantText(step.variant)).map(([label, members]) => ({
      label,
      rows: rowsOf(members, mounts),
    })),
  }));
}

function summaryOf(steps: readonly StepRecord[]): string {
  const first = steps[0];
  const swept = [...new Set(steps.flatMap((step) => Object.keys(step.variant)))];
  const engines = [...new Set(steps.map(engineText))].filter((text) => text !== '');
  const repeats = Math.max(...steps.map((step) => step.repeat));
  return [
    first === undefined ? '' : jobText(first.job, swept),
    engines.join(' / '),
    repeats > 1 ? `median of ${repeats}` : '',
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function rowsOf(steps: readonly StepRecord[], mounts: readonly string[]): (ValueRow | FailedRow)[] {
  const complete = steps.filter((step) => step.status === 'complete');
  const stopped = steps.filter((step) => step.error?.code === 'STOPPED');
  const measured = [...complete, ...stopped];
  const kinds = recordedKinds.filter((kind) => measured.some((step) => step.operations[kind] !== undefined));
  const ofKind = (kind: RecordedKind | undefined, mount: string, failed: readonly FailedRow[]) => [
    ...(kind === undefined ? [] : valueRows(complete, mount, kind)),
    ...failed,
    ...(kind === undefined ? [] : stoppedRows(stopped, mount, kind)),
  ];
  // Failed steps stand with the first operation, beside the mounts that did it.
  const first = mounts.flatMap((mount) => ofKind(kinds[0], mount, failedRows(steps, mount)));
  return [...first, ...kinds.slice(1).flatMap((kind) => mounts.flatMap((mount) => ofKind(kind, mount, [])))];
}

function valueRows(steps: readonly StepRecord[], mount: string, kind: RecordedKind): ValueRow[] {
  const found = operationsOf(steps, mount, kind);
  if (found.length === 0) return [];
  const { median, intended, range } = combineRepeats(found);
  const row = { operation: kind, mount: printable(mount) };
  const roles = { median, intended, min: range?.min ?? null, max: range?.max ?? null };
  return (['median', 'intended', 'min', 'max'] as const).flatMap((role) => {
    const values = roles[role];
    return values === null ? [] : [{ ...row, role, values: tableValues(values, steps) }];
  });
}

function tableValues(values: Values, steps: readonly StepRecord[]): TableValues {
  return steps.some(hasRounds) ? { ...values, perSecond: null, bytesPerSecond: null } : values;
}

function stoppedRows(steps: readonly StepRecord[], mount: string, kind: RecordedKind): ValueRow[] {
  return operationsOf(steps, mount, kind).map((operation) => ({
    operation: kind,
    mount: printable(mount),
    role: 'stopped',
    values: tableValues(combineRepeats([operation]).median, steps),
  }));
}

function operationsOf(steps: readonly StepRecord[], mount: string, kind: RecordedKind): OperationRecord[] {
  return steps
    .filter((step) => step.mount === mount)
    .map((step) => step.operations[kind])
    .filter((operation) => operation !== undefined);
}

function failedRows(steps: readonly StepRecord[], mount: string): FailedRow[] {
  const repeated = steps.some((step) => step.repeat > 1);
  return steps
    .filter((step) => step.mount === mount)
    .flatMap(({ status, repeat, error }) => {
      if (status === 'complete') return [];
      const text = `${repeated ? `repeat ${repeat}, ` : ''}${errorBrief(error)}`;
      return [{ mount: printable(mount), status, text }];
    });
}

/** Groups in the order of their first members. */
export function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
