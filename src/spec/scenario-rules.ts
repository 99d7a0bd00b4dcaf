// What the parts of a scenario forbid: ends that never come, and workloads that cannot run beside others.
import type { Finding, Path } from './finding.js';
import { keyOf } from './finding.js';
import { nearest } from './nearest.js';
import type { RawPart } from './read-scenario.js';
import { canBeCut } from './scenario.js';
import type { Workload } from './workload.js';

/** Findings about names and times of the parts. */
export function timeFindings(parts: readonly RawPart[]): Finding[] {
  return parts.flatMap((part, index) => {
    const at = (key: string): Path => [...part.path, key];
    const finding = (key: string, what: string, advice: string): Finding => {
      return { path: at(key), key: keyOf(at(key)), what, advice };
    };
    return [...nameFindings(part, parts.slice(0, index), finding), ...endFindings(part, parts, finding)];
  });
}

type MakeFinding = (key: string, what: string, advice: string) => Finding;

function nameFindings({ name }: RawPart, earlier: readonly RawPart[], finding: MakeFinding): Finding[] {
  if (!earlier.some((part) => part.name === name)) return [];
  return [finding('name', `"${name}" is the name of an earlier part`, 'Choose another')];
}

function endFindings(part: RawPart, parts: readonly RawPart[], finding: MakeFinding): Finding[] {
  const { at, every, until, duration } = part;
  if (every !== null && until === null) {
    return [finding('every', 'has no end', 'Give "until", a time or the name of another part')];
  }
  if (typeof until === 'number' && until <= at) {
    return [finding('until', 'is not after "at", so that the part would never run', 'Give a later time')];
  }
  if (every !== null && typeof until === 'number' && at + every >= until) {
    return [finding('every', 'leaves time for no second start before "until"', 'Shorten it, or leave it out')];
  }
  if (every !== null && duration !== null && duration > every) {
    return [finding('duration', 'is longer than "every", so that each start would be late', 'Shorten it')];
  }
  if (typeof until !== 'string') return [];
  if (!parts.some(({ name }) => name === until)) {
    const near = nearest(
      until,
      parts.map(({ name }) => name),
    );
    const advice = near === null ? 'Name one of the other parts, or give a time' : `Did you mean "${near}"?`;
    return [finding('until', `"${until}" is no part of the scenario`, advice)];
  }
  if (!leadsBack(part, parts)) return [];
  const what = until === part.name ? 'is the part itself' : `"${until}" ends no sooner than this part`;
  return [finding('until', what, 'Give a time to one of them')];
}

/** True where the ends that parts name go round in a circle through this one. */
function leadsBack(part: RawPart, parts: readonly RawPart[]): boolean {
  const seen = new Set<string>();
  let next: RawPart | undefined = part;
  while (next !== undefined && typeof next.until === 'string' && !seen.has(next.name)) {
    seen.add(next.name);
    const end: string = next.until;
    next = parts.find(({ name }) => name === end);
  }
  return next?.name === part.name && seen.has(part.name);
}

interface Refusal {
  key: string;
  what: string;
  advice: string;
}

/** What makes a workload impossible as a part; the path of a finding is in the map of the workload. */
export function workloadFindings(part: Pick<RawPart, 'duration'>, workload: Workload): Finding[] {
  return refusals(part, workload).map(({ key, ...rest }) => ({ path: [key], key, ...rest }));
}

function refusals({ duration }: Pick<RawPart, 'duration'>, workload: Workload): Refusal[] {
  const rules: [boolean, Refusal][] = [
    [
      Object.keys(workload.sweep).length > 0,
      { key: 'sweep', what: 'is not possible in a scenario', advice: 'Write a part for each value, or a scenario' },
    ],
    [
      'phaseOf' in workload && workload.phaseOf !== '',
      { key: 'phaseOf', what: 'is not possible in a scenario', advice: 'Remove it: "at" and "until" give the order' },
    ],
    [
      workload.kind === 'block' && workload.latencyTarget !== null,
      {
        key: 'latencyTarget',
        what: 'is a search of several jobs, which has no place on a timeline',
        advice: 'Give "rate"',
      },
    ],
    [
      workload.kind === 'block' && workload.startDelay > 0,
      { key: 'startDelay', what: 'is not possible in a scenario', advice: 'Give "at"' },
    ],
    [
      workload.dropSystemCaches,
      {
        key: 'dropSystemCaches',
        what: 'would drop the caches of the other parts, too',
        advice: 'Set "dropSystemCaches: false"; the caches of its own files are dropped by "dropCache"',
      },
    ],
    [
      workload.cufileCompat === 'allow',
      { key: 'cufileCompat', what: 'begins with a trial, which has no place on a timeline', advice: 'Set "force"' },
    ],
    [
      duration !== null && !canBeCut(workload),
      {
        key: 'kind',
        what: `"${workload.kind}" cannot be cut by a "duration"`,
        advice: 'Remove the duration of the part',
      },
    ],
  ];
  return rules.filter(([breached]) => breached).map(([, refusal]) => refusal);
}
