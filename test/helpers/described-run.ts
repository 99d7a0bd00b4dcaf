// What real runs write, held against the published format.
import { metricGroups } from '../../src/result/metrics-schema.js';
import { readRun } from '../../src/result/read-run.js';
import type { RunRecord } from '../../src/result/schema.js';

const described = new Set(metricGroups.flatMap(({ metrics }) => Object.keys(metrics)));

/** The record of a run of this version, checked against its schema; an error where it has a metric without a description. */
export function readDescribedRun(path: string): RunRecord {
  const record = readRun(path);
  const unknown = record.steps.flatMap(({ metrics }) => Object.keys(metrics)).filter((name) => !described.has(name));
  if (unknown.length > 0) throw new Error(`metrics that src/result/metrics does not describe: ${unknown.join(', ')}`);
  return record;
}
