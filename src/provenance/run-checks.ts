// What a run says as a whole, computed again from its steps: profiles of mounts, what the parts of scenarios do to each other.
import { judgeDemands, judgingTerms, recordedDemands } from '../accept/demand.js';
import { ratesOf } from '../accept/interval-rates.js';
import { interferenceOf } from '../analyze/interference.js';
import { mountProfiles } from '../analyze/mount-profile.js';
import { neededSteps } from '../result/not-needed.js';
import type { IntervalsByStep } from '../result/read-intervals.js';
import type { RunRecord, ScenarioRecord } from '../result/schema.js';
import { type FigureCheck, figureCheck, leafChecks } from './figure-check.js';

/** Whether the limits of judgements are by the method of another version, which this one cannot compute again. */
export function isJudgedOtherwise({ acceptance, judging }: RunRecord): boolean {
  return acceptance !== undefined && judging !== undefined && (judging.method ?? 1) !== judgingTerms.method;
}

/** What of a judgement follows from its limits. */
const byMethod = /\.(low|high|verdict|reason|basis|confidence)$/;

/**
 * Acceptance expressions, judged again as the run was; `intervals`: what a single repeat rests on. None of a record without
 * them, or without the terms of the judgement; without what another method has given. Throws ExpressionError where an
 * expression cannot be read.
 */
export function acceptanceChecks(record: RunRecord, intervals: IntervalsByStep): FigureCheck[] {
  const { acceptance, judging, steps, mounts } = record;
  if (acceptance === undefined || judging === undefined) return [];
  const run = { steps: neededSteps(steps), mounts: mounts.map(({ name }) => name), blocksOf: ratesOf(intervals) };
  const judged = judgeDemands(recordedDemands(record), run, judging);
  const checks = leafChecks('acceptance', acceptance, judged);
  if (!isJudgedOtherwise(record)) return checks;
  // Counts are judged without limits, by every method alike.
  const isExact = (path: string) => judged[Number(path.split('.')[1])]?.basis === 'exact';
  return checks.filter(({ path }) => isExact(path) || !byMethod.test(path));
}

export function runChecks(record: RunRecord): FigureCheck[] {
  const { profiles, mounts, steps, scenarios = [] } = record;
  const made = mountProfiles(mounts, steps);
  return [
    ...(profiles === undefined && record.run.endedAt === null ? [] : leafChecks('profiles', profiles ?? [], made)),
    ...scenarios.flatMap((scenario, at) => scenarioChecks(`scenarios.${at}`, record, scenario)),
    ...statusChecks(record),
  ];
}

function scenarioChecks(path: string, { steps }: RunRecord, scenario: ScenarioRecord): FigureCheck[] {
  const own = steps.filter(
    (step) => step.mount === scenario.mount && step.repeat === scenario.repeat && step.scenario?.name === scenario.name,
  );
  return scenario.parts.flatMap((part, at) => {
    const ran = (run: 'alone' | 'together') =>
      own.filter((step) => step.scenario?.part === part.part && step.scenario.run === run);
    const late = part.runs.map(({ startSeconds, dueSeconds }) => ({ lateSeconds: startSeconds - dueSeconds }));
    return [
      ...leafChecks(`${path}.parts.${at}.figures`, part.figures, interferenceOf(ran('alone'), ran('together'))),
      ...leafChecks(`${path}.parts.${at}.runs`, part.runs, late),
    ];
  });
}

/** A run that calls itself complete has nothing else in it. */
function statusChecks({ run, steps: all }: RunRecord): FigureCheck[] {
  const steps = neededSteps(all);
  const complete = steps.length > 0 && steps.every(({ status }) => status === 'complete');
  const none = steps.every(({ status }) => status !== 'complete');
  if (run.status === 'complete')
    return [figureCheck('run.status', run.status, complete ? 'complete' : 'partial', 'steps')];
  return run.status === 'failed' ? [figureCheck('run.status', run.status, none ? 'failed' : 'partial', 'steps')] : [];
}
