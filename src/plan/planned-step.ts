// What a plan is made of: steps in order, each with the data set that it needs and the native job that it runs.
import type { FileSystemKind } from '../filesystem/kinds.js';
import type { LayoutRequest } from '../filesystem/layout.js';
import type { NativeJobSpec, NativeSampleFiles } from '../native/contract.js';
import type { PartTimes } from '../spec/scenario.js';
import type { CheckpointFormat, CheckpointModel, CheckpointWorkload } from '../spec/checkpoint-workload.js';
import type {
  DirectoryTree,
  FileSizeLaw,
  LatencyTarget,
  ModelLoadWorkload,
  Packing,
  SteadyState,
  TrainingWorkload,
  Verify,
} from '../spec/workload.js';

/**
 * Files that a job finds or makes below its root. Optional fields are absent where they say nothing, so that data sets of
 * earlier versions stay what they are.
 */
export interface FileSet {
  fileCount: number;
  /** In a tree, the most that one of its directories gets. */
  filesPerDirectory: number;
  /** Bytes of each file; of the largest where there are `fileSizes`, and of the largest that can be where it is packed. */
  fileSize: number;
  /** Absent where all files are of one size. */
  fileSizes?: FileSizeLaw;
  /** Absent where the directories are side by side. */
  directories?: TreeShape;
  /** So many workers have directories of their own, each with its part of the files; absent where they share them. */
  workerDirectories?: number;
  /** Absent where it is `f`. */
  prefix?: string;
  /** The files are shards, which hold these evenly and in their order; absent where each sample is a file. */
  packed?: PackedSamples;
  /** They are those of a training data set, with names and sizes of their own; absent where they are not. */
  sampleFiles?: NativeSampleFiles;
}

/** Samples in shards, in the words of the native job. */
export interface PackedSamples {
  format: Exclude<Packing, 'none'>;
  samples: number;
  /** Bytes of each sample; of the largest where there are `sampleSizes`. */
  sampleSize: number;
  /** Absent where all samples are of one size. */
  sampleSizes?: FileSizeLaw;
}

/** A tree of directories; without `filesIn`, its leaves hold the files. */
export type TreeShape = Pick<DirectoryTree, 'width' | 'depth'> & { filesIn?: 'everyDirectory' };

/** A set of files under `<mount>/ioproof-data/<directory>/`, described completely by these fields. */
export interface Dataset extends FileSet {
  /** Folder name: kind, count, size and a hash of all that determines the content. */
  directory: string;
  seed: number;
  /** Absent where the data is incompressible and nothing repeats. */
  content?: DatasetContent;
  /** Number of the data set in the stamps that its sectors carry; absent where they carry none. */
  stamp?: number;
  /** Of all files; with `fileSizes` what they have on average, and four standard deviations more. */
  bytes: number;
  inodes: number;
  /** How its files are to be spread over the storage; absent where that is left to the file system. */
  fileLayout?: LayoutRequest;
  /** It holds checkpoints; absent where it does not. */
  checkpoints?: CheckpointSet;
}

/** Checkpoints below a directory of their own. `bytes` and `inodes` of the data set are those that are kept at the end. */
export interface CheckpointSet {
  /** Each is in `<directoryPrefix><number>`. */
  directoryPrefix: string;
  /** What each is of, for people: model, layout and ranks. */
  of: string;
  /** Of one checkpoint. */
  bytes: number;
  files: number;
  /** Taken for a while besides those that are kept: one is removed only when the next is complete. */
  passingBytes: number;
  passingInodes: number;
}

/** What the files of a data set hold. */
export interface DatasetContent {
  /** Percent that a compressor takes off. */
  compressPercent: number;
  /** Percent of the blocks that repeat an earlier one, and their bytes; 0 and 0: none does. */
  dedupePercent: number;
  dedupeBlock: number;
  /** Hex digits of the bytes that each block repeats; empty: none. */
  pattern: string;
}

/** The place of a step among those that follow one another on the same files. */
export interface Phase {
  /** What the workloads call it that they are phases of. */
  of: string;
  /** From 0. The first one makes the files, the last one removes them. */
  index: number;
  count: number;
  /** Workloads of the phases before it, in their order. */
  before: string[];
}

/** The place of a step in a scenario. Times are nanoseconds from the start of the scenario. */
export interface ScenarioPlace extends PartTimes {
  /** Name of the scenario. */
  of: string;
  /** Name of the part. */
  part: string;
  /** Alone, or at the same time as the other parts. */
  run: 'alone' | 'together';
  /** From 1. The plan has the first one of each part; the others follow from it. */
  occurrence: number;
  /** It makes, changes or removes files. */
  ownFiles: boolean;
}

