// What a running session tells its audience; the CLI turns it into a live view, plain lines or NDJSON.
import type { NativeInterval, NativeReady, NativeSnapshot } from '../native/contract.js';
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import type { FitTry } from '../result/fit-schema.js';
import type { AcceptanceRecord, Probe, StepRecord, SystemCaches, Warning } from '../result/schema.js';
import type { CounterInterval } from './observation.js';

export type Progress =
  | { type: 'plan'; runId: string; directory: string; plan: Plan }
  /** All parts of a scenario are ready and begin; their steps have started before. */
  | { type: 'together'; steps: PlannedStep[] }
  /** A later run of a part of a scenario was made ready, but the part is over: there is no record of it. */
  | { type: 'dropped'; step: PlannedStep }
  | { type: 'step-start'; step: PlannedStep; index: number; total: number }
  | { type: 'layout'; step: PlannedStep; bytesDone: number; bytesTotal: number }
  /** The data set is written from where an interrupted run has left it. */
  | { type: 'resumed'; step: PlannedStep; files: number; fileCount: number }
  | { type: 'caches'; step: PlannedStep; caches: SystemCaches }
  | { type: 'ready'; step: PlannedStep; ready: NativeReady }
  | { type: 'snapshot'; step: PlannedStep; snapshot: NativeSnapshot }
  | { type: 'interval'; step: PlannedStep; interval: NativeInterval }
  | { type: 'counters'; step: PlannedStep; counters: CounterInterval }
  /** A try of the search for a rate is over; `number` counts from 1. */
  | { type: 'probe'; step: PlannedStep; number: number; probe: Probe }
  /** A try of the search for a number of accelerators begins, and is over; `number` counts from 1. */
  | { type: 'try-start'; step: PlannedStep; number: number; accelerators: number }
  | { type: 'try'; step: PlannedStep; number: number; told: FitTry }
  | { type: 'step-end'; step: PlannedStep; record: StepRecord }
  /** All acceptance expressions, judged on the steps that have ended by now. */
  | { type: 'acceptance'; judged: AcceptanceRecord[] }
  | { type: 'warning'; step: PlannedStep | null; warning: Warning }
  /** What goes on beside the steps, for people who watch: `text` is a line about it. */
  | { type: 'companion'; step: PlannedStep; text: string }
  | { type: 'stopping'; reason: string };
