// Keys in which the resolved jobs of the sides differ: another key is another question.
import { jobValueText } from '../figure/variant.js';
import { caseName, type Case } from './cases.js';
import type { Difference } from './comparison.js';

type Job = Record<string, unknown>;

interface Asked {
  side: string;
  /** Id of the run. */
  run: string;
  job: Job;
}

/** Names, words for people, and what is judged afterwards change nothing that is measured. */
const besides = ['name', 'description', 'accept'];

/**
 * One a key. It refuses where two runs ask for different values; mounts of one run may have been given another size, as with
 * a share of the free space. A key that a record does not have was unknown to its version: that marks.
 */
export function jobDifferences(one: Case): Difference[] {
  const asked = askedOf(one);
  const [first] = asked;
  if (first === undefined || asked.every(({ job }) => job === first.job)) return [];
  const keys = [...new Set(asked.flatMap(({ job }) => Object.keys(job)))].filter((key) => !besides.includes(key));
  return keys.flatMap((key) => {
    const texts = asked.map(({ side, run, job }) => ({ side, run, known: key in job, text: textOf(job, key) }));
    if (new Set(texts.map(({ text }) => text)).size < 2) return [];
    const known = texts.filter((told) => told.known);
    const refuses = new Set(joined(known, 'run').values()).size > 1;
    return [{ workload: caseName(one), what: key, values: Object.fromEntries(joined(texts, 'side')), refuses }];
  });
}

/** Jobs that are equal become one object, so that the many repeats of one job are looked at once. */
function askedOf({ sides }: Case): Asked[] {
  const jobs = new Map<string, Job>();
  const seen = new Map<string, Asked>();
  for (const { side, complete, failed } of sides) {
    for (const step of [...complete, ...failed]) {
      const content = JSON.stringify(step.job);
      const job = jobs.get(content) ?? step.job;
      jobs.set(content, job);
      const run = side.origin.get(step)?.record.run.id ?? '';
      seen.set(`${side.name} ${run} ${content}`, { side: side.name, run, job });
    }
  }
  return [...seen.values()];
}

function textOf(job: Job, key: string): string {
  return key in job ? jobValueText(key, job[key]) : 'none';
}

/** Distinct texts of each side, or of each run. */
function joined(
  texts: readonly { side: string; run: string; text: string }[],
  of: 'side' | 'run',
): Map<string, string> {
  const sets = new Map<string, Set<string>>();
  for (const told of texts) sets.set(told[of], (sets.get(told[of]) ?? new Set()).add(told.text));
  return new Map([...sets].map(([name, set]) => [name, [...set].sort().join(' / ')]));
}
