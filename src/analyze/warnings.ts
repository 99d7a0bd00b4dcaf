// The closed list of doubts about a step's result: when each is raised, its evidence and its advice.
import type { NativeJobSpec, NativeOperationResult, RecordedKind } from '../native/contract.js';
import { cacheRecord, residentFraction } from '../result/cache.js';
import type { Warning } from '../result/schema.js';
import type { StepResult } from '../result/step-result.js';
import { checkpointDamageError } from '../result/checkpoint-damage.js';
import { mismatchError } from '../result/verification.js';
import { checkpointRules } from './checkpoint-warnings.js';
import type { Goals } from './goals.js';
import { farGpuEvidence, pathEvidence } from './gpu-doubts.js';
import { missedRate } from './pace.js';
import { lateStart } from './scenario-doubts.js';
import type { SteadyCriteria } from './steady-state.js';
import { fewSteps, hiddenPrefetch, lateEmulation, overfullLoaders, smallDataset } from './training-doubts.js';
import { layoutRules } from './layout-warnings.js';
import { mountRules } from './mount-warnings.js';
import type { Circumstances, Evidence, Rule, StepToJudge } from './warning-rule.js';
import { stragglerOf } from './workers.js';

export type { Circumstances, StepToJudge } from './warning-rule.js';

const mostCacheFraction = 0.05;
const mostLeftFraction = 0.01;
const toleratedStartSkewNs = 1_000_000;
/** Of the measured time: what a late worker misses of it then moves no figure that anybody compares. */
const mostStartSkewFraction = 0.01;
const fewestOperations = 100;
/** A runtime of one second ends with its last operation, which may be a little sooner. */
const shortestMeasureNs = 950_000_000;

/** A save or load begins and ends at once for all, but the release of its ranks takes its time. */
const shortestRoundNs = 100_000_000;

/** Kinds whose threads get their work from what is emulated. */
const emulated: readonly NativeJobSpec['kind'][] = ['training', 'checkpoint', 'kv-cache'];

