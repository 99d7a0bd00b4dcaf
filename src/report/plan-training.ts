// What a plan says of its trainings below the table: samples, steps, memory, and how each stands to the rules.
import type { Plan, PlannedStep, TrainingPlan } from '../plan/planned-step.js';
import { printable, wrap } from './display-text.js';
import { limitWords } from './fit-text.js';
import { formatClock, formatSize } from './numbers.js';

const width = 80;
const indent = '  ';

/** `8 h100, batch 7, 4 readers each`. */
export function trainingWhat({ job, spec }: PlannedStep): string {
  const { accelerators = 0, batchSize = 0, readThreads = 0 } = spec.training ?? {};
  const kind = job['accelerator'] === 'other' ? 'accelerators' : String(job['accelerator']);
  return `${accelerators} ${kind}, batch ${batchSize}, ${counted(readThreads, 'reader')} each`;
}

/** One paragraph a variant; none without trainings. What holds for one mount only names it. */
export function trainingLines({ steps }: Plan): string[] {
  const first = new Map<string, PlannedStep>();
  for (const step of steps) {
    const label = labelOf(step);
    if (step.training !== undefined && !first.has(label)) first.set(label, step);
  }
  const paragraphs = [...first].map(([label, step]) => {
    const notes = steps.filter((each) => labelOf(each) === label).flatMap(({ training }) => training?.notes ?? []);
    return paragraph(label, step, [...new Set(notes)]);
  });
  return paragraphs.flatMap((lines) => [...lines, '']);
}

/** What somebody should know before a run begins, a sentence each. */
export function trainingNotes({ steps }: Plan): string[] {
  const notes = steps.flatMap((step) => {
    const { notes: ofMount = [], memoryWarning = null } = step.training ?? {};
    return [...(memoryWarning === null ? [] : [memoryWarning]), ...ofMount].map((note) => `${labelOf(step)}: ${note}`);
  });
  return [...new Set(notes)].map(printable);
}

/** The id without mount and repeat. */
function labelOf({ id }: PlannedStep): string {
  return id.split('/').slice(0, -2).join('/');
}

function paragraph(label: string, step: PlannedStep, notes: readonly string[]): string[] {
  const { training } = step;
  if (training === undefined) return [];
  const facts = [fitText(step), epochsText(step, training), sizeText(step, training), memoryText(training)];
  return [
    `${printable(label)}:`,
    ...[...facts.filter((text) => text !== ''), ...rulesText(step, training), ...notes].flatMap((text) =>
      indented(text),
    ),
  ];
}

/** What is told below is of the largest try. */
function fitText({ fit }: PlannedStep): string {
  if (fit === undefined) return '';
  const { most, mostBy, threshold } = fit;
  return `the most accelerators at ${threshold} % utilization, ${most} at most (${limitWords[mostBy]}); of those:`;
}

function epochsText({ spec }: PlannedStep, { samples, stepsPerEpoch, computeSeconds }: TrainingPlan): string {
  const { passes, runtimeNs } = spec;
  const epochs = `${counted(passes, 'epoch')} of ${counted(stepsPerEpoch, 'step')} over ${counted(samples, 'sample')}`;
  const cut = runtimeNs > 0 ? `, ended after ${formatClock(runtimeNs / 1e9)}` : '';
  return `${epochs}${cut}; ${formatClock(computeSeconds)} where no accelerator ever waits`;
}

function sizeText({ spec }: PlannedStep, { officialFiles }: TrainingPlan): string {
  const files = spec.sampleFiles?.trainFiles ?? 0;
  const asked = officialFiles === null ? 'a number that follows from the memory of the machine' : String(officialFiles);
  return `${counted(files, 'file')} for training; the rules ask for ${asked}`;
}

function memoryText({ loaderBytes, memoryWarning }: TrainingPlan): string {
  return memoryWarning ?? `the loaders hold ${formatSize(loaderBytes)} of samples at most`;
}

function rulesText({ spec }: PlannedStep, { conforming, reasons }: TrainingPlan): string[] {
  const rules = `MLPerf Storage ${spec.training?.rules ?? ''}`;
  if (conforming) return [`nothing known against a run that conforms to the rules of ${rules}`];
  return [`not a rules-conforming run of ${rules}:`, ...reasons.map((reason) => `- ${reason}`)];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function indented(text: string): string[] {
  return wrap(printable(text), width - indent.length).map((line) => indent + line);
}
