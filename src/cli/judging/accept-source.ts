// Whether `ioproof accept` is to run something or to judge what was run: one of both, and no option of the other.
import { usage } from '../usage.js';

/** Options that say something about saved runs. */
const ofResults = ['results', 'expect', 'marginal', 'out', 'json'];

/** Throws USAGE where there is nothing to judge, or two things to do. `words`: those of the command line. */
export function requireOneSource(
  { workloads, results }: { workloads: readonly string[]; results: readonly string[] },
  words: readonly string[],
): void {
  if (workloads.length === 0 && results.length === 0) {
    throw usage('Name workloads to run, or saved runs with --results.', 'See `ioproof accept --help`.');
  }
  if (results.length === 0) return;
  if (workloads.length > 0) {
    const what = workloads.map((name) => `"${name}"`).join(', ');
    throw usage(`--results judges saved runs and runs nothing, but ${what} was named, too.`, 'Leave one of both out.');
  }
  const others = words.flatMap((word) => /^--(?:no-)?([a-z][a-z-]*)/.exec(word)?.[1] ?? []);
  const without = [...new Set(others.filter((name) => !ofResults.includes(name)))].map((name) => `--${name}`);
  if (without.length > 0) {
    throw usage(
      `--results judges saved runs and runs nothing: ${without.join(', ')} would change nothing.`,
      `Leave it out; --results takes ${ofResults
        .slice(1)
        .map((name) => `--${name}`)
        .join(', ')}.`,
    );
  }
}
