// Runs a plan: progress to standard error, the record to disk, the result to standard output, an exit code.
import { gdsBreaches } from '../../analyze/gds-required.js';
import { exitCodes, type ExitCode } from '../../errors.js';
import { toolHash } from '../../provenance/tool-hash.js';
import type { Drift } from '../../history/drift.js';
import { driftLines } from '../../report/drift-text.js';
import { checkpointNotes } from '../../report/plan-checkpoint.js';
import { modelLoadNotes } from '../../report/plan-model-load.js';
import { trainingNotes } from '../../report/plan-training.js';
import { finalTable } from '../../report/text.js';
import type { ImportRecord } from '../../result/import-schema.js';
import { newRunId } from '../../result/run-id.js';
import type { RunRecord } from '../../result/schema.js';
import type { Companion } from '../../run/companion.js';
import type { Progress } from '../../run/progress.js';
import { Session } from '../../run/session.js';
import { hostFacts } from '../../system/host.js';
import { audienceFor } from './audience.js';
import { handleInterruption } from './interruption.js';
import { type EndedRun, intoHistory } from './own-past.js';
import { acceptanceBreaches, type AcceptTerms, judgeOf } from '../judging/judge.js';
import { packageVersion } from '../package.js';
import type { Planning } from '../planning/plan.js';
import { lookOf } from '../terminal.js';

export interface MeasureOptions {
  /** Folder of results. */
  out: string;
  quiet: boolean;
  json: boolean;
  /** False: no counters are read around the steps. */
  counters?: boolean;
  /** A direct path is required of each step with cuFile. */
  requireGds?: boolean;
  /** What of the record breaches a demand, a sentence each. */
  breaches?: (record: RunRecord) => string[];
  /** Makes what goes along with the steps. */
  companion?: (onProgress: (progress: Progress) => void) => Companion;
  /** Where the workloads come from, if they were imported. */
  imported?: ImportRecord;
  /** How acceptance expressions are judged; what is absent is as `ioproof run` has it. */
  accept?: Partial<AcceptTerms>;
}

export async function measure(planning: Planning, options: MeasureOptions): Promise<ExitCode> {
  const { plan, mounts, graceMs } = planning;
  const judge = judgeOf(planning, options.accept);
  const notes = options.quiet ? [] : [...trainingNotes(plan), ...checkpointNotes(plan), ...modelLoadNotes(plan)];
  for (const note of notes) process.stderr.write(`ioproof: note: ${note}\n`);
  const audience = audienceFor({ quiet: options.quiet });
  const onProgress = (progress: Progress) => {
    audience.tell(progress);
    judge?.take(progress);
  };
  const companion = options.companion?.(onProgress);
  const session = new Session(plan, {
    runId: newRunId(new Date()),
    version: packageVersion(),
    toolHash: toolHash(),
    command: process.argv.slice(2),
    outDirectory: options.out,
    graceMs,
    host: hostFacts(),
    mounts: mounts.map(({ capacity: { name, path }, fileSystem }) => ({ name, path, fileSystem })),
    onProgress,
    counters: options.counters ?? true,
    ...(companion === undefined ? {} : { companion }),
    ...(judge === undefined ? {} : { judge }),
    ...(options.imported === undefined ? {} : { imported: options.imported }),
  });
  const letGo = handleInterruption(session);
  try {
    const ended = await session.run();
    const { record } = ended;
    audience.close();
    const past = await intoHistory(options.out, ended, (sentence) =>
      process.stderr.write(`ioproof: note: ${sentence}\n`),
    );
    process.stdout.write(
      options.json
        ? `${JSON.stringify(record, null, 2)}\n`
        : tableOf(ended, past, options.accept?.verdictFirst ?? false),
    );
    return exitCodeOf(record, tellBreaches(record, options));
  } finally {
    audience.close();
    letGo();
  }
}

function tableOf({ record, directory }: EndedRun, drift: Drift, verdictFirst: boolean): string {
  const past = driftLines(drift, record.mounts.length > 1);
  const look = { ...lookOf(process.stdout), runJson: `${directory}/run.json`, past, verdictFirst };
  return `${finalTable(record, look)}\n`;
}

/** Their number. */
function tellBreaches(record: RunRecord, { requireGds = false, breaches, json }: MeasureOptions): number {
  const ofGds = requireGds ? gdsBreaches(record.steps).map((breach) => `--require-gds: ${breach}`) : [];
  const ofAcceptance = acceptanceBreaches(record);
  // The text has them all.
  const told = [...ofGds, ...(breaches?.(record) ?? []), ...(json ? ofAcceptance : [])];
  for (const breach of told) process.stderr.write(`ioproof: ${breach}\n`);
  return told.length + ofAcceptance.length;
}

/** A step that could not take a direct path has failed for the reason that was asked about. */
function exitCodeOf({ run }: RunRecord, breaches: number): ExitCode {
  if (run.status === 'interrupted') return exitCodes.interrupted;
  if (breaches > 0) return exitCodes.breached;
  return run.status === 'complete' ? exitCodes.done : exitCodes.failed;
}