const rules = {
  DIRECT_NOT_USED: {
    evidence: ({ direct }, { ready }) =>
      direct && !ready.direct.used ? { reason: ready.direct.reason, method: ready.direct.method } : null,
    advice: 'Read the figures as those of buffered I/O, or use a file system that supports O_DIRECT.',
  },
  PAGE_CACHE_ANSWERED: {
    evidence: pageCacheEvidence,
    advice: 'Use direct: true, or data larger than memory; else the figures are partly those of memory.',
  },
  ENGINE_FELL_BACK: {
    evidence: ({ engine }, { ready }) =>
      engine === 'auto' && ready.engineRefused.length > 0
        ? { used: ready.engineUsed, refused: ready.engineRefused }
        : null,
    advice: 'Allow the refused engine on this machine, or name the engine in the workload to compare like with like.',
  },
  FEATURE_REFUSED: {
    evidence: (_spec, { ready }) =>
      ready.engineFeaturesRefused.length > 0 ? { refused: ready.engineFeaturesRefused } : null,
    advice: 'Remove the cause that the reason names, or turn the option off in the workload.',
  },
  CUFILE_COMPAT: {
    evidence: ({ cufileCompat }, _result, { gdsPath }) =>
      cufileCompat === 'force' ? null : pathEvidence(gdsPath, 'compat'),
    advice:
      'Read the figures as those of the way through the memory of the host, not of GPUDirect Storage; ioproof doctor tells ' +
      'what is missing.',
  },
  CUFILE_MIXED: {
    evidence: (_spec, _result, { gdsPath }) => pathEvidence(gdsPath, 'mixed'),
    advice: 'Use aligned blocks, files without holes and a GPU near the storage: part of the data went by the host.',
  },
  CUFILE_UNVERIFIED: {
    evidence: (_spec, _result, { gdsPath }) => pathEvidence(gdsPath, 'unverified'),
    advice: 'Do not call the figures those of GPUDirect Storage before the reasons are gone: nothing proves its path.',
  },
  GPU_FAR_FROM_STORAGE: {
    evidence: ({ copyMode }, result, { fileSystem }) =>
      copyMode === 'copy-only' ? null : farGpuEvidence(result, fileSystem),
    advice: 'Name GPUs on the NUMA node of the storage in "gpus": data for others crosses between the processors.',
  },
  CACHE_NOT_DROPPED: {
    evidence: cacheNotDroppedEvidence,
    advice: 'Use direct: true or a file system whose cache can be dropped; pages of a tmpfs never leave memory.',
  },
  SYSTEM_CACHES_NOT_DROPPED: {
    evidence: (_spec, { passes, checkpoint }, { systemCaches = null }) => {
      const refused = [systemCaches, ...passes.map((pass) => pass.systemCaches)].find(
        (caches) => caches?.dropped === false,
      );
      const ofLoads = checkpoint?.rounds.map(({ systemCachesRefusal }) => systemCachesRefusal) ?? [];
      const reason = refused?.reason ?? ofLoads.find((text) => text !== '');
      return reason === undefined ? null : { reason };
    },
    advice:
      'Run as root where /proc/sys/vm/drop_caches can be written, or use direct: true; dropCache needs no such right.',
  },
  VERIFIED_FROM_MEMORY: {
    evidence: (_spec, { verification, ready }) => {
      if (verification === null || verification.totalBytes === 0 || ready.direct.used) return null;
      const residentFraction = verification.residentBytes / verification.totalBytes;
      return residentFraction > mostCacheFraction ? { residentFraction } : null;
    },
    advice: 'Use direct: true, or dropSystemCaches: what memory has kept says little about the storage.',
  },
  SHORT_OPERATIONS: {
    evidence: (_spec, { operations }) => countsWhere(operations, ({ short }) => (short > 0 ? short : null)),
    advice: 'Check that the test data is complete and the file system not full; short operations are not full ones.',
  },
  HISTOGRAM_OVERFLOW: {
    evidence: (_spec, { operations }) =>
      countsWhere(operations, ({ latencyNs }) => (latencyNs.overflow > 0 ? latencyNs.overflow : null)),
    advice: 'Look at max: operations took over one hour, and the percentiles leave them out.',
  },
  START_SKEW: {
    evidence: startSkewEvidence,
    advice:
      'Give a longer runtime, use no more workers than processors (--set workers=N), or stop what else runs on this ' +
      'machine.',
  },
  STARTED_LATE: {
    evidence: (_spec, _result, { startedLateNs = 0 }, { scenario }) =>
      lateStart(startedLateNs, scenario?.every ?? null),
    advice:
      'Give a longer "every", or fewer parts: the run before was not over, or this one was not ready, so that the load was ' +
      'not that of the timeline.',
  },
  STRAGGLER: {
    // What is emulated gives them their work, and not all the same; ranks have rules of their own.
    evidence: ({ kind }, result) => (emulated.includes(kind) ? null : stragglerOf(result)),
    advice:
      'Use no more workers than processors; else look at what this one has to itself: files, NUMA node, network path.',
  },
  RATE_NOT_KEPT: {
    evidence: missedRate,
    advice:
      'Give a lower rate, more workers or a larger queueDepth: the storage, or what may be in flight, is too slow.',
  },
  FEW_OPERATIONS: {
    evidence: fewOperationsEvidence,
    advice: 'Measure for longer or use more files: percentiles of so few operations are not reliable beyond p99.',
  },
  RUN_TOO_SHORT: {
    evidence: (_spec, result) => shortTime(result),
    advice: 'Give a longer runtime, more passes or more data: start and end effects weigh in so short a time.',
  },
  AU_COUNTS_PREFETCH: {
    evidence: ({ training, sampleFiles }, result) => hiddenPrefetch({ training, sampleFiles }, result),
    advice:
      'Compare mounts by the whole-wall utilization, or use longer epochs: the formula of AU gives away what is loaded ' +
      'before the first step ends.',
  },
  EMULATION_LATE: {
    evidence: ({ training }, result) => lateEmulation({ training }, result),
    advice: 'Use fewer accelerators or workers than processors, or stop what else runs: readers were woken too late.',
  },
  FEW_STEPS: {
    evidence: (_spec, result) => fewSteps(result),
    advice: 'Use more files or fewer accelerators: the formulas leave out up to two steps of each epoch.',
  },
  DATASET_FITS_MEMORY: {
    evidence: (spec, result, { dataset = null, memoryBytes = null }) =>
      smallDataset(spec, result, { dataset, memoryBytes }),
    advice:
      'Use "files: official", direct: true or coldEpochs: true: memory may answer what an earlier epoch has read.',
  },
  LOADERS_EXCEED_MEMORY: {
    evidence: (_spec, _result, { loaders }) => overfullLoaders(loaders),
    advice:
      'Lower accelerators, readThreads, prefetch or batchSize: the loaders that are emulated would not fit into the memory.',
  },
  ...checkpointRules,
  ...layoutRules,
  ...mountRules,
  NOT_STEADY: {
    evidence: notSteadyEvidence,
    advice: 'Give a longer runtime or rampTime, or a higher limit: the figures are of storage that was still changing.',
  },
  TARGET_NOT_KEPT: {
    evidence: (_spec, _result, { target }) =>
      target === undefined || target.kept
        ? null
        : {
            rate: target.rate,
            percentile: target.percentile,
            percentileNs: target.percentileNs,
            belowNs: target.below,
          },
    advice: 'Give longer probes: those of the search kept the target at this rate, and the measured run did not.',
  },
} satisfies Record<string, Rule>;