/** One workload variant on one mount, one repeat. */
export interface PlannedStep {
  /** `<workload>[@<variant>]/<mount>/<repeat>`, unique in a run. */
  id: string;
  workload: string;
  mount: string;
  mountPath: string;
  repeat: number;
  /** The swept keys of this variant with their values, as the workload file names them. */
  variant: Record<string, string | number | boolean>;
  /** Complete resolved workload in the words of the workload file: what goes into the record as `job`. */
  job: Record<string, unknown>;
  /** Null where the step has its data set to itself. */
  phase: Phase | null;
  /** The same for all phases of one another. */
  dataset: Dataset | null;
  /** Job that writes the data set, run only when it is not complete yet; null without a data set. */
  layout: NativeJobSpec | null;
  spec: NativeJobSpec;
  /** The job is stopped when it is steady; null: it is not. */
  steadyState: SteadyState | null;
  /** The rate of `spec` is searched for first; null: it is in `spec`. */
  latencyTarget: LatencyTarget | null;
  /** Nanoseconds between the moment when the job is ready and its start. */
  startDelayNs: number;
  /** The caches of the whole machine are dropped once the job is ready, before its start. */
  dropSystemCaches: boolean;
  /** What the workload asks to be checked; null: nothing. With `only`, the data set is that of an earlier run. */
  verifyMode: Exclude<Verify, 'none'> | null;
  /** Estimated seconds of ramp and measured time; null when only the storage decides (a limit without runtime or rate). */
  estimatedSeconds: number | null;
  /** What it takes however fast the storage is: the estimate, compute of a training, pauses between saves. */
  leastSeconds: number;
  /** Of kind training; absent of any other. */
  training?: TrainingPlan;
  /** Of kind checkpoint; absent of any other. */
  checkpoint?: CheckpointPlan;
  /** Of kind model-load; absent of any other. */
  modelLoad?: ModelLoadPlan;
  /** The number of accelerators is searched for; absent: it is in `spec`. */
  fit?: FitPlan;
  /** Absent of a step that is part of no scenario. */
  scenario?: ScenarioPlace;
}

/** What can end the search for a number of accelerators before one has missed the threshold. */
export const fitLimits = ['asked', 'memory', 'dataset', 'readers'] as const;
export type FitLimitName = (typeof fitLimits)[number];

/** A search for the most accelerators that a mount feeds. */
export interface FitPlan {
  /** Percent of accelerator utilization to reach. */
  threshold: number;
  /** Accelerators to try at most. */
  most: number;
  /** What `most` follows from. */
  mostBy: FitLimitName;
  /** Nanoseconds that a try computes at most, and at least where the data set is large enough for that. */
  longestTryNs: number;
  /** Steps at the start of an epoch that live on what was prefetched while the first batch was awaited. */
  stepsAhead: number;
  /** What is tried; the number of accelerators in it says nothing. */
  workload: TrainingWorkload & { files: number };
}

/** What is known of a training before it runs. */
export interface TrainingPlan {
  /** Nothing is known for which the rules of MLPerf Storage would not let it count. */
  conforming: boolean;
  /** For what they would not, a clause each. */
  reasons: string[];
  /** Of an epoch of training. */
  samples: number;
  /** Of every accelerator. */
  stepsPerEpoch: number;
  /** Files for training that the rules ask for at least; null where the memory of the machine is not known. */
  officialFiles: number | null;
  /** What all epochs take where no accelerator ever waits. */
  computeSeconds: number;
  /** What the loaders of all accelerators hold of samples. */
  loaderBytes: number;
  /** What a program could have of the memory when the plan was made; null: not known. */
  availableBytes: number | null;
  /** What is wrong where the machine has less memory than that; null where it has not, or nobody can tell. */
  memoryWarning: string | null;
  /** Data sets on the mount that somebody may have meant. */
  notes: string[];
}

/** What is known of a checkpoint before it is written. */
export interface CheckpointPlan {
  model: CheckpointModel;
  format: CheckpointFormat;
  mode: CheckpointWorkload['mode'];
  ranks: number;
  /** Of one checkpoint, and of the ranks that have the fewest and the most of them. */
  bytes: number;
  leastRankBytes: number;
  mostRankBytes: number;
  /** Of one checkpoint, with an index and the like, without the file of checksums. */
  files: number;
  /** Checkpoints that are there at the same time at most. */
  mostAtOnce: number;
  /** What the job itself holds: buffers of all ranks, and of saves in the background all of their bytes. */
  memoryBytes: number;
  /** What a program could have of the memory when the plan was made; null: not known. */
  availableBytes: number | null;
  /** Where it differs from what MLPerf Storage asks for, a clause each; empty: nothing that is known before the run. */
  reasons: string[];
  /** What somebody should know before the run, a sentence each. */
  notes: string[];
}

/** What is known of a model before it is loaded. */
export interface ModelLoadPlan {
  model: ModelLoadWorkload['model'];
  reader: ModelLoadWorkload['reader'];
  processes: number;
  loads: number;
  /** Of its files, with the index. */
  bytes: number;
  files: number;
  /** Buffers of all processes. */
  memoryBytes: number;
  /** What somebody should know before the run, a sentence each. */
  notes: string[];
}

export interface MountRequest {
  name: string;
  path: string;
}

/** A data set that is complete. */
export type PresentDataset = Pick<Dataset, 'directory' | 'bytes' | 'inodes' | 'sampleFiles' | 'fileLayout'>;

/** Facts of a mount that planning needs. `null`: the file system does not tell. */
export interface MountCapacity {
  name: string;
  path: string;
  freeBytes: number | null;
  freeInodes: number | null;
  /** What it was recognised as; absent where nobody has looked. */
  fileSystem?: FileSystemKind;
  /** Data sets that are complete there already: a plan needs no space for them, and sees theirs as free in a share. */
  datasets?: PresentDataset[];
  /** Those that an interrupted run has left: what share of them is there, and its bytes. */
  begun?: { directory: string; share: number; bytes: number }[];
  /** Data sets of checkpoints: how many are complete, and what all files take, which a run that saves removes first. */
  checkpoints?: { directory: string; complete: number; bytes: number; inodes: number }[];
}

export interface Plan {
  steps: PlannedStep[];
  /** Per mount: the distinct data sets that must exist, and their sum. */
  mounts: { name: string; path: string; datasets: Dataset[]; bytes: number; inodes: number }[];
  /** Sum of the steps' estimates; steps without one are counted in `unboundedSteps`. */
  estimatedSeconds: number;
  unboundedSteps: number;
  /** What all take however fast the storage is; of steps that run together, the longest counts. */
  leastSeconds: number;
}
