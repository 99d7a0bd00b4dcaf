// The runs and sides that a comparison on the command line is about, and whether they can be compared.
import type { ComparedRun, Difference, Side } from '../../compare/comparison.js';
import { sidesOf } from '../../compare/sides.js';
import { exitCodes, IoproofError } from '../../errors.js';
import { differenceTexts } from '../../report/compare-differences.js';
import { checkSum } from '../../result/checksums.js';
import { forStatistics, readIntervals } from '../../result/read-intervals.js';
import { recordFileName } from '../../result/read-run.js';
import { runIntegrity } from '../reading/changed-records.js';
import { allChecks } from '../checks.js';
import { readRuns, type SavedRun } from '../reading/run-paths.js';

export interface Group {
  /** Null: the id of the run. */
  label: string | null;
  word: string;
}

/** Of more runs the time series would take longer to read than they are worth. */
const mostWithIntervals = 20;

/** `before=RUN1,RUN2`. Throws LABEL_INVALID with exit code 2. */
export function parseLabel(text: string): Group[] {
  const match = /^([^=,]+)=(.+)$/.exec(text);
  const words = match?.[2]?.split(',') ?? [];
  if (match === null || words.some((word) => word === '')) {
    throw new IoproofError('LABEL_INVALID', `--label: "${text}" is no label.`, {
      advice: 'Write a name and its runs, such as before=RUN1,RUN2.',
      exitCode: exitCodes.usage,
      details: { text },
    });
  }
  return words.map((word) => ({ label: match[1] ?? '', word }));
}

export interface ReadForComparison {
  runs: ComparedRun[];
  /** Runs of which files were changed after they ended, and those files. */
  changed: { run: string; files: string[] }[];
}

/** Reads all runs. Throws what `readRuns` does, and RUN_EMPTY for a run without a complete step: all with exit code 2. */
export async function comparedRuns(groups: readonly Group[], outDirectory: string): Promise<ReadForComparison> {
  const words = groups.map(({ word }) => word);
  const runs = await readRuns(words, outDirectory);
  await allChecks(
    runs.map((run) => () => {
      checkMeasured(run);
    }),
  );
  const withIntervals = runs.length <= mostWithIntervals;
  const intervals = !withIntervals
    ? []
    : await allChecks(
        runs.map(
          ({ path }) =>
            () =>
              readIntervals(path, forStatistics),
        ),
      );
  const compared = runs.map(({ record }, at) => {
    const own = intervals[at];
    return { name: groups[at]?.label ?? record.run.id, record, ...(own === undefined ? {} : { intervals: own }) };
  });
  return { runs: compared, changed: await changedRuns(runs, withIntervals) };
}

/** Of files that were read alone. */
async function changedRuns(runs: readonly SavedRun[], withIntervals: boolean): Promise<ReadForComparison['changed']> {
  const checked = await Promise.all(
    runs.map(async ({ path, record }) => {
      if (withIntervals) return { run: record.run.id, files: (await runIntegrity(path)).changed };
      return { run: record.run.id, files: (await checkSum(path)) === 'differs' ? [recordFileName] : [] };
    }),
  );
  return checked.filter(({ files }) => files.length > 0);
}

function checkMeasured({ word, record }: SavedRun): void {
  if (record.steps.some(({ status }) => status === 'complete')) return;
  throw new IoproofError('RUN_EMPTY', `"${word}" has no complete step: its status is ${record.run.status}.`, {
    advice: 'Leave it out.',
    exitCode: exitCodes.usage,
    details: { word },
  });
}

/** At least two. Throws SIDES_MISSING with exit code 2. */
export function comparedSides(runs: readonly ComparedRun[], by: 'mount' | 'run'): Side[] {
  const sides = sidesOf(runs, by);
  if (sides.length > 1) return sides;
  const only = sides[0]?.name ?? '';
  const advice =
    by === 'mount'
      ? 'Give a run of several mounts, or several runs with --by run.'
      : 'Give several runs, or --by mount for the mounts of one.';
  throw new IoproofError('SIDES_MISSING', `There is nothing to compare the ${by} ${only} with.`, {
    advice,
    exitCode: exitCodes.usage,
    details: { by, sides: sides.map(({ name }) => name) },
  });
}

/** Throws RUNS_UNLIKE with exit code 2 and all keys in which the jobs differ. */
export function checkAlike(differences: readonly Difference[]): void {
  const refusing = differences.filter(({ refuses }) => refuses);
  if (refusing.length === 0) return;
  const keys = differenceTexts(refusing).map((text) => `  ${text}`);
  throw new IoproofError('RUNS_UNLIKE', ['These runs asked for different things:', ...keys].join('\n'), {
    advice: 'Compare runs of the same workload, or give --force to compare these nevertheless.',
    exitCode: exitCodes.usage,
    details: { differences: refusing },
  });
}
