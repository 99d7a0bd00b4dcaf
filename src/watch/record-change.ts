// What the record of a run says, as a change of the watched state: figures and verdicts as people read them.
import { figureValue } from '../figure/catalogue.js';
import { mainFigures } from '../figure/main-figures.js';
import { figureLabel, figureText } from '../report/figure-text.js';
import { acceptedValueText } from '../report/html/acceptance-words.js';
import { errorBrief, variantText } from '../report/step-text.js';
import type { AcceptanceRecord, RunRecord, StepRecord } from '../result/schema.js';
import type { Change, WatchedRun, WatchedVerdict } from './messages.js';

export function recordChange(record: RunRecord): Change {
  return {
    type: 'record',
    run: runOf(record),
    steps: record.steps.map(stepOf),
    acceptance: (record.acceptance ?? []).map(verdictOf),
  };
}

function runOf({ run, hosts, mounts, tool }: RunRecord): WatchedRun {
  return {
    id: run.id,
    // A run that is not over has no status of its own yet.
    status: run.endedAt === null ? 'running' : run.status,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    reasons: run.endedAt === null ? [] : run.reasons,
    command: run.command.join(' '),
    host: hosts.map(({ name }) => name).join(', '),
    tool: `${tool.name} ${tool.version}`,
    mounts: mounts.map(({ name, path, fileSystem }) => ({ name, path, fileSystem: fileSystem.type })),
  };
}

function stepOf(step: StepRecord) {
  const { id, workload, variant, mount, repeat, status, startedAt, error, diagnosis } = step;
  return {
    ...{ id, workload, variant: variantText(variant), mount, repeat, status, startedAt },
    error: status === 'complete' ? '' : errorBrief(error),
    figures: figuresOf(step),
    bound: diagnosis?.bound ?? '',
  };
}

/** `read 1.2 GiB/s, read p99 98us`; empty of a step that has not completed. */
function figuresOf(step: StepRecord): string {
  if (step.status !== 'complete') return '';
  return mainFigures(step)
    .map((name) => ({ label: figureLabel(name), text: figureText(name, figureValue(step, name)) }))
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => `${label} ${text}`)
    .join(', ');
}

function verdictOf(one: AcceptanceRecord): WatchedVerdict {
  const { verdict, expression, workload, variant, mount, samples, reason, left, right } = one;
  return {
    ...{ verdict, expression, workload, variant, mount, samples, reason },
    measured: acceptedValueText(left),
    limit: acceptedValueText(right),
  };
}
