// The timeline of the scenarios of a plan: when each part starts, and when it ends, in words and on a line.
import type { Plan, PlannedStep, ScenarioPlace } from '../plan/planned-step.js';
import { displayWidth, padEnd, printable, wrap } from './display-text.js';
import { formatSeconds } from './numbers.js';

const width = 80;
const trackWidth = 24;

type Part = PlannedStep & { scenario: ScenarioPlace };

/** A paragraph a scenario; none without scenarios. The same timeline on several mounts is told once. */
export function scenarioLines({ steps }: Plan): string[] {
  const together = steps.filter((step): step is Part => step.scenario?.run === 'together');
  const names = [...new Set(together.map(({ scenario }) => scenario.of))];
  return names.flatMap((name) => {
    const [first] = together.filter(({ scenario }) => scenario.of === name);
    const { mount, repeat } = first ?? {};
    const parts = together.filter(
      (step) => step.scenario.of === name && step.mount === mount && step.repeat === repeat,
    );
    return [...timeline(name, parts), ''];
  });
}

/** The plan without what it would tell twice: of a part that runs alone first, what it is. */
export function withoutRepetition(plan: Plan): Plan {
  const alone = new Set(plan.steps.filter(({ scenario }) => scenario?.run === 'alone').map(({ workload }) => workload));
  const isToldBefore = ({ scenario, workload }: PlannedStep) => scenario?.run === 'together' && alone.has(workload);
  return { ...plan, steps: plan.steps.filter((step) => !isToldBefore(step)) };
}

function timeline(name: string, parts: readonly Part[]): string[] {
  const label = Math.max(...parts.map(({ scenario }) => displayWidth(scenario.part)));
  const horizon = horizonOf(parts);
  const lines = parts.map((part) => {
    const words = wrap(wordsOf(part), width - label - trackWidth - 6);
    const [first = '', ...others] = words;
    const indent = ' '.repeat(label + trackWidth + 6);
    return [
      `  ${padEnd(part.scenario.part, label)}  ${trackOf(part, parts, horizon)}  ${first}`,
      ...others.map((line) => indent + line),
    ];
  });
  const scale = `  ${' '.repeat(label)}  0s${padEnd('', trackWidth - 2 - endText(horizon).length)}${endText(horizon)}`;
  return [`${printable(name)}, all parts together:`, ...lines.flat(), scale.trimEnd()];
}

/** `from 5s, every 10s, until epoch ends`. */
function wordsOf({ scenario, estimatedSeconds }: Part): string {
  const { at, every, until, duration } = scenario;
  const end =
    until === null ? '' : typeof until === 'string' ? `until ${until} ends` : `until ${formatSeconds(until / 1e9)}`;
  const each = duration === null ? estimatedSeconds : Math.min(duration / 1e9, estimatedSeconds ?? Infinity);
  const length = each === null ? '' : `${every === null ? '' : 'each '}for ${formatSeconds(each)}`;
  const often = every === null ? '' : `every ${formatSeconds(every / 1e9)}`;
  return [`from ${formatSeconds(at / 1e9)}`, often, length, end].filter((text) => text !== '').join(', ');
}

/** Seconds that the line shows: until all is over, or where nobody knows that, three starts of the slowest part. */
function horizonOf(parts: readonly Part[]): number {
  const ends = parts.map((part) => knownEnd(part, parts) ?? 0);
  const starts = parts.map(({ scenario: { at, every } }) => (at + 3 * (every ?? 0)) / 1e9);
  return Math.max(1, ...ends, ...(ends.every((end) => end > 0) ? [] : starts));
}

function knownEnd({ scenario, estimatedSeconds }: Part, parts: readonly Part[]): number | null {
  const { at, every, until } = scenario;
  if (typeof until === 'number') return until / 1e9;
  if (typeof until === 'string') {
    const other = parts.find((part) => part.scenario.part === until);
    return other === undefined ? null : knownEnd(other, parts);
  }
  return estimatedSeconds === null || every !== null ? null : at / 1e9 + estimatedSeconds;
}

/** `=` while it runs as far as that is known, `|` where it starts, `.` while it may run. */
function trackOf(part: Part, parts: readonly Part[], horizon: number): string {
  const { at, every } = part.scenario;
  const end = knownEnd(part, parts) ?? horizon;
  const cells = Array.from({ length: trackWidth }, (_, cell) => {
    const [from, to] = [(cell * horizon) / trackWidth, ((cell + 1) * horizon) / trackWidth];
    if (to <= at / 1e9 || from >= end) return ' ';
    if (startsWithin(part.scenario, from, to)) return '|';
    return runsAt(part, from) ? '=' : every === null ? '.' : ' ';
  });
  return cells.join('');
}

function startsWithin({ at, every }: ScenarioPlace, from: number, to: number): boolean {
  const [first, step] = [at / 1e9, (every ?? Infinity) / 1e9];
  if (first >= from && first < to) return true;
  if (first >= to) return false;
  const next = first + Math.ceil((from - first) / step) * step;
  return next >= from && next < to;
}

function runsAt({ scenario, estimatedSeconds }: Part, time: number): boolean {
  if (estimatedSeconds === null) return false;
  const since = time - scenario.at / 1e9;
  return (scenario.every === null ? since : since % (scenario.every / 1e9)) < estimatedSeconds;
}

function endText(horizon: number): string {
  return formatSeconds(horizon);
}
