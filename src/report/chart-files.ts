// The charts of runs as SVG files in a folder, one a chart; nothing of anybody else is overwritten.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chartGroups } from '../charts/groups.js';
import type { Theme } from '../charts/option/palette.js';
import { exitCodes, IoproofError, messageOf, systemCode } from '../errors.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import type { RunRecord } from '../result/schema.js';
import { renderSvg } from './svg.js';

export interface ChartedRun {
  record: RunRecord;
  /** As `readIntervals(path, forCharts)` gives them. */
  intervals: IntervalsByStep;
}

/** In each file: what was written before may be replaced. */
const mark = '<!-- ioproof chart -->';
/** Before that mark there is no more than the XML declaration. */
const markWithin = 200;

/**
 * Writes `<id>.svg` of each chart; the folder is made where it is missing, but not those above it. With several runs the id of the run comes first.
 * Gives the paths, in the order of the charts. Throws CHARTS_REFUSED where a file of such a name is not a chart of ioproof,
 * and CHARTS_NOT_WRITABLE; both with exit code 2, and before any file is written as far as that can be known.
 */
export async function writeCharts(
  runs: readonly ChartedRun[],
  folder: string,
  look: { theme?: Theme } = {},
): Promise<string[]> {
  const mounts = [...new Set(runs.flatMap(({ record }) => record.mounts.map(({ name }) => name)))];
  const charts = runs.flatMap(({ record, intervals }) => {
    const groups = chartGroups(record, intervals, runs.length > 1 ? { idPrefix: record.run.id } : {});
    return groups.flatMap((group) => group.charts);
  });
  await makeFolder(folder);
  const names = charts.map(({ id }) => `${id}.svg`);
  await refuseForeign(folder, names);
  const paths: string[] = [];
  for (const chart of charts) {
    const svg = await renderSvg(chart, { theme: look.theme ?? 'light', mounts });
    const path = join(folder, `${chart.id}.svg`);
    await replace(path, svg.replace('?>\n', `?>\n${mark}\n`));
    paths.push(path);
  }
  return paths;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    // Not recursive: Node then never ends where the file system makes no folders, such as below /proc.
    await mkdir(folder);
  } catch (cause) {
    if (systemCode(cause) === 'EEXIST') return;
    throw notWritable(folder, cause);
  }
}

/** Tells all of them at once. */
async function refuseForeign(folder: string, names: readonly string[]): Promise<void> {
  try {
    const there = new Set(await readdir(folder));
    const foreign: string[] = [];
    for (const name of names.filter((one) => there.has(one))) {
      const text = await readFile(join(folder, name), 'utf8');
      if (!text.slice(0, markWithin).includes(mark)) foreign.push(name);
    }
    if (foreign.length > 0) throw refused(folder, foreign);
  } catch (cause) {
    if (cause instanceof IoproofError) throw cause;
    throw notWritable(folder, cause);
  }
}

/** A reader sees the old file or the new one. */
async function replace(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw notWritable(path, cause);
  }
}

function refused(folder: string, names: readonly string[]): IoproofError {
  const shown = names.slice(0, 5).map((name) => `"${name}"`);
  const more = names.length > shown.length ? ` and ${names.length - shown.length} more` : '';
  return new IoproofError(
    'CHARTS_REFUSED',
    `"${folder}" has files that are no charts of ioproof: ${shown.join(', ')}${more}.`,
    {
      advice: 'Give another folder, or move them away.',
      exitCode: exitCodes.usage,
      details: { folder, names },
    },
  );
}

function notWritable(path: string, cause: unknown): IoproofError {
  return new IoproofError('CHARTS_NOT_WRITABLE', `Charts cannot be written to "${path}": ${messageOf(cause)}`, {
    advice: 'Give a folder that you may write to, on a file system with room.',
    exitCode: exitCodes.usage,
    details: { path },
    cause,
  });
}
