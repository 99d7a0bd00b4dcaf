// Report pages of real runs, written to files that a browser can open.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Comparison } from '../../src/compare/comparison.js';
import { reportDocument } from '../../src/report/document.js';
import { htmlReport } from '../../src/report/html/html.js';
import { forCharts, type IntervalsByStep, readIntervals } from '../../src/result/read-intervals.js';
import { readRun } from '../../src/result/read-run.js';
import type { RunRecord } from '../../src/result/schema.js';
import { main } from '../helpers/cli.js';

export const pageScript = (): string =>
  readFileSync(fileURLToPath(new URL('../../dist/assets/report.js', import.meta.url)), 'utf8');

export interface SavedRun {
  /** Of its run.json. */
  path: string;
  bytes: Buffer;
  record: RunRecord;
  /** Of its charts. */
  intervals: IntervalsByStep;
}

/** Runs workloads of a suite file on the mounts `one` and `two` below `directory`. */
export async function runSuite(directory: string, suite: string, repeats: number): Promise<SavedRun> {
  writeFileSync(join(directory, 'suite.yaml'), suite);
  const mounts = ['one', 'two'].map((name) => {
    mkdirSync(join(directory, name));
    return `--mount=${name}=${join(directory, name)}`;
  });
  const words = [main, 'run', join(directory, 'suite.yaml'), ...mounts, '--repeat', String(repeats), '--quiet'];
  const { status, stderr } = spawnSync(process.execPath, [...words, '--out', join(directory, 'results')], {
    encoding: 'utf8',
    cwd: directory,
  });
  if (status !== 0) throw new Error(`the run ended with ${String(status)}: ${stderr}`);
  const results = join(directory, 'results');
  const id = readdirSync(results, { withFileTypes: true }).find((entry) => entry.isDirectory())?.name ?? '';
  const path = join(results, id, 'run.json');
  return { path, bytes: readFileSync(path), record: readRun(path), intervals: await readIntervals(path, forCharts) };
}

/** The page of a run; `record` replaces the record that is told of, as if it had been in the file. */
export function pageOf(
  run: SavedRun,
  { record = run.record, intervals = run.intervals, comparison = null as Comparison | null } = {},
): string {
  const bytes = record === run.record ? run.bytes : Buffer.from(`${JSON.stringify(record, null, 2)}\n`);
  const read = {
    path: run.path,
    record,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    sizeBytes: bytes.length,
    integrity: 'matches' as const,
    intervals: new Map(),
  };
  const document = reportDocument([read], comparison, { createdAt: '2026-11-22T08:00:00.000Z', version: '0.1.0' });
  const [files, charted] = [new Map([[run.path, bytes]]), new Map([[run.path, intervals]])];
  return htmlReport(document, { script: pageScript(), files, intervals: charted });
}

/** Writes the page and gives its path. */
export function written(directory: string, name: string, page: string): string {
  const file = join(directory, name);
  writeFileSync(file, page);
  return file;
}
