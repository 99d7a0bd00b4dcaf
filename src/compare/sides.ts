// The sides of a comparison: the mounts of the runs, or the runs, of which several of one name are repeats of each other.
import { neededSteps } from '../result/not-needed.js';
import type { StepRecord } from '../result/schema.js';
import type { ComparedRun, Side } from './comparison.js';

interface Place {
  step: StepRecord;
  run: ComparedRun;
}

/** In the order in which the runs, or their mounts, are named; a side without a step is one, too. */
export function sidesOf(runs: readonly ComparedRun[], by: 'mount' | 'run'): Side[] {
  const sides = new Map<string, Place[]>();
  for (const run of runs) {
    const { mounts } = run.record;
    const steps = neededSteps(run.record.steps);
    const names = by === 'run' ? [run.name] : [...mounts.map(({ name }) => name), ...steps.map(({ mount }) => mount)];
    for (const name of names) if (!sides.has(name)) sides.set(name, []);
    for (const step of steps) sides.get(by === 'run' ? run.name : step.mount)?.push({ step, run });
  }
  return [...sides].map(([name, places]) => sideOf(name, places));
}

function sideOf(name: string, places: readonly Place[]): Side {
  const steps = [...places].sort((a, b) => compareTexts(startOf(a), startOf(b))).map(({ step }) => step);
  return {
    name,
    steps: steps.filter(({ status }) => status === 'complete'),
    failed: steps.filter(({ status }) => status !== 'complete'),
    origin: new Map(places.map(({ step, run }) => [step, run])),
  };
}

/** Instants of one form sort as text; a step that never started stands where its run does. */
function startOf({ step, run }: Place): string {
  return step.startedAt ?? run.record.run.startedAt;
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
