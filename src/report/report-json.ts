// A document as JSON, for programs: numbers in base units, one entry a step, what each figure means beside it.
import { chanceOf } from '../compare/chance.js';
import { figureDefinition } from '../figure/catalogue.js';
import type { StepRecord } from '../result/schema.js';
import type { ReportDocument, ReportRun } from './document.js';
import { figuresOf, type StepFigure } from './figure-groups.js';
import { type ReportJson, reportSchemaVersion } from './report-json-schema.js';
import { variantText } from './step-text.js';

/** One JSON document with a line end after the last line. */
export function jsonReport(document: ReportDocument): string {
  return `${JSON.stringify(reportObject(document), null, 2)}\n`;
}

/** What `jsonReport` prints; `ioproof schema report` describes it. */
function reportObject(document: ReportDocument): ReportJson {
  const { tool, createdAt, verdict, verdictReason, notes, runs, acceptance, comparison, warnings } = document;
  const steps = runs.flatMap((run) => run.record.steps.map((step) => ({ run, step, figures: figuresOf(step) })));
  return {
    schemaVersion: reportSchemaVersion,
    tool,
    createdAt,
    verdict,
    verdictReason,
    notes,
    runs: runs.map(runObject),
    figures: meanings(steps.flatMap(({ figures }) => figures)),
    steps: steps.map(({ run, step, figures }) => stepObject(run, step, figures)),
    acceptance: acceptance.flatMap(({ run, judged }) => judged.map((one) => ({ run, ...one }))),
    comparison: comparison === null ? null : comparisonObject(comparison),
    warnings,
  };
}

function runObject({ name, path, sha256, sizeBytes, integrity, record }: ReportRun): ReportJson['runs'][number] {
  const { run, tool, hosts, mounts, judging } = record;
  const { id, command, startedAt, endedAt, status, reasons } = run;
  const facts = { id, path, sha256, sizeBytes, integrity, command, startedAt, endedAt, status, reasons };
  return { name, ...facts, tool, hosts, mounts, judging: judging ?? null };
}

function stepObject(run: ReportRun, step: StepRecord, figures: readonly StepFigure[]): ReportJson['steps'][number] {
  const { id, workload, variant, mount, repeat, status, error, startedAt, endedAt, elapsedSeconds, warnings } = step;
  return {
    run: run.name,
    ...{
      id,
      workload,
      variant: variantText(variant),
      mount,
      repeat,
      status,
      error,
      startedAt,
      endedAt,
      elapsedSeconds,
    },
    figures: Object.fromEntries(figures.map(({ name, value }) => [name, value])),
    warnings,
  };
}

/** Of those that occur. */
function meanings(figures: readonly StepFigure[]): ReportJson['figures'] {
  const unknown = 'A figure that this version does not know.';
  return Object.fromEntries(
    figures.map(({ name, unit, better }) => [name, { unit, better, help: figureDefinition(name)?.help ?? unknown }]),
  );
}

function comparisonObject(
  comparison: NonNullable<ReportDocument['comparison']>,
): NonNullable<ReportJson['comparison']> {
  return {
    ...comparison,
    chance: chanceOf(comparison),
    rows: comparison.rows.map(({ values, ...row }) => ({ ...row, values: [...values] })),
  };
}
