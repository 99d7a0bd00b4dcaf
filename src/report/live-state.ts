// What the live view knows: progress events folded into the state that a frame is drawn from.
import type { NativeInterval, NativeSnapshot } from '../native/contract.js';
import type { PlannedStep } from '../plan/planned-step.js';
import type { AcceptanceRecord, StepRecord } from '../result/schema.js';
import type { Progress } from '../run/progress.js';
import { headlineRate, intervalFigures } from './figures.js';
import { tryStartText, tryText } from './fit-text.js';
import { probeText } from './step-text.js';

/** The step that runs. Times are milliseconds of the clock that the caller passes in. */
export interface CurrentStep {
  step: PlannedStep;
  phase: 'layout' | NativeSnapshot['phase'];
  phaseSinceMs: number;
  layout: { bytesDone: number; bytesTotal: number };
  /** Files of the data set that an interrupted run has left; null: none. */
  resumed: { files: number; fileCount: number } | null;
  snapshot: NativeSnapshot | null;
  interval: NativeInterval | null;
  /** The last try of a search for a rate; empty where there was none. */
  probe: string;
  /** Operations per second of the last intervals, oldest first. */
  rates: number[];
}

export interface LiveState {
  runId: string;
  startedMs: number | null;
  steps: PlannedStep[];
  done: StepRecord[];
  current: CurrentStep | null;
  /** All steps of a scenario that run at the same time, in the order of their starts; `current` is one of them. */
  together: CurrentStep[];
  /** When they began; null: they are made ready, or there are none. */
  togetherSinceMs: number | null;
  /** Measured seconds of the last step that is done, by `equalKey`; looked up for every step of every frame. */
  seen: Map<string, number>;
  /** How often each warning came up, by code. */
  warnings: Map<string, number>;
  /** What goes on beside the steps; empty while a step runs. */
  companion: string;
  /** Acceptance expressions by now; empty where there are none. */
  judged: readonly AcceptanceRecord[];
  /** Why the run is being stopped; empty while it is not. */
  stopping: string;
}

// More than the widest terminal shows.
const keptRates = 400;

export function newLiveState(): LiveState {
  return {
    runId: '',
    startedMs: null,
    steps: [],
    done: [],
    current: null,
    together: [],
    togetherSinceMs: null,
    seen: new Map(),
    warnings: new Map(),
    companion: '',
    judged: [],
    stopping: '',
  };
}

/** Takes in one event that happened at `nowMs`. */
export function applyProgress(state: LiveState, progress: Progress, nowMs: number): void {
  state.startedMs ??= nowMs;
  switch (progress.type) {
    case 'plan':
      state.runId = progress.runId;
      state.steps = progress.plan.steps;
      return;
    case 'step-start':
      state.companion = '';
      applyStart(state, newCurrent(progress.step, nowMs));
      return;
    case 'step-end':
      applyEnd(state, progress.record);
      return;
    case 'dropped':
      leave(state, progress.step.id);
      return;
    case 'together':
      state.togetherSinceMs = nowMs;
      return;
    case 'warning':
      state.warnings.set(progress.warning.code, (state.warnings.get(progress.warning.code) ?? 0) + 1);
      return;
    case 'companion':
      state.companion = progress.text;
      return;
    case 'stopping':
      state.stopping = progress.reason;
      return;
    case 'acceptance':
      state.judged = progress.judged;
      return;
    case 'counters':
      return;
    default: {
      const { id } = progress.step;
      const current = state.together.find(({ step }) => step.id === id) ?? state.current;
      if (current !== null) applyToCurrent(current, progress, nowMs);
    }
  }
}

/** Key of the steps that do the same on the same mount, or on any mount. */
export function equalKey(step: Pick<PlannedStep, 'workload' | 'variant'>, mount = ''): string {
  return [step.workload, JSON.stringify(step.variant), mount].join('\n');
}

/** Number of a step in the plan, from 1; 0: it is not in it. A later run of a part of a scenario has that of the first. */
export function numberOf(step: PlannedStep, steps: readonly PlannedStep[]): number {
  const isSame = (other: PlannedStep) =>
    step.scenario === undefined
      ? other.id === step.id
      : other.scenario?.run === step.scenario.run && equalKey(other, other.mount) === equalKey(step, step.mount);
  return 1 + steps.findIndex((other) => isSame(other) && other.repeat === step.repeat);
}

function applyStart(state: LiveState, started: CurrentStep): void {
  const together = started.step.scenario?.run === 'together';
  if (!together) state.togetherSinceMs = null;
  state.together = together ? [...state.together, started] : [];
  state.current = together ? longest(state.together) : started;
}

/** The run takes as long as this one. */
function longest(running: readonly CurrentStep[]): CurrentStep | null {
  const secondsOf = ({ step }: CurrentStep) => step.estimatedSeconds ?? Infinity;
  return running.reduce<CurrentStep | null>(
    (most, current) => (most === null || secondsOf(current) > secondsOf(most) ? current : most),
    null,
  );
}

function leave(state: LiveState, id: string): void {
  state.together = state.together.filter(({ step }) => step.id !== id);
  state.current = longest(state.together);
  if (state.together.length === 0) state.togetherSinceMs = null;
}

function applyEnd(state: LiveState, record: StepRecord): void {
  state.done.push(record);
  leave(state, record.id);
  if (record.elapsedSeconds === null) return;
  state.seen.set(equalKey(record), record.elapsedSeconds);
  state.seen.set(equalKey(record, record.mount), record.elapsedSeconds);
}

type StepProgress = Extract<
  Progress,
  { type: 'layout' | 'resumed' | 'caches' | 'ready' | 'snapshot' | 'interval' | 'probe' | 'try-start' | 'try' }
>;

function applyToCurrent(current: CurrentStep, progress: StepProgress, nowMs: number): void {
  switch (progress.type) {
    case 'layout':
      enter(current, 'layout', nowMs);
      current.layout = { bytesDone: progress.bytesDone, bytesTotal: progress.bytesTotal };
      return;
    case 'resumed':
      current.resumed = { files: progress.files, fileCount: progress.fileCount };
      return;
    case 'caches':
      // A warning tells where they were not dropped.
      return;
    case 'ready':
      // That of a search has a job of its own for each try.
      current.step = progress.step;
      enter(current, 'ready', nowMs);
      return;
    case 'snapshot':
      enter(current, progress.snapshot.phase, nowMs);
      current.snapshot = progress.snapshot;
      return;
    case 'probe':
      current.probe = probeText(progress.number, progress.probe);
      return;
    case 'try-start':
      current.probe = tryStartText(progress.number, progress.accelerators);
      return;
    case 'try':
      current.probe = tryText(progress.number, progress.told);
      return;
    case 'interval':
      current.interval = progress.interval;
      current.rates.push(headlineRate(intervalFigures(progress.interval)));
      if (current.rates.length > keptRates) current.rates.shift();
  }
}

function newCurrent(step: PlannedStep, nowMs: number): CurrentStep {
  return {
    step,
    phase: 'prepare',
    phaseSinceMs: nowMs,
    layout: { bytesDone: 0, bytesTotal: 0 },
    resumed: null,
    snapshot: null,
    interval: null,
    probe: '',
    rates: [],
  };
}

function enter(current: CurrentStep, phase: CurrentStep['phase'], nowMs: number): void {
  if (current.phase === phase) return;
  current.phase = phase;
  current.phaseSinceMs = nowMs;
}
