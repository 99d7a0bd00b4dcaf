// Expressions with the place that they come from, and the judgement of all of them on one run.
import type { AcceptanceRecord } from '../result/acceptance-schema.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { statisticalMethod, statisticalTerms } from '../statistics/terms.js';
import { type Look, plannedLooks } from '../statistics/looks.js';
import type { BootstrapOptions } from '../statistics/sample.js';
import { type JudgeContext, judge } from './judge.js';
import { type Expression, parseExpression } from './language/parse.js';

/** What is demanded of a run. */
export interface Demand {
  expression: Expression;
  source: AcceptanceRecord['source'];
  /** Of which the figures without a name of a workload are; null: the expression names them all. */
  workload: string | null;
}

/** The run that demands are judged on. */
export interface JudgedRun {
  /** Those that were not needed are left out. */
  steps: readonly StepRecord[];
  /** Names, in the order of the run. */
  mounts: readonly string[];
  blocksOf: NonNullable<JudgeContext['blocksOf']>;
}

/**
 * How sure a verdict is to be, and what makes another judgement give the same numbers: `ioproof accept` has no other terms, so
 * that two parties cannot differ in them.
 */
export const judgingTerms = { ...statisticalTerms, method: statisticalMethod };

/** The same for a run that was looked at before its end: `looks` is what that asks for instead. */
export type JudgingTerms = BootstrapOptions & { looks?: readonly Look[] | undefined };

/** When a run of so many repeats is looked at before its end. */
export const looksAt = (repeats: number): Look[] => plannedLooks(repeats, judgingTerms.confidence);

/** Those of the workloads themselves, in the order of the steps. Throws ExpressionError where a record has what cannot be read. */
export function demandsOfSteps(steps: readonly Pick<StepRecord, 'workload' | 'job'>[]): Demand[] {
  const demands = new Map<string, Demand>();
  for (const { workload, job } of steps) {
    for (const text of textsIn(job['accept'])) {
      const key = JSON.stringify([workload, text]);
      if (!demands.has(key)) demands.set(key, { expression: parseExpression(text), source: 'workload', workload });
    }
  }
  return [...demands.values()];
}

/** Those that a record was judged by, and those of its workloads. Throws ExpressionError. */
export function recordedDemands({ acceptance = [], steps }: Pick<RunRecord, 'acceptance' | 'steps'>): Demand[] {
  const keyOf = (text: string, source: string, workload: string | null) => JSON.stringify([text, source, workload]);
  const demands = new Map<string, Demand>();
  for (const { expression: text, source, workload } of acceptance) {
    const key = keyOf(text, source, workload);
    if (!demands.has(key)) demands.set(key, { expression: parseExpression(text), source, workload });
  }
  for (const demand of demandsOfSteps(steps)) {
    const key = keyOf(demand.expression.text, demand.source, demand.workload);
    if (!demands.has(key)) demands.set(key, demand);
  }
  return [...demands.values()];
}

/** Of an expression that is of no workload: one demand of each workload, where it leaves a name out. */
export function demandOf(expression: Expression, source: 'suite' | 'command', workloads: readonly string[]): Demand[] {
  const isWhole = expression.references.every(({ workload }) => workload !== null);
  const of: readonly (string | null)[] = isWhole ? [null] : workloads;
  return of.map((workload) => ({ expression, source, workload }));
}

/** All demands on a run; a judgement tells its workload wherever the demand has one. */
export function judgeDemands(demands: readonly Demand[], run: JudgedRun, terms: JudgingTerms): AcceptanceRecord[] {
  return demands.flatMap((demand) =>
    judge(demand.expression, run.steps, contextOf(demand, run, terms)).map((judged) => ({
      ...judged,
      workload: demand.workload,
    })),
  );
}

export function contextOf({ source, workload }: Demand, run: JudgedRun, terms: JudgingTerms): JudgeContext {
  const { confidence, seed, resamples, looks } = terms;
  return { confidence, seed, resamples, looks, source, workload, mounts: run.mounts, blocksOf: run.blocksOf };
}

/** Names of the workloads whose figures an expression has. */
export function workloadsOf({ expression, workload }: Demand): Set<string> {
  const names = expression.references.map((reference) => reference.workload ?? workload);
  return new Set(names.filter((name) => name !== null));
}

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((text) => typeof text === 'string') : [];
}
