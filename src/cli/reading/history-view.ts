// What of a history is asked for on the command line; words that fit nothing are refused with what there is.
import { exitCodes, IoproofError } from '../../errors.js';
import { figureName } from '../../figure/catalogue.js';
import { type HistoryDocument, historySchemaVersion } from '../../history/document-schema.js';
import { type History, type PastRun, readHistory, rebuildIndex } from '../../history/history.js';
import { type Series, seriesOf } from '../../history/series.js';
import type { HistoryView } from '../../report/history-text.js';
import { nearest } from '../../spec/nearest.js';
import { allChecks } from '../checks.js';
import { packageVersion } from '../package.js';

export interface HistoryOptions {
  out: string;
  workload?: string | undefined;
  mount?: string | undefined;
  figure?: string | undefined;
  since?: string | undefined;
  last: number;
  rebuild: boolean;
}

/** More of them would not be read. */
const mostWords = 12;

const spans: Readonly<Record<string, number>> = { m: 60e3, h: 3600e3, d: 86_400e3, w: 7 * 86_400e3 };

/** Throws RESULTS_NOT_READABLE, RESULTS_NOT_SAVED or, with exit code 2, what is wrong with the options. */
export async function historyView(options: HistoryOptions, now: Date): Promise<HistoryView> {
  const { workload, mount, figure, last } = options;
  const history = await (options.rebuild ? rebuildIndex(options.out) : readHistory(options.out));
  const all = seriesOf(history.runs);
  const [since, name] = await allChecks<[number, string | undefined, unknown, unknown, number]>([
    () => sinceOf(options.since, now),
    () => (figure === undefined ? undefined : figureIn(figure, figuresIn(all))),
    () => known('workload', workload, workloadsIn(history)),
    () => known('mount', mount, mountsIn(history)),
    () => checkLast(last),
  ]);
  const inTime = history.runs.filter(({ startedAt }) => Date.parse(startedAt) >= since);
  const runs = inTime.filter(({ workloads }) =>
    workloads.some((one) => one.name === (workload ?? one.name) && one.mount === (mount ?? one.mount)),
  );
  const shown = (workload === undefined && mount === undefined ? inTime : runs).slice(-last);
  const series = seriesOf(shown, { workload, mount, figure: name });
  const plots = [workload, mount, figure].some((word) => word !== undefined);
  return { ...history, results: options.out, shown, series, plots };
}

/** For programs: a point names its run instead of holding it. */
export function historyDocument({ results, shown, series, bad, unreadable }: HistoryView): HistoryDocument {
  return {
    schemaVersion: historySchemaVersion,
    tool: { name: 'ioproof', version: packageVersion() },
    results,
    runs: [...shown],
    series: series.map(({ points, ...one }) => ({
      ...one,
      points: points.map(({ run, value, n }) => ({ run: run.folder, startedAt: run.startedAt, value, n })),
    })),
    bad: [...bad],
    unreadable: [...unreadable],
  };
}

/** Milliseconds since 1970. */
function sinceOf(text: string | undefined, now: Date): number {
  if (text === undefined) return -Infinity;
  const [, amount, unit] = /^(\d+(?:\.\d+)?)([mhdw])$/.exec(text) ?? [];
  const span = spans[unit ?? ''];
  if (span !== undefined) return now.getTime() - Number(amount) * span;
  const at = /^\d{4}-\d\d-\d\d(T.*)?$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(at)) return at;
  throw new IoproofError('SINCE_INVALID', `--since "${text}" is neither a day nor a time`, {
    advice: 'Write --since 2026-11-01, or 30m, 36h, 14d, 8w.',
    exitCode: exitCodes.usage,
  });
}

function checkLast(last: number): number {
  if (Number.isInteger(last) && last > 0) return last;
  throw new IoproofError('LAST_INVALID', `--last ${last} is no number of runs`, {
    advice: 'Give a whole number from 1 on.',
    exitCode: exitCodes.usage,
  });
}

/** The name of the catalogue. A figure that the index does not keep would be an empty table. */
function figureIn(word: string, kept: readonly string[]): string {
  const name = figureName(word);
  if (name === null) return unknown('figure', word, kept);
  if (kept.includes(name)) return name;
  throw new IoproofError('FIGURE_UNKNOWN', `no run of this index has the figure "${word}"`, {
    advice: `It keeps the main figures of each run: ${kept.slice(0, mostWords).join(', ') || 'none yet'}. Others are in \`ioproof report --format csv\`.`,
    exitCode: exitCodes.usage,
    details: { word },
  });
}

function known(what: string, word: string | undefined, words: readonly string[]): string | undefined {
  return word === undefined || words.includes(word) ? word : unknown(what, word, words);
}

function unknown(what: string, word: string, words: readonly string[]): never {
  const meant = nearest(word, words);
  throw new IoproofError(`${what.toUpperCase()}_UNKNOWN`, `no run has the ${what} "${word}"`, {
    advice:
      meant === null ? `There are: ${words.slice(0, mostWords).join(', ') || 'none'}.` : `Did you mean "${meant}"?`,
    exitCode: exitCodes.usage,
    details: { word },
  });
}

const workloadsIn = ({ runs }: History) => unique(runs, ({ workloads }) => workloads.map(({ name }) => name));
const mountsIn = ({ runs }: History) => unique(runs, ({ mounts }) => mounts.map(({ name }) => name));
const figuresIn = (series: readonly Series[]) => [...new Set(series.map(({ figure }) => figure))];

function unique(runs: readonly PastRun[], words: (run: PastRun) => string[]): string[] {
  return [...new Set(runs.flatMap(words))];
}
