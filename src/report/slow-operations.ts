// Lines below the table for small files: what took far too long, the worker that came last, and the shares of a mixture.
import type { RunRecord, StepRecord } from '../result/schema.js';
import { padEnd, padStart, printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatPercent, formatSeconds } from './numbers.js';

/** One line a step that was a storm, or in which something took over 100 ms; then the shares of each mixture. */
export function slowOperationLines({ steps }: RunRecord, look: Look): string[] {
  const complete = steps.filter(({ status }) => status === 'complete');
  const slow = complete.filter(isWorthTelling).flatMap((step) => wrap(slowText(step), look.width));
  const mixed = complete.flatMap(mixLines);
  return [...slow, ...(slow.length > 0 ? [''] : []), ...mixed];
}

/** Workers that all touch names at one instant. */
const crowd = 8;

/** All workers on the same items at one instant, or on names alone: there the end of the crowd is what is asked for. */
function isStorm({ job }: StepRecord): boolean {
  return job['visits'] === 'everyWorker' || (Number(job['workers']) >= crowd && touchesNamesOnly(job['operations']));
}

function touchesNamesOnly(operations: unknown): boolean {
  if (!Array.isArray(operations) || operations.length === 0) return false;
  return !operations.includes('read') && !operations.includes('write');
}

function isWorthTelling(step: StepRecord): boolean {
  const { overHundredMs } = step.metrics;
  return overHundredMs !== undefined && (overHundredMs > 0 || isStorm(step));
}

function slowText({ id, job, operations, metrics }: StepRecord): string {
  const { overHundredMs = 0, slowestSeconds, slowestPace } = metrics;
  const what = operations.chain === undefined && operations.list !== undefined ? 'looks at entries' : 'chains';
  const kinds = Object.keys(operations);
  const isPacked = typeof job['packing'] === 'string' && job['packing'] !== 'none';
  const judged = isPacked ? 'opens of shards' : kinds.length === 1 ? `${kinds[0]} operations` : what;
  const share = overHundredMs === 0 ? 'none' : `${Number((100 * overHundredMs).toPrecision(2))}%`;
  const last =
    slowestSeconds === undefined || slowestPace === undefined
      ? ''
      : `; slowest worker ${formatSeconds(slowestSeconds)}, at ${formatPercent(slowestPace)} of the median's rate`;
  return printable(`Over 100 ms: ${id}: ${share} of the ${judged}${last}.`);
}

function mixLines({ id, mix }: StepRecord): string[] {
  if (mix === undefined) return [];
  const rows = mix.map(({ percent, achievedPercent, operations, chains, latencyNs }) => [
    `${percent}%`,
    `${achievedPercent.toFixed(2)}%`,
    operations.join('-'),
    formatCount(chains),
    formatLatency(latencyNs.p50),
    formatLatency(latencyNs.p99),
  ]);
  const table = [['asked', 'reached', 'chain', 'chains', 'p50', 'p99'], ...rows];
  const widths = (table[0] ?? []).map((_, at) => Math.max(...table.map((row) => (row[at] ?? '').length)));
  const line = (row: string[]) =>
    row.map((cell, at) => (at === 2 ? padEnd(cell, widths[at] ?? 0) : padStart(cell, widths[at] ?? 0))).join('  ');
  return [printable(`Shares of ${id}`), ...table.map((row) => `  ${line(row)}`.trimEnd()), ''];
}