/** Doubts about figures that nobody reads where a step only checks data. */
const ofMeasurement: string[] = [
  'START_SKEW',
  'STRAGGLER',
  'RATE_NOT_KEPT',
  'FEW_OPERATIONS',
  'RUN_TOO_SHORT',
] satisfies WarningCode[];

/** Doubts about how much was measured: of a step that failed they say nothing that its error does not. */
const ofExtent: string[] = ['FEW_OPERATIONS', 'RUN_TOO_SHORT', 'FEW_ROUNDS'] satisfies WarningCode[];

/** Doubts about workers that go on side by side: ranks are released anew for each round, whose caches are its own. */
const notOfRounds: string[] = ['CACHE_NOT_DROPPED', 'START_SKEW', 'FEW_OPERATIONS'] satisfies WarningCode[];

/** Doubts about how much one run of a part measured: the part is what all of its runs are. */
const notOfParts: string[] = ['RUN_TOO_SHORT', 'FEW_ROUNDS'] satisfies WarningCode[];

export type WarningCode = keyof typeof rules;

/** All warning codes, in the order in which a step has them. */
export const warningCodes = Object.keys(rules) as WarningCode[];

/** Doubts about the result of a step; times in the evidence are seconds, sizes bytes. */
export function warningsOf(step: StepToJudge, result: StepResult, circumstances: Circumstances = {}): Warning[] {
  const dismissed = [
    ...(step.verifyMode === 'only' ? ofMeasurement : []),
    ...(endedEarly(result) ? ofExtent : []),
    ...(step.spec.kind === 'checkpoint' ? notOfRounds : []),
    ...(isOneOfMany(step) ? notOfParts : []),
  ];
  const codes = warningCodes.filter((code) => !dismissed.includes(code));
  return codes.flatMap((code) => {
    const rule: Rule = rules[code];
    const evidence = rule.evidence(step.spec, result, circumstances, step);
    return evidence === null ? [] : [{ code, evidence, advice: rule.advice }];
  });
}

function endedEarly({ endReason, firstError, verification, checkpoint }: StepResult): boolean {
  const mismatch = mismatchError(verification) ?? checkpointDamageError(checkpoint);
  const failed = firstError !== null || mismatch !== null;
  return failed || endReason === 'error' || endReason === 'stopped';
}

/** A part of a scenario that starts again and again, or whose saves and loads are as many as its timeline needs. */
function isOneOfMany({ scenario, spec }: StepToJudge): boolean {
  return scenario !== undefined && (scenario.every !== null || spec.kind === 'checkpoint');
}

/** Of saves and loads the longest: the pauses between them measure nothing. */
function shortTime({ elapsedNs, checkpoint }: StepResult): Evidence | null {
  if (checkpoint === null) return elapsedNs < shortestMeasureNs ? { elapsedSeconds: elapsedNs / 1e9 } : null;
  const longestNs = Math.max(0, ...checkpoint.rounds.map(({ endNs }) => endNs));
  return longestNs < shortestRoundNs ? { longestSeconds: longestNs / 1e9 } : null;
}

