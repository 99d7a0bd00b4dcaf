// A step and its result as the tests of warnings start from them, and the form of a test case.
import { type Circumstances, type StepToJudge, type WarningCode, warningsOf } from '../../src/analyze/warnings.js';
import type { NativeJobResult } from '../../src/native/contract.js';
import { nativeOperation, nativeResult } from '../result/samples.js';

export type Spec = StepToJudge['spec'];

/** Buffered reads of two workers. */
export const readSpec: Spec = {
  kind: 'block',
  engine: 'auto',
  direct: false,
  dropCache: true,
  visits: 'once',
  readPercent: 100,
  operations: [],
  mix: [],
  workers: 2,
  rateOperations: 0,
  rateBytes: 0,
  thinkNs: 0,
  cufileCompat: 'refuse',
  copyMode: 'full',
  training: null,
  sampleFiles: null,
  checkpoint: null,
  passes: 0,
  coldPasses: 'none',
  compressPercent: 0,
  dedupePercent: 0,
  pattern: '',
  refill: true,
};

export interface Case {
  code: WarningCode;
  spec?: Partial<Spec>;
  raised: Partial<NativeJobResult>;
  evidence: Record<string, unknown>;
  /** The nearest result without this warning. */
  silent: Partial<NativeJobResult>;
  /** What is known besides the result, and what of it raises no warning where that decides. */
  circumstances?: Circumstances;
  silentCircumstances?: Circumstances;
}

export function warned(spec: Partial<Spec>, result: Partial<NativeJobResult>, circumstances: Circumstances = {}) {
  return warningsOf({ spec: { ...readSpec, ...spec } }, nativeResult(result), circumstances);
}

/** Nine workers of which the first has this many operations and each other 1000. */
export const workersWith = (first: number) =>
  Array.from({ length: 9 }, (_, worker) => ({
    worker,
    elapsedNs: 1e9,
    operations: worker === 0 ? first : 1000,
    bytes: 0,
    chains: 0,
  }));

export const latencyWith = (overflow: number) => ({ ...nativeOperation().latencyNs, overflow });
