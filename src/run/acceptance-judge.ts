// Judges a run while it goes on, and tells which repeats its verdicts can do without.
import { certainVerdict } from '../accept/certain.js';
import {
  contextOf,
  type Demand,
  type JudgedRun,
  judgeDemands,
  judgingTerms,
  looksAt,
  workloadsOf,
} from '../accept/demand.js';
import { ratesOf } from '../accept/interval-rates.js';
import type { MarginalIs } from '../analyze/acceptance-outcome.js';
import type { PlannedStep } from '../plan/planned-step.js';
import { type RepeatedSteps, type Round, roundsOf } from '../plan/rounds.js';
import { neededSteps } from '../result/not-needed.js';
import type { IntervalCounts } from '../result/read-intervals.js';
import type { AcceptanceRecord, JudgingRecord, StepRecord } from '../result/schema.js';
import type { Judge } from './judge.js';
import type { Progress } from './progress.js';

export interface JudgeOptions {
  /** Names, in the order of the run. */
  mounts: readonly string[];
  /** Repeats that were asked for. */
  repeats: number;
  /** True: repeats are left out once the verdicts that rest on them are certain. */
  earlyStop: boolean;
  /** True: nothing runs any more after the first certain breach. */
  failFast: boolean;
  /** What a marginal expression counts as. */
  marginal: MarginalIs;
}

export class AcceptanceJudge implements Judge {
  readonly terms: JudgingRecord;
  private readonly rounds: ReadonlyMap<string, Round>;
  private readonly decisions = new Map<Round, string | null>();
  /** Why nothing more of these is needed: once it is certain, it is not looked at again. */
  private readonly enough = new Map<RepeatedSteps, string>();
  private readonly intervals = new Map<string, IntervalCounts[]>();
  private breach: string | null = null;
  private judgedSteps: readonly StepRecord[] = [];
  private lastJudged: AcceptanceRecord[] | null = null;

  constructor(
    steps: readonly PlannedStep[],
    private readonly demands: readonly Demand[],
    private readonly options: JudgeOptions,
  ) {
    this.rounds = roundsOf(steps);
    const { marginal, repeats, earlyStop, failFast } = options;
    const looks = earlyStop || failFast ? { looks: looksAt(repeats) } : {};
    this.terms = { ...judgingTerms, marginal, repeats, earlyStop, ...looks };
  }

  /** Takes what a session tells: rates of intervals say how much a single repeat varies. */
  take(progress: Progress): void {
    if (progress.type !== 'interval') return;
    const { index, startNs, durationNs, operations } = progress.interval;
    const counts = { startSeconds: startNs / 1e9, seconds: durationNs / 1e9, operations };
    const known = this.intervals.get(progress.step.id);
    // A search starts again at its first interval.
    if (known === undefined || index === 0) this.intervals.set(progress.step.id, [counts]);
    else known.push(counts);
  }

  notNeeded({ id }: PlannedStep, steps: readonly StepRecord[]): string | null {
    const round = this.rounds.get(id);
    if (round === undefined) return null;
    if (this.options.failFast) this.breach ??= this.firstBreach(steps);
    if (this.breach !== null) return this.breach;
    // Decided for all mounts at once, so that none has more repeats than another.
    let decision = this.decisions.get(round);
    if (decision === undefined) {
      decision = this.enough.get(round.of) ?? this.decide(round, steps);
      this.decisions.set(round, decision);
      if (decision !== null) this.enough.set(round.of, decision);
    }
    return decision;
  }

  judged(steps: readonly StepRecord[]): AcceptanceRecord[] {
    if (this.lastJudged === null || this.judgedSteps.length !== steps.length) {
      this.judgedSteps = [...steps];
      this.lastJudged = judgeDemands(this.demands, this.runOf(steps), this.terms);
    }
    return this.lastJudged;
  }

  private decide(round: Round, steps: readonly StepRecord[]): string | null {
    const done = round.repeat - 1;
    if (!this.options.earlyStop || done === 0) return null;
    const names = new Set(round.of.steps.map(({ workload }) => workload));
    const own = this.demands.filter((demand) => [...workloadsOf(demand)].some((name) => names.has(name)));
    // A count that holds can still be breached by every repeat, and does not ask for more of them than the others do.
    const measured = own.filter(({ expression }) => !expression.exact);
    const counts = own.filter(({ expression }) => expression.exact);
    const isCertain = (demand: Demand) => this.certainty(demand, steps) !== null;
    const enough = measured.length > 0 ? measured.every(isCertain) : counts.length > 0 && counts.every(isCertain);
    if (!enough) return null;
    const what = counts.every(isCertain)
      ? 'all verdicts on it are certain'
      : 'its measured verdicts are certain, and its counts hold,';
    return `${what} after ${done} of ${this.options.repeats} repeats`;
  }

  /** The first expression that is breached for certain, as a sentence; null: there is none. */
  private firstBreach(steps: readonly StepRecord[]): string | null {
    const breached = this.demands.find((demand) => this.certainty(demand, steps) === 'fail');
    return breached === undefined
      ? null
      : `"${breached.expression.text}" is breached for certain, and --fail-fast was given`;
  }

  private certainty(demand: Demand, steps: readonly StepRecord[]): 'pass' | 'fail' | null {
    const run = this.runOf(steps);
    return certainVerdict(demand.expression, run.steps, contextOf(demand, run, this.terms));
  }

  private runOf(steps: readonly StepRecord[]): JudgedRun {
    return { steps: neededSteps(steps), mounts: this.options.mounts, blocksOf: ratesOf(this.intervals) };
  }
}
