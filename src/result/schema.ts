// The result format: run.json as a zod schema, as types, and as a published JSON Schema.
import { z } from 'zod';
import { acceptanceSchema, judgingSchema } from './acceptance-schema.js';
import { crosscheckSchema } from './crosscheck-schema.js';
import { instant, orNull, text } from './fields.js';
import { fileSystemSchema, hostSchema, mountSchema } from './host-schema.js';
import { importSchema } from './import-schema.js';
import { jsonSchemaOf, toolSchema } from './json-schema.js';
import { latencySchema } from './latency-schema.js';
import { mountProfileSchema } from './mount-profile-schema.js';
import { scenarioSchema } from './scenario-schema.js';
import { operationSchema, stepSchema, warningSchema } from './step-schema.js';

/** Raised when a reader of the older format would misread the newer one. */
export const schemaVersion = 1;

const runInfoSchema = z.object({
  id: text('Name of the run and of its folder.'),
  command: z.array(text('One argument.')).describe('Command line.'),
  startedAt: instant('Start of the run.'),
  endedAt: orNull(instant('End of the run.'), 'the run goes on, or it ended without a last word'),
  status: z
    .enum(['complete', 'partial', 'failed', 'interrupted'])
    .describe('complete: every step is. partial: some are. failed: none is. interrupted: the user stopped it.'),
  reasons: z.array(text('One reason.')).describe('Why the status is not complete.'),
});

/** Checks a parsed `run.json`. */
export const runSchema = z.object({
  schemaVersion: z.literal(schemaVersion).describe('Version of this format. Unit: none.'),
  tool: toolSchema.describe('What wrote the record.'),
  run: runInfoSchema.describe('The run as a whole.'),
  hosts: z.array(hostSchema.describe('One machine.')).describe('Machines that took part.'),
  mounts: z.array(mountSchema.describe('One mount.')).describe('Directories under test.'),
  steps: z.array(stepSchema.describe('One step.')).describe('Steps in the order of the plan.'),
  scenarios: z
    .array(scenarioSchema.describe('One scenario on one mount, one repeat.'))
    .describe('Scenarios, with what their parts do to each other; absent where there were none.')
    .optional(),
  profiles: z
    .array(mountProfileSchema.describe('One mount.'))
    .describe('What each mount was seen to do, next to what is published of its kind.')
    .optional(),
  acceptance: z
    .array(acceptanceSchema.describe('One expression on one mount.'))
    .describe('Acceptance expressions, judged; absent where there were none.')
    .optional(),
  judging: judgingSchema.describe('How the expressions were judged; absent where there were none.').optional(),
  import: importSchema.describe('The fio job file that the run comes from; only in runs of ioproof fio.').optional(),
  crosscheck: crosscheckSchema.describe('The same jobs by fio; only in runs of ioproof crosscheck.').optional(),
});

export type RunRecord = z.infer<typeof runSchema>;
export type StepRecord = z.infer<typeof stepSchema>;
export type OperationRecord = z.infer<typeof operationSchema>;
export type LatencyRecord = z.infer<typeof latencySchema>;
export type HostRecord = z.infer<typeof hostSchema>;
export type MountRecord = z.infer<typeof mountSchema>;
export type FileSystemRecord = z.infer<typeof fileSystemSchema>;
/** A try of the search for a rate. */
export type Probe = NonNullable<StepRecord['probes']>[number];
/** A doubt about a result: `evidence` are the values that it rests on, `advice` is the same text for each `code`. */
export type Warning = z.infer<typeof warningSchema>;
export type Verification = NonNullable<StepRecord['verification']>;
export type SystemCaches = NonNullable<StepRecord['systemCaches']>;
export type { PartFigure, ScenarioPartRecord, ScenarioRecord, ScenarioRunRecord } from './scenario-schema.js';
/** Why a step did not complete. */
export type StepError = NonNullable<StepRecord['error']>;

export type {
  BurstProfile,
  CheckpointRankRecord,
  CheckpointRecord,
  CheckpointRoundRecord,
  LostTime,
} from './checkpoint-schema.js';
export type { AcceptanceRecord, JudgingRecord } from './acceptance-schema.js';
export type { BatchRecord } from './batch-schema.js';
export type { CountersRecord } from './counters-schema.js';
export type { Diagnosis } from './diagnosis-schema.js';
export type { FileLayoutRecord } from './file-layout-schema.js';
export type { LinkRecord } from './link-schema.js';
export type { MountProfile } from './mount-profile-schema.js';
export type { SystemRecord } from './system-schema.js';
export type { KvCacheRecord } from './kv-cache-schema.js';
export type { RankRecord, TrainingEpoch, TrainingRecord } from './training-schema.js';
export type { GdsTrial, GdsVerdict, GdsVerdictName, GpuRecord, MemoryTraffic } from './gpu-schema.js';

/** JSON Schema of `run.json`, draft 2020-12; every property is described with its unit. */
export function runJsonSchema(): Record<string, unknown> {
  return jsonSchemaOf(runSchema, 'ioproof run record');
}
