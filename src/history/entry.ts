// The record of a run → its line in the index.
import { figureDefinition, figureValue } from '../figure/catalogue.js';
import { mainFigures } from '../figure/main-figures.js';
import { variantText } from '../figure/variant.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { medianOf } from '../statistics/median.js';
import { entryVersion, type HistoryEntry, type HistoryFigure, type HistoryWorkload } from './entry-schema.js';
import { fingerprintOf } from './fingerprint.js';

/** `folder`: of the run, in the results. `sha256`: of its run.json; null where that is not known. */
export function entryOf(record: RunRecord, folder: string, sha256: string | null): HistoryEntry {
  const { run, tool, hosts, mounts, steps } = record;
  return {
    indexVersion: entryVersion,
    id: run.id,
    folder,
    startedAt: run.startedAt,
    endedAt: run.endedAt,
    status: run.status,
    host: hosts[0]?.name ?? '',
    tool: { version: tool.version, hash: tool.hash ?? null },
    sha256,
    mounts: mounts.map(({ name, path, fileSystem }) => ({ name, path, kind: fileSystem.type })),
    workloads: workloadsOf(steps),
  };
}

function workloadsOf(steps: readonly StepRecord[]): HistoryWorkload[] {
  const groups = new Map<string, StepRecord[]>();
  for (const step of steps) {
    const key = JSON.stringify([step.workload, step.mount, fingerprintOf(step), variantText(step.variant)]);
    groups.set(key, [...(groups.get(key) ?? []), step]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [workloadOf(first, group)];
  });
}

function workloadOf(first: StepRecord, group: readonly StepRecord[]): HistoryWorkload {
  const complete = group.filter(({ status }) => status === 'complete');
  return {
    name: first.workload,
    variant: variantText(first.variant),
    mount: first.mount,
    fingerprint: fingerprintOf(first),
    complete: complete.length,
    repeats: group.length,
    figures: figuresOf(complete),
  };
}

function figuresOf(steps: readonly StepRecord[]): HistoryFigure[] {
  const names = [...new Set(steps.flatMap(mainFigures))];
  return names.flatMap((name) => {
    const values = steps.map((step) => figureValue(step, name)).filter((value) => value !== null);
    if (values.length === 0) return [];
    return [{ name, median: medianOf(values), n: values.length, unit: figureDefinition(name)?.unit ?? 'none' }];
  });
}
