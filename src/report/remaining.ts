// How far a run is and how long it will still take, from the estimates of the plan and what was seen so far.
import type { PlannedStep } from '../plan/planned-step.js';
import { equalKey, type CurrentStep, type LiveState } from './live-state.js';

export interface Remaining {
  /** Done share of the run, 0 to 1. */
  fraction: number;
  /** Seconds until the end of the steps whose time is known. */
  seconds: number;
  /** True when all remaining steps are counted in `seconds`. Data sets still to be written are not foreseen. */
  complete: boolean;
}

// Stands for a step that nothing is known of, so that the overall bar moves when it is done.
const unknownWeight = 5;

/** Overall progress at `nowMs`. */
export function remainingOf(state: LiveState, nowMs: number): Remaining {
  const done = new Set(state.done.map((record) => record.id));
  const { current } = state;
  const ahead = longestOnly(state.steps).filter(
    (step) => !done.has(step.id) && (current === null || partyOf(step) !== partyOf(current.step)),
  );
  const expected = ahead.map((step) => {
    const seconds = expectedSeconds(step, state);
    return seconds === null ? null : seconds + step.startDelayNs / 1e9;
  });
  const ofCurrent = current === null ? 0 : remainingOfStep(current, state, nowMs);
  const all = [ofCurrent, ...expected];
  return {
    fraction: overallFraction(state, done, nowMs),
    seconds: all.reduce<number>((sum, seconds) => sum + (seconds ?? 0), 0),
    complete: !all.includes(null),
  };
}

/** Steps that run at the same time have the same; any other its own. */
function partyOf({ id, scenario, mount, repeat }: PlannedStep): string {
  return scenario?.run === 'together' ? JSON.stringify([scenario.of, mount, repeat]) : id;
}

/** Of steps that run at the same time the one that takes longest, and all others. */
function longestOnly(steps: readonly PlannedStep[]): PlannedStep[] {
  const secondsOf = ({ estimatedSeconds }: PlannedStep) => estimatedSeconds ?? Infinity;
  const byParty = new Map<string, PlannedStep>();
  for (const step of steps) {
    const known = byParty.get(partyOf(step));
    if (known === undefined || secondsOf(step) > secondsOf(known)) byParty.set(partyOf(step), step);
  }
  return [...byParty.values()];
}

/** Done share of the phase that the bar of the current step shows, 0 to 1. */
export function phaseFraction(current: CurrentStep, nowMs: number): number {
  const { phase, snapshot, layout, step } = current;
  if (phase === 'layout') return layout.bytesTotal > 0 ? layout.bytesDone / layout.bytesTotal : 0;
  if (phase === 'ramp') return clamp(((nowMs - current.phaseSinceMs) * 1e6) / step.spec.rampNs);
  if (phase === 'ready') return clamp(((nowMs - current.phaseSinceMs) * 1e6) / step.startDelayNs);
  if (phase === 'drain' || phase === 'done') return 1;
  if (phase === 'verify') return clamp(snapshot?.fractionDone ?? 0);
  if (snapshot === null || (phase !== 'measure' && phase !== 'pause')) return 0;
  const byTime = step.spec.runtimeNs > 0 ? snapshot.elapsedNs / step.spec.runtimeNs : 0;
  return clamp(Math.max(byTime, snapshot.fractionDone));
}

/** Seconds of ramp and measured time; null when neither the plan nor an equal step that is done tells. */
function expectedSeconds(step: PlannedStep, { seen }: LiveState): number | null {
  if (step.estimatedSeconds !== null) return step.estimatedSeconds;
  // The same mount tells more than another one.
  return seen.get(equalKey(step, step.mount)) ?? seen.get(equalKey(step)) ?? null;
}

function remainingOfStep(current: CurrentStep, state: LiveState, nowMs: number): number | null {
  const whole = expectedSeconds(current.step, state);
  const inPhase = (nowMs - current.phaseSinceMs) / 1000;
  const fraction = phaseFraction(current, nowMs);
  switch (current.phase) {
    case 'layout': {
      const layout = fraction > 0 ? (inPhase / fraction) * (1 - fraction) : null;
      return layout === null || whole === null ? null : layout + whole;
    }
    case 'measure':
    case 'pause':
      return measuredRemaining(current, whole, fraction);
    case 'verify':
      return fraction > 0 ? (inPhase / fraction) * (1 - fraction) : null;
    case 'drain':
    case 'done':
      return 0;
    case 'ready':
      return whole === null ? null : whole + Math.max(0, current.step.startDelayNs / 1e9 - inPhase);
    case 'ramp':
      return whole === null ? null : Math.max(0, whole - inPhase);
    default:
      return whole;
  }
}

function measuredRemaining(current: CurrentStep, whole: number | null, fraction: number): number | null {
  const elapsed = (current.snapshot?.elapsedNs ?? 0) / 1e9;
  if (fraction > 0.02) return (elapsed / fraction) * (1 - fraction);
  return whole === null ? null : Math.max(0, whole - current.step.spec.rampNs / 1e9 - elapsed);
}

function overallFraction(state: LiveState, done: ReadonlySet<string>, nowMs: number): number {
  const weight = (step: PlannedStep) => expectedSeconds(step, state) ?? unknownWeight;
  const steps = longestOnly(state.steps);
  const total = steps.reduce((sum, step) => sum + weight(step), 0);
  if (total === 0) return 0;
  const finished = steps.filter((step) => done.has(step.id)).reduce((sum, step) => sum + weight(step), 0);
  const { current } = state;
  const running = current === null ? 0 : weight(current.step) * measuredFraction(current, nowMs);
  return clamp((finished + running) / total);
}

/** Done share of the measured time: the other phases have bars of their own. */
function measuredFraction(current: CurrentStep, nowMs: number): number {
  if (current.phase === 'verify') return 1;
  return ['layout', 'ready', 'ramp'].includes(current.phase) ? 0 : phaseFraction(current, nowMs);
}

function clamp(fraction: number): number {
  return Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0;
}
