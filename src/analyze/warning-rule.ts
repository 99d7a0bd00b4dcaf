// What a doubt about a step's result is raised from: its plan, its result, and what else is known.
import type { NativeJobSpec } from '../native/contract.js';
import type { CountersRecord, FileLayoutRecord, FileSystemRecord, GdsVerdict, StepRecord } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import type { Goals } from './goals.js';
import type { SteadyCriteria } from './steady-state.js';

/** What of a planned step decides on warnings. */
export interface StepToJudge {
  spec: Pick<
    NativeJobSpec,
    | 'kind'
    | 'engine'
    | 'direct'
    | 'dropCache'
    | 'readPercent'
    | 'operations'
    | 'visits'
    | 'mix'
    | 'workers'
    | 'rateOperations'
    | 'rateBytes'
    | 'thinkNs'
    | 'cufileCompat'
    | 'copyMode'
    | 'training'
    | 'sampleFiles'
    | 'checkpoint'
    | 'passes'
    | 'coldPasses'
    | 'compressPercent'
    | 'dedupePercent'
    | 'pattern'
    | 'refill'
  >;
  /** The goal that the steadiness of the circumstances is about. */
  steadyState?: Pick<SteadyCriteria, 'metric'> | null;
  /** Its place where it is part of a scenario. */
  scenario?: { every: number | null };
  /** With `only`, the step checks data and measures nothing. */
  verifyMode?: NonNullable<StepRecord['verification']>['mode'] | null;
}

/** What is known of a step besides its plan and its result. */
export interface Circumstances extends Goals {
  systemCaches?: StepRecord['systemCaches'];
  /** That the data took to the GPU, with engine cufile. */
  gdsPath?: GdsVerdict | null;
  /** Of its files; null: nothing was asked for, and the file system tells nothing. */
  fileLayout?: FileLayoutRecord | null;
  /** Of the mount. */
  fileSystem?: FileSystemRecord | undefined;
  /** Around the measured time; null: none were read. */
  counters?: CountersRecord | null;
  /** That the step used. */
  dataset?: StepRecord['dataset'];
  /** Of the machine. */
  memoryBytes?: number | null;
  /** Processors that the step could use. */
  cores?: number | null;
  /** Of a part of a scenario: from when it was to start to when it did. */
  startedLateNs?: number;
  /** Bytes that the loaders of a training hold, and those that were available to them; null: not known. */
  loaders?: { loaderBytes: number; availableBytes: number | null };
}

/** Values of a warning, by name; a name with a unit says it. */
export type Evidence = Record<string, unknown>;

/** When a warning is raised, and what to do about it. */
export interface Rule {
  /** Values that raise the warning; null: no doubt. */
  evidence(
    spec: StepToJudge['spec'],
    result: StepResult,
    circumstances: Circumstances,
    step: StepToJudge,
  ): Evidence | null;
  advice: string;
}