function startSkewEvidence(_spec: StepToJudge['spec'], { startSkewNs, elapsedNs }: StepResult): Evidence | null {
  const most = Math.max(toleratedStartSkewNs, elapsedNs * mostStartSkewFraction);
  return startSkewNs > most ? { startSkewSeconds: startSkewNs / 1e9, measuredSeconds: elapsedNs / 1e9 } : null;
}

const steadyMeanKeys: Record<SteadyCriteria['metric'], string> = {
  iops: 'lastMeanPerSecond',
  bandwidth: 'lastMeanBytesPerSecond',
  p99: 'lastMeanNs',
};

function notSteadyEvidence(
  _spec: StepToJudge['spec'],
  { endReason }: StepResult,
  { steadiness }: Goals,
  { steadyState }: StepToJudge,
): Evidence | null {
  const ranToItsEnd = endReason === 'runtime' || endReason === 'passes';
  if (steadiness === undefined || steadiness.attained || !ranToItsEnd) return null;
  const { value, mean } = steadiness;
  return { lastValuePercent: value, [steadyMeanKeys[steadyState?.metric ?? 'iops']]: mean };
}

function pageCacheEvidence(
  { visits, workers, copyMode, checkpoint }: StepToJudge['spec'],
  result: StepResult,
): Evidence | null {
  if (copyMode === 'copy-only') return null;
  const { hitFraction, method } = cacheRecord(result);
  const bytesRead = result.operations.read?.bytes ?? 0;
  const residentBefore = residentFraction(result.ready.cacheBefore);
  if (bytesRead === 0 || method === 'direct' || method === 'none') return null;
  // What the first worker has fetched, the others are meant to find.
  const allRead = visits === 'everyWorker' || checkpoint?.loadAll === true;
  const meant = allRead ? 1 - 1 / workers : 0;
  const hits = (hitFraction ?? 0) - meant;
  const answered = hits > mostCacheFraction * (1 - meant) || residentBefore > mostCacheFraction;
  return answered ? { hitFraction, method, residentBeforeFraction: residentBefore } : null;
}

// O_DIRECT passes by whatever is still cached, so only buffered reads are in doubt. Residency that nothing could measure
// proves nothing.
function cacheNotDroppedEvidence(spec: StepToJudge['spec'], result: StepResult): Evidence | null {
  const { direct, engineUsed } = result.ready;
  const reads = (result.operations.read?.bytes ?? 0) > 0;
  if (!spec.dropCache || !reads || direct.used || engineUsed === 'null' || spec.copyMode === 'copy-only') return null;
  const unproven = [result.ready, ...result.passes].find(({ cacheBefore }) => {
    return cacheBefore.totalBytes === 0 || residentFraction(cacheBefore) > mostLeftFraction;
  });
  return unproven === undefined ? null : { ...unproven.cacheBefore };
}

// A kind that was asked for and never happened counts as 0: no samples are the fewest.
function fewOperationsEvidence(spec: StepToJudge['spec'], { operations }: StepResult): Evidence | null {
  const few = askedKinds(spec)
    .map((kind) => [kind, operations[kind]?.count ?? 0] as const)
    .filter(([, count]) => count < fewestOperations);
  return few.length > 0 ? Object.fromEntries(few) : null;
}

function askedKinds(spec: StepToJudge['spec']): RecordedKind[] {
  // A listing is judged by the looks at its entries.
  if (spec.kind === 'files') {
    const asked = [...spec.operations, ...spec.mix.flatMap(({ operations }) => operations)];
    return asked.map((kind) => (kind === 'list' ? 'statx' : kind));
  }
  if (spec.kind === 'training') return ['read'];
  if (spec.kind === 'kv-cache') return ['read', 'write'];
  const kinds: RecordedKind[] = [];
  if (spec.readPercent > 0) kinds.push('read');
  if (spec.readPercent < 100) kinds.push('write');
  return kinds;
}

function countsWhere(
  operations: StepResult['operations'],
  pick: (operation: NativeOperationResult) => number | null,
): Evidence | null {
  const found = Object.entries(operations).flatMap(([kind, operation]) => {
    const value = pick(operation);
    return value === null ? [] : [[kind, value] as const];
  });
  return found.length > 0 ? Object.fromEntries(found) : null;
}
