// What is demanded of a run: the expressions of its workloads and suites, and those of the command line, checked before it.
import { type Demand, demandOf, demandsOfSteps } from '../../accept/demand.js';
import { ExpressionError, parseExpression } from '../../accept/language/parse.js';
import { exitCodes, IoproofError } from '../../errors.js';
import type { StepRecord } from '../../result/schema.js';
import { checkExpressions, checkMounts, type NamedVariant, type NamedWorkload } from '../../spec/accept-check.js';
import type { Workload } from '../../spec/workload.js';

/** What expressions can name. */
export interface Judgeable {
  steps: readonly Pick<StepRecord, 'workload' | 'job' | 'variant'>[];
  /** Names, in the order of the run. */
  mounts: readonly string[];
  /** False: they are those of a saved run. */
  isPlanned: boolean;
}

interface Names {
  mounts: readonly string[];
  known: readonly NamedWorkload[];
}

/** Texts that stand in no workload. */
export interface FurtherTexts {
  suite: readonly string[];
  command: readonly string[];
}

/** Throws ACCEPT_INVALID (exit code 2) with all that is wrong with the expressions of the command line and of suites. */
export function demandsOn({ steps, mounts, isPlanned }: Judgeable, { suite, command }: FurtherTexts): Demand[] {
  const workloads = [...new Set(steps.map(({ workload }) => workload))];
  const problems: string[] = [];
  const read = (text: string, source: 'suite' | 'command'): Demand[] => {
    const where = source === 'command' ? `--expect "${text}"` : `accept "${text}" of the suite`;
    try {
      return demandOf(parseExpression(text), source, workloads);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      problems.push(`${where}: column ${error.column}: ${error.message}. ${sentence(error.advice)}`);
      return [];
    }
  };
  const demands = [
    ...demandsOfSteps(steps),
    ...suite.flatMap((text) => read(text, 'suite')),
    ...command.flatMap((text) => read(text, 'command')),
  ];
  const names = { mounts, known: namedWorkloads(steps, isPlanned) };
  for (const demand of demands) problems.push(...wrongNames(demand, names));
  if (problems.length > 0) throw invalid([...new Set(problems)]);
  return demands;
}

/** What a demand of the command line names wrongly, and the mounts that any other does: the rest was told when files were loaded. */
function wrongNames({ expression, source, workload }: Demand, { mounts, known }: Names): string[] {
  const texts = [expression.text];
  const wrong = [
    ...(source === 'command' ? checkExpressions(texts, workload, known) : []),
    ...checkMounts(texts, mounts),
  ];
  const option = source === 'command' ? '--expect' : 'accept';
  const of = workload === null || known.length < 2 ? '' : ` of "${workload}"`;
  return wrong.map(
    ({ within, what, advice }) =>
      `${option} "${expression.text}"${of}: column ${within + 1}: ${what}. ${sentence(advice)}`,
  );
}

/** Jobs of a plan are whole; those of a record may be of another version, so that nothing is said of their figures. */
function namedWorkloads(steps: Judgeable['steps'], isPlanned: boolean): NamedWorkload[] {
  const named = new Map<string, Map<string, NamedVariant>>();
  for (const { workload, job, variant } of steps) {
    const variants = named.get(workload) ?? new Map<string, NamedVariant>();
    named.set(workload, variants.set(JSON.stringify(variant), { keys: variant, workload: job as unknown as Workload }));
  }
  return [...named].map(([name, variants]) => ({ name, variants: isPlanned ? [...variants.values()] : null }));
}

function sentence(text: string): string {
  return /[.?!]$/.test(text) ? text : `${text}.`;
}

function invalid(problems: readonly string[]): IoproofError {
  return new IoproofError('ACCEPT_INVALID', problems.join('\n'), {
    advice: 'docs/acceptance.md describes expressions.',
    exitCode: exitCodes.usage,
    details: { problems },
  });
}
