// Schema of one step of the record: what was asked, what was used, what was measured.
import { z } from 'zod';
import { chainTimes, engineNames, operationKinds } from '../native/contract.js';
import { checkpointSchema } from './checkpoint-schema.js';
import { countersSchema } from './counters-schema.js';
import { diagnosisSchema } from './diagnosis-schema.js';
import { bytes, count, fraction, instant, nanoseconds, orNull, rate, seconds, text } from './fields.js';
import { fileLayoutSchema } from './file-layout-schema.js';
import { fitSchema } from './fit-schema.js';
import { gpuSchema, memoryTrafficSchema } from './gpu-schema.js';
import { kvCacheSchema } from './kv-cache-schema.js';
import { latencySchema } from './latency-schema.js';
import { metricsSchema } from './metrics-schema.js';
import { stepScenarioSchema } from './scenario-schema.js';
import { trainingSchema } from './training-schema.js';
import { systemCachesSchema, verificationSchema } from './verification-schema.js';

const noResult = 'the step has no result';
const scalar = z.union([z.string(), z.number(), z.boolean()]);

export const operationSchema = z.object({
  count: count('Operations that completed in the measured time.'),
  bytes: bytes('Bytes that completed operations moved.'),
  errors: count('Operations that failed.'),
  short: count('Operations that moved fewer bytes than asked.'),
  entries: count('Directory entries that were seen; of readdir and list only.').optional(),
  missing: count('Entries that were gone when list looked at them, which is no error; of list only.').optional(),
  perSecond: rate('count / elapsedSeconds, with the pauses between saves and loads in it.', 'operations'),
  bytesPerSecond: rate(
    'bytes / elapsedSeconds; of saves and loads the metrics have the rates without pauses.',
    'bytes',
  ),
  latencyNs: latencySchema.describe('Latency of the completed operations, from issue. Unit: nanoseconds.'),
  intendedLatencyNs: orNull(
    latencySchema.describe(
      'Latency of the completed operations from their intended start: with the time that they waited for others to be ' +
        'issued. Unit: nanoseconds.',
    ),
    'no intended start, since there was no open loop (arrival fixed or poisson)',
  ),
});

const errorSchema = z.object({
  code: text('Name of the problem, for programs.'),
  message: text('What happened, with the values.'),
  operation: text('Operation that failed.').optional(),
  path: text('File of the failed operation.').optional(),
  offset: bytes('Offset of the failed operation.').optional(),
  length: bytes('Length of the failed operation.').optional(),
  errno: z
    .int()
    .nonnegative()
    .describe('Number of the system error; 0: end of file where data was expected. Unit: none.')
    .optional(),
  errnoName: text('Name of the system error, such as EIO; empty at the end of file.').optional(),
  signal: text('Signal that ended the process of the step.').optional(),
});

const manifestSchema = z.object({
  name: text('Name of the file: .manifest.json, or .manifest.partial.json of files that are not to be used again.'),
  sha256: text('SHA-256 of the file.'),
  content: z
    .record(z.string(), z.unknown())
    .describe(
      'The file itself: seed, number and sizes of the files, content and layout that make them. Units: bytes, count.',
    ),
});

const datasetSchema = z.object({
  directory: text('Folder of the data set below ioproof-data.'),
  bytes: bytes('Size of all files.'),
  reused: z.boolean().describe('True: it was complete already and was not written again.'),
  layoutSeconds: seconds('Time to write it; 0 when reused.'),
  resumedAt: count(
    'Files that an interrupted run had left, so that they were not written again; absent where none were.',
  ).optional(),
  manifest: manifestSchema
    .describe('The file on the mount that says what the data set is, as it was when the step began.')
    .optional(),
});

const refusedSchema = z.object({ what: text('Engine or option.'), reason: text('Why it could not be used.') });

const engineSchema = z.object({
  requested: z.enum(['auto', ...engineNames]).describe('Engine that the workload asked for.'),
  used: orNull(z.enum(engineNames).describe('Engine that ran.'), noResult),
  directRequested: z.boolean().describe('True: the workload asked for O_DIRECT.'),
  direct: orNull(z.boolean().describe('True: O_DIRECT was in use and passed the page cache by.'), noResult),
  directReason: text('Why direct is as it is.'),
  queueDepth: orNull(count('Chains in flight a worker, as used.'), noResult),
  features: z.array(text('One option.')).describe('Options of the engine that were on.'),
  refused: z
    .array(refusedSchema.describe('One refusal.'))
    .describe('Engines and options that the kernel or the file system refused.'),
});

