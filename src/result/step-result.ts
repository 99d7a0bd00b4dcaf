// What a step measured: the result of its native job, with an end that the native side does not know of.
import type { NativeJobResult } from '../native/contract.js';

export interface StepResult extends Omit<NativeJobResult, 'endReason'> {
  /** `steady`: it was stopped because it had reached the steady state that it was to reach. `until`: as its scenario has it. */
  endReason: NativeJobResult['endReason'] | 'steady' | 'until';
}
