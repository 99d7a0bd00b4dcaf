// What `ioproof compare` does: checks what was asked, reads the runs, compares, prints.
import { chanceOf } from '../../compare/chance.js';
import { compareSides } from '../../compare/compare.js';
import type { CompareOptions, Comparison, Side } from '../../compare/comparison.js';
import { judgeLimits, type Limit, type LimitResult } from '../../compare/limits.js';
import { exitCodes, IoproofError } from '../../errors.js';
import { type CompareDocument, compareSchemaVersion } from '../../report/comparison-json-schema.js';
import { limitLines } from '../../report/compare-limits.js';
import { compareText } from '../../report/compare-text.js';
import { wrap } from '../../report/display-text.js';
import { lookOf as drawnLook } from '../../report/look.js';
import { changedNote } from '../reading/changed-records.js';
import { allChecks } from '../checks.js';
import type { CompareArguments } from '../commands/compare.js';
import { checkAlike, comparedRuns, comparedSides, parseLabel, type Group } from './compared-runs.js';
import { parseFigure, parseLimit } from './fail-if.js';
import { packageVersion } from '../package.js';
import { lookOf } from '../terminal.js';

/** What was asked, checked before any run is read. */
interface Asked {
  groups: Group[];
  by: 'mount' | 'run';
  figures: string[];
  limits: Limit[];
}

/** Prints to standard output. True where a limit is breached. Throws IoproofError with exit code 2. */
export async function compareSaved(given: CompareArguments): Promise<boolean> {
  const { groups, by, figures, limits } = await asked(given);
  const { runs, changed } = await comparedRuns(groups, given.out);
  const sides = comparedSides(runs, by);
  const { baseline, confidence, margin, seed, resamples, force } = given;
  const options: CompareOptions = {
    ...{ by, confidence, margin, seed, resamples },
    ...(baseline === undefined ? {} : { baseline }),
    ...(figures.length === 0 ? {} : { figures }),
  };
  const comparison = compareSides(sides, options);
  if (!force) checkAlike(comparison.differences);
  checkFigures(comparison, figures);
  const results = judged(sides, options, limits);
  const notes = changed.map(({ run, files }) => `run ${run}: ${changedNote(files)}`);
  for (const note of notes) process.stderr.write(`${note}\n`);
  process.stdout.write(
    given.json
      ? `${JSON.stringify(documentOf(comparison, results, changed), null, 2)}\n`
      : plainText(comparison, results, notes),
  );
  return results.some(({ breached }) => breached);
}

async function asked(given: CompareArguments): Promise<Asked> {
  const [labelled, figures, limits] = await allChecks([
    () => allChecks(given.label.map((text) => () => parseLabel(text))),
    () => allChecks(given.figure.map((word) => () => parseFigure(word))),
    () => allChecks(given['fail-if'].map((text) => () => parseLimit(text))),
    () => {
      checkNumber('--confidence', given.confidence, (value) => value >= 0.5 && value < 1, 'from 0.5 to below 1');
    },
    () => {
      checkNumber('--margin', given.margin, (value) => value >= 0 && value < 1, 'from 0 to below 1');
    },
    () => {
      checkNumber('--seed', given.seed, (value) => Number.isSafeInteger(value) && value >= 0, 'a whole number from 0');
    },
    () => {
      const fits = (value: number) => Number.isInteger(value) && value >= 100 && value <= 100_000;
      checkNumber('--resamples', given.resamples, fits, 'a whole number from 100 to 100000');
    },
    () => {
      if (given.runs.length + given.label.length === 0) throw refusal('RUNS_MISSING', 'Name the runs to compare.');
    },
    () => {
      if (given.by === 'mount' && given.label.length > 0) {
        throw refusal('LABEL_UNUSED', '--label names runs, and --by mount compares mounts: give one of them.');
      }
    },
  ]);
  const groups = [...given.runs.map((word) => ({ label: null, word })), ...labelled.flat()];
  return { groups, by: given.by ?? (groups.length === 1 ? 'mount' : 'run'), figures, limits };
}

function checkNumber(option: string, value: number, fits: (value: number) => boolean, what: string): void {
  if (!fits(value)) throw refusal('OPTION_INVALID', `${option} ${value}: give ${what}.`);
}

function checkFigures({ rows }: Comparison, figures: readonly string[]): void {
  const missing = figures.filter((figure) => !rows.some((row) => row.figure === figure));
  if (missing.length > 0) throw refusal('FIGURE_MISSING', `No step of these runs has ${missing.join(', ')}.`);
}

function refusal(code: string, message: string): IoproofError {
  return new IoproofError(code, message, { exitCode: exitCodes.usage });
}

function judged(sides: readonly Side[], options: CompareOptions, limits: readonly Limit[]): LimitResult[] {
  if (limits.length === 0) return [];
  const figures = [...new Set(limits.map(({ figure }) => figure))];
  return judgeLimits(compareSides(sides, { ...options, figures }), limits);
}

function documentOf(
  comparison: Comparison,
  limits: LimitResult[],
  changed: CompareDocument['changed'],
): CompareDocument {
  const tool = { name: 'ioproof', version: packageVersion() } as const;
  const rows = comparison.rows.map(({ values, ...row }) => ({ ...row, values: [...values] }));
  return {
    schemaVersion: compareSchemaVersion,
    tool,
    ...comparison,
    chance: chanceOf(comparison),
    rows,
    limits,
    changed,
  };
}

/** What was changed stands before all else: the text may go to somebody without standard error. */
function plainText(comparison: Comparison, results: readonly LimitResult[], notes: readonly string[]): string {
  const terminal = lookOf(process.stdout);
  const text = compareText(comparison, { ...terminal, version: packageVersion() });
  const limits = limitLines(results, drawnLook(terminal));
  const first = notes.flatMap((note) => wrap(`NOTE: ${note}`, terminal.width));
  return [...first, text, ...(limits.length === 0 ? [] : ['', ...limits]), ''].join('\n');
}