const workerSchema = z.object({
  worker: count('Number of the worker, from 0.'),
  elapsedSeconds: seconds('Measured time of this worker.'),
  operations: count('Operations of this worker.'),
  bytes: bytes('Bytes of this worker.'),
  chains: count('Chains of operations that this worker completed; of kind block, a chain is one operation.').optional(),
});

const stonewallSchema = z.object({
  reachedSeconds: seconds('Measured time until the last worker came to it.'),
  leastItems: count('Chains begun until then by the worker with least.'),
  mostItems: count('Chains begun until then by the worker with most; all others then went on to as many.'),
});

const cpuSchema = z.object({
  userSeconds: seconds('User time of the workers over the measured time.'),
  systemSeconds: seconds('System time of the workers over the measured time.'),
  microsecondsPerOperation: orNull(
    z.number().nonnegative().describe('(user + system) / operations. Unit: microseconds.'),
    'no operation completed',
  ),
});

const residencySchema = z.object({
  residentBytes: bytes('Bytes of the files in the page cache.'),
  totalBytes: bytes('Bytes of the files that were looked at.'),
  method: text('How it was found: cachestat, mincore or none.'),
});

const cacheSchema = z.object({
  hitFraction: orNull(
    fraction('Share of the bytes read that the page cache answered.'),
    'unknown, or nothing was read',
  ),
  method: z
    .enum(['direct', 'proc-self-io', 'none', 'unknown'])
    .describe(
      'direct: O_DIRECT was in use. proc-self-io: 1 - bytes fetched from storage / bytes read. none: no reads.',
    ),
  before: orNull(residencySchema.describe('Page cache before the start.'), noResult),
  after: orNull(residencySchema.describe('Page cache after the end.'), noResult),
});

const epochSchema = z.object({
  seconds: seconds('Measured time of the epoch: until the last worker was done with it.'),
  pauseSeconds: seconds('Pause before it, in which the caches were dropped; part of no other figure.'),
  files: count('Chains that completed in it, of a training its reads; the last epoch of a timed step is cut off.'),
  filesPerSecond: rate('files / seconds.', 'files'),
  before: residencySchema.describe('Page cache before the epoch.'),
  systemCaches: orNull(
    systemCachesSchema.describe('The caches of the whole machine, which were to be dropped before the epoch.'),
    'they were not to be',
  ),
});

const kernelBytes = (what: string) => orNull(bytes(what), 'the kernel does not tell');

const processIoSchema = z.object({
  readBytes: kernelBytes('Bytes fetched from storage (read_bytes).'),
  writeBytes: kernelBytes('Bytes sent to storage (write_bytes).'),
  rchar: kernelBytes('Bytes that read calls returned (rchar).'),
  wchar: kernelBytes('Bytes that write calls took (wchar).'),
});

export const warningSchema = z.object({
  code: text('Name of the warning, for programs.'),
  evidence: z.record(z.string(), z.unknown()).describe('Values that the warning rests on; a name with a unit says it.'),
  advice: text('What to do about it.'),
});

const shareSchema = z.object({
  percent: z.int().min(1).max(100).describe('Share of all chains that was asked for. Unit: percent.'),
  achievedPercent: z
    .number()
    .min(0)
    .max(100)
    .describe('Share of all chains that ended in the measured time. Unit: percent.'),
  operations: z
    .array(z.enum(operationKinds))
    .describe('The chain, in words of the workload reference (operations of kind files).'),
  chains: count('Chains that ended in the measured time.'),
  errors: count('Chains that failed.'),
  latencyNs: latencySchema.describe('Latency of whole chains. Unit: nanoseconds.'),
});

const probeSchema = z.object({
  rate: rate('Rate that was tried, over all workers.', 'operations'),
  percentileNs: orNull(
    nanoseconds('Percentile of the latency from the intended start, reads and writes together.'),
    'nothing completed',
  ),
  kept: z.boolean().describe('True: the percentile was below the limit.'),
});

