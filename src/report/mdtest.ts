// A run as mdtest would have printed it: its summary of rates, and below it the latencies that mdtest does not have.
import { mdtestOperations, mdtestRows, type MdtestRow } from '../analyze/mdtest-rates.js';
import type { RunRecord } from '../result/schema.js';
import { formatLatency } from './numbers.js';

const nameWidth = 22;

/** True for a record with a phase that mdtest has. */
export function hasMdtestPhases({ steps }: RunRecord): boolean {
  return steps.some(({ workload }) => Object.hasOwn(mdtestOperations, workload));
}

/** The text of each mount, its lines as those of mdtest. */
export function mdtestText(record: RunRecord): string {
  return record.mounts
    .map(({ name, path }) => [`Mount ${name}: ${path}`, '', ...mountLines(mdtestRows(record, name))].join('\n'))
    .join('\n\n');
}

function mountLines(rows: readonly MdtestRow[]): string[] {
  if (rows.length === 0) return ['No phase of mdtest is complete.'];
  const repeats = Math.max(...rows.map(({ rate }) => rate.repeats));
  return [
    `SUMMARY rate (in ops/sec): (of ${repeats} iterations)`,
    head(['Max', 'Min', 'Mean', 'Std Dev']),
    head(['---', '---', '----', '-------'], '---------'),
    ...rows.map(({ operation, rate }) => rateLine(operation, rate)),
    '',
    'LATENCY of an operation: (medians over the iterations, and the longest of all)',
    head(['p50', 'p99', 'Max']),
    head(['---', '---', '---'], '---------'),
    ...rows.flatMap(({ operation, latencyNs }) => (latencyNs === null ? [] : [latencyLine(operation, latencyNs)])),
  ];
}

function head(words: readonly string[], first = 'Operation'): string {
  return `   ${first.padEnd(nameWidth)} ${words.map((word) => word.padStart(14)).join(' ')}`;
}

function rateLine(operation: string, { max, min, mean, stddev }: MdtestRow['rate']): string {
  return line(
    operation,
    [max, min, mean, stddev].map((value) => value.toFixed(3)),
  );
}

function latencyLine(operation: string, { p50, p99, max }: NonNullable<MdtestRow['latencyNs']>): string {
  return line(operation, [p50, p99, max].map(formatLatency));
}

function line(operation: string, cells: readonly string[]): string {
  return `   ${operation.padEnd(nameWidth)} ${cells.map((cell) => cell.padStart(14)).join(' ')}`;
}
