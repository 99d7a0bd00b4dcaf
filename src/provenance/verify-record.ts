// A whole record against itself: every figure that follows from other values in it, and how many follow from nothing.
import { IoproofError } from '../errors.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { sha256Of } from '../result/sha256.js';
import { crosscheckChecks } from './crosscheck-checks.js';
import { fitChecks } from './fit-checks.js';
import { type FigureCheck, figureCheck } from './figure-check.js';
import { runChecks } from './run-checks.js';
import type { StepSeries } from './series.js';
import { stepChecks } from './step-checks.js';

export interface VerifiedRecord {
  checks: FigureCheck[];
  /** Places of numbers that no check is about, in their order. */
  unchecked: string[];
  /** Why a step could not be checked. */
  failures: { path: string; reason: string }[];
}

/** `series`: intervals by the id of their step; null where there are no events to hold against. */
export function verifyRecord(record: RunRecord, series: ReadonlyMap<string, StepSeries> | null): VerifiedRecord {
  const verified: VerifiedRecord = { checks: [], unchecked: [], failures: [] };
  record.steps.forEach((step, at) => {
    const path = `steps.${at}`;
    try {
      verified.checks.push(...stepChecks(path, { record, step, series: series?.get(step.id) ?? null }));
    } catch (error) {
      if (!(error instanceof IoproofError)) throw error;
      verified.failures.push({ path, reason: error.message });
    }
    verified.checks.push(...manifestChecks(path, step), ...fitChecks(path, step));
  });
  verified.checks.push(...runChecks(record), ...crosscheckChecks(record));
  const checked = new Set(verified.checks.map(({ path }) => path));
  verified.unchecked = numbersIn(record).filter((path) => !checked.has(path));
  return verified;
}

/** The manifest is written as JSON with an indent of two, and a line end. */
function manifestChecks(path: string, { dataset }: StepRecord): FigureCheck[] {
  const manifest = dataset?.manifest;
  if (manifest === undefined) return [];
  const text = `${JSON.stringify(manifest.content, null, 2)}\n`;
  const sum = sha256Of(text);
  return [figureCheck(`${path}.dataset.manifest.sha256`, manifest.sha256, sum)];
}

/** What was asked for, and what the machine is, are no figures. */
const noFigures = ['job', 'variant', 'repeat', 'manifest', 'hosts', 'mounts', 'import', 'schemaVersion', 'scenario'];

function numbersIn(value: unknown, path: readonly string[] = []): string[] {
  if (typeof value === 'number') return [path.join('.')];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    noFigures.includes(key) ? [] : numbersIn(item, [...path, key]),
  );
}
