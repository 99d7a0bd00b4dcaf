// The table of a fit: how many accelerators each mount feeds, what that rests on, and what is in the way of more.
import { medianOf } from '../statistics/median.js';
import type { FitRecord, FitTry } from '../result/fit-schema.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import { displayWidth, padEnd, padStart, printable, truncate, wrap } from './display-text.js';
import { acceleratorsText, limitText, limitWords, percentText } from './fit-text.js';
import type { Look } from './look.js';
import { formatCount, formatRate } from './numbers.js';
import { paintText } from './spans.js';

type FitStep = StepRecord & { fit: FitRecord };

const widestMount = 20;

/** A table a workload; no line where no step is a fit. */
export function fitLines({ steps }: RunRecord, look: Look): string[] {
  const fits = steps.filter((step): step is FitStep => step.fit !== undefined);
  const groups = groupBy(fits, ({ workload }) => workload);
  return groups.flatMap(([, members]) => [...groupLines(members, look), '']);
}

function groupLines(steps: readonly FitStep[], look: Look): string[] {
  const mounts = groupBy(steps, ({ mount }) => mount);
  const rows = [heads, ...mounts.map(([mount, own]) => rowOf(mount, own, look))];
  const widths = heads.map((_, at) => Math.max(...rows.map((row) => displayWidth(row[at] ?? ''))));
  const lines = rows.map((row) =>
    ` ${row.map((text, at) => cellText(text, at, widths[at] ?? 0)).join('  ')}`.trimEnd(),
  );
  const [head = '', ...body] = lines;
  return [
    ...wrap(titleOf(steps), look.width).map((line) => paintText(line, 'bold', look.colour)),
    paintText(head, 'dim', look.colour),
    ...body,
    ...steps.flatMap((step) => notesOf(step, steps, look)),
  ];
}

function titleOf(steps: readonly FitStep[]): string {
  const [first] = steps;
  const { accelerator, name } = (first?.job ?? {}) as { accelerator?: string; name?: string };
  const kind = accelerator === undefined || accelerator === 'other' ? '' : ` ${accelerator}`;
  const threshold = Number((first?.fit.threshold ?? 0).toPrecision(4));
  return printable(`Accelerators fed:${kind} on ${name ?? first?.workload}, at ${threshold} % utilization`);
}

const heads = ['mount', 'fed', 'AU', 'GPU idle', 'samples/s', 'read', 'limit'];
const leftColumns = new Set([0, heads.length - 1]);

function cellText(text: string, at: number, width: number): string {
  return leftColumns.has(at) ? padEnd(text, width) : padStart(text, width);
}

function rowOf(mount: string, steps: readonly FitStep[], { glyphs }: Look): string[] {
  const told = steps.map(({ fit }) => figuresOf(fit)).filter((one) => one !== undefined);
  const median = (valueOf: (one: FitTry) => number | null, text: (value: number) => string) => {
    const values = told.map(valueOf).filter((value) => value !== null);
    return values.length === 0 ? glyphs.none : text(medianOf(values));
  };
  return [
    truncate(printable(mount), widestMount, glyphs.ellipsis),
    fedText(steps, glyphs.none),
    median(({ auPercent }) => auPercent, percentText),
    median(({ wallAuPercent }) => (wallAuPercent === null ? null : 100 - wallAuPercent), percentText),
    median(({ samplesPerSecond }) => samplesPerSecond, formatCount),
    median(({ readBytesPerSecond }) => readBytesPerSecond, formatRate),
    [...new Set(steps.map(({ fit }) => (fit.limit === null ? glyphs.none : limitWords[fit.limit.resource])))].join(
      ', ',
    ),
  ];
}

/** The try that the number of accelerators rests on; of none that was fed, the last that missed with the fewest. */
function figuresOf({ accelerators, tries }: FitRecord): FitTry | undefined {
  if (accelerators > 0) return tries.findLast((one) => one.accelerators === accelerators && one.reached);
  const missed = tries.filter(({ reached }) => !reached);
  const fewest = Math.min(...missed.map((one) => one.accelerators));
  return missed.findLast((one) => one.accelerators === fewest);
}

/** `6`, `6 (5-7)` over repeats; `>=4` where the search was stopped. */
function fedText(steps: readonly FitStep[], none: string): string {
  const complete = steps.filter(({ fit }) => fit.complete);
  if (complete.length === 0) {
    const found = Math.max(...steps.map(({ fit }) => fit.accelerators));
    return found === 0 ? none : `>=${found}`;
  }
  const counts = complete.map(({ fit }) => fit.accelerators);
  const [least, most] = [Math.min(...counts), Math.max(...counts)];
  // Of an even number of repeats, the lower of the two in the middle: half an accelerator is not fed.
  const middle = Math.floor(medianOf(counts));
  return least === most ? String(middle) : `${middle} (${least}-${most})`;
}

/** What is in the way, and how each try went. */
function notesOf(step: FitStep, steps: readonly FitStep[], { width }: Look): string[] {
  const { fit, mount, repeat } = step;
  const repeated = steps.some((other) => other.mount === mount && other.repeat !== repeat);
  const name = printable(repeated ? `${mount} ${repeat}` : mount);
  const lines = [`${name}: ${limitText(fit)}.`, `${name}: ${triesText(fit)}.`];
  return lines.flatMap((line) => wrap(line, width - 3).map((text, at) => `${at === 0 ? ' ' : '   '}${text}`));
}

/** `tried 1 (99.1 %), 2 (98.7 %), 4 (71.2 %, missed)`. */
function triesText({ tries, accelerators, complete }: FitRecord): string {
  const each = tries.map((one) => {
    const again = one.by === 'whole' && tries.some((other) => other !== one && other.accelerators === one.accelerators);
    const words = [percentText(one.auPercent), one.reached ? '' : 'missed', again ? 'whole' : ''];
    return `${one.accelerators} (${words.filter((word) => word !== '').join(', ')})`;
  });
  if (each.length === 0) return 'no try came to an answer';
  const found = complete ? '' : `; stopped when ${acceleratorsText(accelerators)} had been reached`;
  return `tried ${each.join(', ')}${found}`;
}
