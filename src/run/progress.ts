// What a running session tells its audience; the CLI turns it into a live view, plain lines or NDJSON.
import type { NativeInterval, NativeReady, NativeSnapshot } from '../native/contract.js';
import type { Plan, PlannedStep } from '../plan/planned-step.js';
import type { StepRecord, Warning } from '../result/schema.js';

export type Progress =
  | { type: 'plan'; runId: string; directory: string; plan: Plan }
  | { type: 'step-start'; step: PlannedStep; index: number; total: number }
  | { type: 'layout'; step: PlannedStep; bytesDone: number; bytesTotal: number }
  | { type: 'ready'; step: PlannedStep; ready: NativeReady }
  | { type: 'snapshot'; step: PlannedStep; snapshot: NativeSnapshot }
  | { type: 'interval'; step: PlannedStep; interval: NativeInterval }
  | { type: 'step-end'; step: PlannedStep; record: StepRecord }
  | { type: 'warning'; step: PlannedStep | null; warning: Warning }
  | { type: 'stopping'; reason: string };
