// What the watch tells a page: the state of a run as plain JSON, and the messages that change it.
import type { RecordedKind } from '../native/contract.js';
import type { AcceptanceRecord, RunRecord } from '../result/schema.js';

/** One kind of operation in one interval. Latencies in nanoseconds; null where nothing completed. */
export interface WatchedCounts {
  count: number;
  bytes: number;
  errors: number;
  p50: number | null;
  p99: number | null;
  /** Completed operations by bands of an eighth of a doubling of the latency; empty where they were not read. */
  bands: [band: number, count: number][];
}

export interface WatchedInterval {
  /** Seconds from the start of the measured time of the step. */
  startSeconds: number;
  seconds: number;
  operations: Partial<Record<RecordedKind, WatchedCounts>>;
}

export interface WatchedStep {
  id: string;
  workload: string;
  /** Swept keys with their values, as text; empty without a sweep. */
  variant: string;
  mount: string;
  repeat: number;
  /** Of ramp and measured time; null: only the storage decides, or it is not known. */
  estimatedSeconds: number | null;
  status: 'planned' | 'running' | RunRecord['steps'][number]['status'] | 'dropped';
  /** ISO instant; null before it starts, and where it never has. */
  startedAt: string | null;
  /** Why it has not completed; empty where it has, or is not over. */
  error: string;
  /** A line of a search for a rate or for a number of accelerators; empty without one. */
  note: string;
  /** What it measured, as people read it; empty until it is in the record. */
  figures: string;
  /** What bounded it, a word of the diagnosis; empty where that is not known. */
  bound: string;
}

export interface WatchedWarning {
  code: string;
  /** How many steps have it. */
  count: number;
  advice: string;
  /** Of the last of them. */
  evidence: string;
}

export interface WatchedVerdict {
  verdict: AcceptanceRecord['verdict'];
  expression: string;
  /** Null: it names the workloads itself. */
  workload: string | null;
  variant: string;
  /** Null: it names its mounts itself. */
  mount: string | null;
  measured: string;
  limit: string;
  samples: number;
  reason: string;
}

/** What the record says of the run as a whole. Instants are ISO texts. */
export interface WatchedRun {
  id: string;
  /** `waiting`: nothing of it is there yet. */
  status: 'waiting' | 'running' | RunRecord['run']['status'];
  startedAt: string | null;
  endedAt: string | null;
  reasons: string[];
  command: string;
  host: string;
  tool: string;
  mounts: { name: string; path: string; fileSystem: string }[];
}

export interface WatchState {
  run: WatchedRun;
  /** In the order of the plan; later runs of a part of a scenario after it. */
  steps: WatchedStep[];
  /** Of the steps that run, or that ran last: the last intervals of each, by the id of the step. */
  intervals: Record<string, WatchedInterval[]>;
  warnings: WatchedWarning[];
  acceptance: WatchedVerdict[];
  /** What keeps the watch from reading the run, or what it could not read; empty: nothing. */
  trouble: string;
}

type PlannedWatch = Pick<WatchedStep, 'id' | 'workload' | 'variant' | 'mount' | 'repeat' | 'estimatedSeconds'>;

/** One change of the state. */
export type Change =
  | { type: 'run-start'; at: string; run: string; steps: PlannedWatch[] }
  | { type: 'step-start'; at: string; step: string }
  | ({ type: 'interval'; step: string } & WatchedInterval)
  | { type: 'note'; step: string; text: string }
  | { type: 'step-end'; step: string; status: WatchedStep['status']; error: string }
  | ({ type: 'warning' } & Omit<WatchedWarning, 'count'>)
  | { type: 'run-end'; at: string; status: RunRecord['run']['status'] }
  | {
      type: 'record';
      run: WatchedRun;
      steps: Omit<WatchedStep, 'estimatedSeconds' | 'note'>[];
      acceptance: WatchedVerdict[];
    }
  | { type: 'trouble'; text: string };

/** What a page is sent: the state as a whole when it comes, changes after that, a word before the watch leaves. */
export type Message =
  | Change
  /** `now` is the clock of the watch, as ISO text; `quietSeconds` since the run last wrote, null before it has. */
  | { type: 'state'; now: string; quietSeconds: number | null; state: WatchState }
  | { type: 'bye'; text: string };

export function newWatchState(): WatchState {
  const run: WatchedRun = {
    ...{ id: '', status: 'waiting', startedAt: null, endedAt: null, reasons: [] },
    ...{ command: '', host: '', tool: '', mounts: [] },
  };
  return { run, steps: [], intervals: {}, warnings: [], acceptance: [], trouble: '' };
}
