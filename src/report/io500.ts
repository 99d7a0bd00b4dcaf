// What the final text says of the phases of io500-like: a score by the formula of IO500, and why it is none of IO500.
import { type Io500Result, io500Results } from '../analyze/io500-score.js';
import type { RunRecord } from '../result/schema.js';
import { formatDuration } from '../spec/units.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paintText } from './spans.js';

const indent = '  ';
const fullStonewall = 300e9;

/** Lines with an empty one after the last; none for a run without such phases. */
export function io500Lines(record: RunRecord, look: Look): string[] {
  const results = io500Results(record);
  if (results.length === 0) return [];
  const title = paintText('io500-like, not an IO500 score', 'bold', look.colour);
  const scores = results.flatMap((result) => wrapped(scoreText(result, isRepeated(results)), look));
  return [title, ...scores, ...wrapped(`No IO500 score, because: ${reasons(record).join('; ')}.`, look), ''];
}

function scoreText({ mount, repeat, missing, score }: Io500Result, named: boolean): string {
  const where = named ? `${mount}/${repeat}` : mount;
  if (score === null) return `${where}: incomplete: ${missing.join(', ')}`;
  const [bandwidth, metadata, total] = [score.bandwidth, score.metadata, score.total].map(shown);
  return `${where}: bandwidth ${bandwidth} GiB/s, metadata ${metadata} kIOPS, total ${total}`;
}

function isRepeated(results: readonly Io500Result[]): boolean {
  return results.some(({ repeat }) => repeat > 1);
}

function reasons({ steps }: RunRecord): string[] {
  const stonewalls = steps.flatMap(({ job }) => (typeof job['stonewall'] === 'number' ? [job['stonewall']] : []));
  const stonewall = Math.max(0, ...stonewalls);
  return [
    'one machine, threads and no MPI',
    'what is read was written by the same machine',
    'find reads directories and the status of their entries and compares nothing',
    'reads are not verified',
    stonewall < fullStonewall ? `the stonewall is ${formatDuration(stonewall)}, not 300s` : '',
  ].filter((reason) => reason !== '');
}

function wrapped(text: string, { width }: Look): string[] {
  return wrap(printable(text), width - indent.length).map((line) => `${indent}${line}`);
}

function shown(value: number): string {
  return value.toPrecision(4);
}