export const stepSchema = z.object({
  id: text('Name of the step: workload[@variant]/mount/repeat.'),
  workload: text('Name of the workload.'),
  mount: text('Name of the mount.'),
  repeat: z.int().positive().describe('Number of the repeat, from 1. Unit: count.'),
  variant: z.record(z.string(), scalar).describe('Swept keys with the value of this step; units as in job.'),
  job: z
    .record(z.string(), z.unknown())
    .describe('The resolved workload in the words of the workload file. Units: bytes and nanoseconds.'),
  status: z.enum(['complete', 'failed', 'skipped']).describe('How the step ended.'),
  error: orNull(errorSchema.describe('Why the step did not complete.'), 'it did'),
  startedAt: orNull(instant('Start of the step, its layout included.'), 'it never started'),
  endedAt: orNull(instant('End of the step.'), 'it never started'),
  endReason: orNull(
    z
      .enum(['runtime', 'passes', 'steady', 'until', 'error', 'stopped'])
      .describe(
        'What ended the measured time. steady: the steady state that the workload asks for was reached. until: the part ' +
          'of a scenario was to end then.',
      ),
    noResult,
  ),
  dataset: orNull(datasetSchema.describe('Test data of the step.'), 'the step uses none'),
  engine: engineSchema.describe('How I/O was issued: asked for and used.'),
  elapsedSeconds: orNull(seconds('Measured time: start to the end of the last worker.'), noResult),
  firstDoneSeconds: orNull(seconds('Measured time until the first worker had nothing left to do.'), noResult),
  startSkewSeconds: orNull(seconds('Between the start of the first and of the last worker.'), noResult),
  operations: z
    .partialRecord(z.enum([...operationKinds, ...chainTimes]), operationSchema.describe('Results of one kind.'))
    .describe(
      'Results by kind of operation; only kinds that occurred. chain: all operations on one item; firstByte: to the end of its first read.',
    ),
  epochs: z
    .array(epochSchema.describe('One epoch.'))
    .describe(
      'Epochs in their order; only of a workload of several epochs with dropped caches before each. Evaluations of a training are epochs, too.',
    )
    .optional(),
  workers: z.array(workerSchema.describe('One worker.')).describe('Results by worker.'),
  stonewall: orNull(
    stonewallSchema.describe('How far the workers were when the time of the stonewall was over.'),
    'the workload has none, or all were done before',
  ).optional(),
  cpu: orNull(cpuSchema.describe('Processor time of the step.'), noResult),
  cache: cacheSchema.describe('Proof of what the page cache answered.'),
  processIo: orNull(processIoSchema.describe('Counters of the kernel for the process of the step.'), noResult),
  gpu: gpuSchema
    .describe('What was done with the memory of GPUs; only of a workload with memory gpu that has a result.')
    .optional(),
  memoryTraffic: memoryTrafficSchema
    .describe(
      'What the memory of the host moved in the measured time, for all that ran on the machine; only of a workload ' +
        'with memory gpu that has a result.',
    )
    .optional(),
  verification: orNull(
    verificationSchema.describe('What was read and checked against what was written.'),
    'the workload does not verify, or the step has no result',
  ),
  systemCaches: orNull(
    systemCachesSchema.describe('The caches of the whole machine, which were to be dropped before the start.'),
    'they were not to be, or the step did not come to it',
  ),
  fit: fitSchema
    .describe('The search for the most accelerators that the mount feeds; only in runs of ioproof fit.')
    .optional(),
  probes: z
    .array(probeSchema.describe('One probe.'))
    .describe('Probes of the search for the rate, in their order; of a workload with latencyTarget only.')
    .optional(),
  mix: z
    .array(shareSchema.describe('One share.'))
    .describe('Shares of a mixture, in its order; of a workload with mix only.')
    .optional(),
  training: trainingSchema
    .describe('What the emulated accelerators have seen; only of a workload of kind training that has a result.')
    .optional(),
  scenario: stepScenarioSchema.describe('The place of the step in a scenario; only of its parts.').optional(),
  kvCache: kvCacheSchema
    .describe('What the cache of keys and values has seen; only of a workload of kind kv-cache that has a result.')
    .optional(),
  checkpoint: checkpointSchema
    .describe('How the ranks have saved and loaded; only of a workload with checkpoints that has a result.')
    .optional(),
  fileLayout: fileLayoutSchema
    .describe('How the files are spread over the storage; only where the file system tells, or the workload asks.')
    .optional(),
  counters: countersSchema
    .describe('Counters of client and machine around the measured time; absent where none were read.')
    .optional(),
  diagnosis: diagnosisSchema.describe('What bounded the step; only of one that has a result.').optional(),
  metrics: metricsSchema,
  warnings: z.array(warningSchema.describe('One warning.')).describe('Doubts about the result.'),
});
