// The runs of a scenario → what the record says of it.
import { interferenceOf } from '../analyze/interference.js';
import type { ScenarioStep } from '../plan/scenario-timeline.js';
import type { ScenarioPartRecord, ScenarioRecord, ScenarioRunRecord, StepRecord } from '../result/schema.js';
import type { RunTimes } from './part-run.js';

/** A run of a part that has started. */
export interface TimedRun {
  step: ScenarioStep;
  times: RunTimes;
}

/** How a scenario went on one mount, one repeat. */
export interface ScenarioOutcome {
  /** The first step of each part, together with the others. */
  parts: readonly ScenarioStep[];
  runs: readonly TimedRun[];
  /** The part that failed first; null: none has. */
  failed: string | null;
  stopped: boolean;
}

/** `records`: of all steps until then; those of the scenario are found among them. */
export function scenarioRecord(
  { parts, runs, failed, stopped }: ScenarioOutcome,
  records: readonly StepRecord[],
): ScenarioRecord[] {
  const [first] = parts;
  if (first === undefined) return [];
  const { mount, repeat, scenario } = first;
  const own = records.filter(
    (step) => step.mount === mount && step.repeat === repeat && step.scenario?.name === scenario.of,
  );
  const status = failed === null ? (stopped ? 'stopped' : 'complete') : 'failed';
  return [
    {
      name: scenario.of,
      mount,
      repeat,
      status,
      failedPart: failed,
      parts: parts.map((part) => partRecord(part, runs, own)),
    },
  ];
}

function partRecord(
  { workload, scenario }: ScenarioStep,
  runs: readonly TimedRun[],
  records: readonly StepRecord[],
): ScenarioPartRecord {
  const { part, at, every, until, duration } = scenario;
  const ran = (run: 'alone' | 'together') =>
    records.filter((step) => step.scenario?.part === part && step.scenario.run === run);
  return {
    part,
    workload,
    atSeconds: at / 1e9,
    everySeconds: every === null ? null : every / 1e9,
    untilSeconds: typeof until === 'number' ? until / 1e9 : null,
    untilPart: typeof until === 'string' ? until : null,
    durationSeconds: duration === null ? null : duration / 1e9,
    runs: runs.filter(({ step }) => step.scenario.part === part).map(runRecord),
    figures: interferenceOf(ran('alone'), ran('together')),
  };
}

function runRecord({ step, times: { dueNs, startNs, endNs } }: TimedRun): ScenarioRunRecord {
  return {
    step: step.id,
    dueSeconds: dueNs / 1e9,
    startSeconds: startNs / 1e9,
    lateSeconds: (startNs - dueNs) / 1e9,
    endSeconds: endNs / 1e9,
  };
}
