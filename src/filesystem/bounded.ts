// Keeps what a system tells of itself to a size that belongs into a record, whatever its tools print.
import type { SystemFacts } from './adapter.js';

/** More than any cluster has. */
const mostTargets = 10_000;
const mostQuestions = 500;
const mostDetails = 500;
/** Characters of one text. */
const longestText = 1000;

/** The same facts, with long texts cut and what is beyond these numbers left out. */
export function bounded({ version, details, targets, asked }: SystemFacts): SystemFacts {
  const kept = Object.entries(details).slice(0, mostDetails);
  return {
    version: cut(version),
    details: Object.fromEntries(
      kept.map(([name, value]) => [cut(name), typeof value === 'string' ? cut(value) : value]),
    ),
    targets: targets.slice(0, mostTargets).map((target) => ({
      ...target,
      ...{ name: cut(target.name), state: cut(target.state), pools: target.pools.slice(0, mostDetails).map(cut) },
    })),
    asked: asked
      .slice(0, mostQuestions)
      .map(({ what, state, reason }) => ({ what: cut(what), state, reason: cut(reason) })),
  };
}

function cut(text: string): string {
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`;
}
