// Runs workloads to be accepted: demands are checked before anything is written, and the verdict stands on top.
import { type Demand, workloadsOf } from '../../accept/demand.js';
import { exitCodes, type ExitCode, IoproofError } from '../../errors.js';
import { demandsOn } from './demands.js';
import { measure, type MeasureOptions } from '../running/measure.js';
import { planFrom, type PlanningArguments } from '../planning/plan.js';

export interface AcceptRunArguments extends PlanningArguments, MeasureOptions {
  expect: string[];
  marginal: 'pass' | 'fail' | undefined;
  earlyStop: boolean;
  failFast: boolean;
}

/** Throws as `planFrom` does, ACCEPT_INVALID, and NOTHING_TO_ACCEPT where no workload has an expression. */
export async function acceptRun(options: AcceptRunArguments): Promise<ExitCode> {
  const planning = await planFrom(options);
  const { plan, mounts, suiteAccept = [] } = planning;
  const judgeable = { steps: plan.steps, mounts: mounts.map(({ capacity: { name } }) => name), isPlanned: true };
  const demands = demandsOn(judgeable, { suite: suiteAccept, command: options.expect });
  const workloads = [...new Set(plan.steps.map(({ workload }) => workload))];
  requireDemands(demands, workloads);
  if (!options.quiet) tellOfOthers(demands, workloads);
  const { marginal = 'fail', earlyStop, failFast } = options;
  return measure(planning, { ...options, accept: { demands, marginal, earlyStop, failFast, verdictFirst: true } });
}

function requireDemands(demands: readonly Demand[], workloads: readonly string[]): void {
  if (demands.length > 0) return;
  const [what, verb] = [workloads.map((name) => `"${name}"`).join(', '), workloads.length === 1 ? 'has' : 'have'];
  throw new IoproofError('NOTHING_TO_ACCEPT', `${what} ${verb} no acceptance expression: there is nothing to judge.`, {
    advice:
      'Write what is to hold under accept, such as accept: ["read.errors == 0", "read.p99 < 2ms"] ' +
      '(`ioproof show` prints a built-in workload as a file), or give --expect "read.p99 < 2ms".',
    exitCode: exitCodes.usage,
    details: { workloads },
  });
}

function tellOfOthers(demands: readonly Demand[], workloads: readonly string[]): void {
  const judged = new Set(demands.flatMap((demand) => [...workloadsOf(demand)]));
  const others = workloads.filter((name) => !judged.has(name)).map((name) => `"${name}"`);
  if (others.length === 0) return;
  process.stderr.write(`ioproof: note: no expression is about ${others.join(', ')}: measured, and not judged.\n`);
}
