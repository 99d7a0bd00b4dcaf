// Folds changes into the state of a watched run: the same in the watch and in its page, so that both know the same.
import type { Change, WatchedStep, WatchState } from './messages.js';

/** Intervals that are kept of a step: ten minutes of the usual ones. */
export const keptIntervals = 600;

/** Takes in one change. Changes may come twice, and the record may know of steps before their events are read. */
export function applyChange(state: WatchState, change: Change): void {
  switch (change.type) {
    case 'run-start':
      state.run = { ...state.run, id: change.run, startedAt: change.at, status: statusAtStart(state) };
      mergeSteps(state, change.steps);
      return;
    case 'step-start': {
      startStep(state, change.step, change.at);
      return;
    }
    case 'interval': {
      addInterval(state, change);
      return;
    }
    case 'note':
      stepOf(state, change.step).note = change.text;
      return;
    case 'step-end':
      Object.assign(stepOf(state, change.step), { status: change.status, error: change.error });
      return;
    case 'warning': {
      addWarning(state, change);
      return;
    }
    case 'run-end':
      state.run = { ...state.run, status: change.status, endedAt: change.at };
      return;
    case 'record': {
      applyRecord(state, change);
      return;
    }
    case 'trouble':
      state.trouble = change.text;
  }
}

function statusAtStart({ run }: WatchState): WatchState['run']['status'] {
  return run.endedAt === null ? 'running' : run.status;
}

/** The step with this id; made where neither plan nor record had it. */
function stepOf(state: WatchState, id: string): WatchedStep {
  return state.steps.find((step) => step.id === id) ?? addStep(state, id);
}

function addStep(state: WatchState, id: string): WatchedStep {
  // `<workload>[@<variant>]/<mount>/<repeat>`; later runs of a part of a scenario end in a number of their own.
  const [workload = id, mount = '', repeat = '1'] = id.split('/');
  const made: WatchedStep = {
    ...{ id, workload, variant: '', mount, repeat: Number.parseInt(repeat, 10) || 1 },
    ...{ estimatedSeconds: null, status: 'planned', startedAt: null, error: '', note: '', figures: '', bound: '' },
  };
  state.steps.push(made);
  return made;
}

/** Intervals of steps that are over go with the first step that starts after all of them. */
function startStep(state: WatchState, id: string, at: string): void {
  const step = stepOf(state, id);
  if (!state.steps.some(({ status }) => status === 'running')) state.intervals = {};
  step.startedAt = at;
  if (step.status === 'planned') step.status = 'running';
  state.intervals[id] = [];
}

function addInterval(
  state: WatchState,
  { step, startSeconds, seconds, operations }: Change & { type: 'interval' },
): void {
  const kept = (state.intervals[step] ??= []);
  kept.push({ startSeconds, seconds, operations });
  if (kept.length > keptIntervals) kept.shift();
}

function addWarning(state: WatchState, { code, advice, evidence }: Change & { type: 'warning' }): void {
  const known = state.warnings.find((warning) => warning.code === code);
  if (known === undefined) state.warnings.push({ code, count: 1, advice, evidence });
  else Object.assign(known, { count: known.count + 1, advice, evidence });
}

function applyRecord(state: WatchState, { run, steps, acceptance }: Change & { type: 'record' }): void {
  // The last event may have been read before the last record.
  const over = run.endedAt === null && state.run.endedAt !== null && run.id === state.run.id;
  state.run = over ? { ...run, status: state.run.status, endedAt: state.run.endedAt } : run;
  state.acceptance = acceptance;
  mergeSteps(state, steps);
}

/** What is told of many steps at once; those that are not known yet follow the others. */
function mergeSteps(state: WatchState, told: readonly (Partial<WatchedStep> & { id: string })[]): void {
  const known = new Map(state.steps.map((step) => [step.id, step]));
  for (const step of told) Object.assign(known.get(step.id) ?? addStep(state, step.id), step);
}
