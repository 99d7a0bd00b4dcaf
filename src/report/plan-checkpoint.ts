// What a plan says of its checkpoints below the table: bytes and files, saves and loads, memory, and how each stands to
// the rules.
import type { CheckpointPlan, Plan, PlannedStep } from '../plan/planned-step.js';
import { printable, wrap } from './display-text.js';
import { formatSeconds, formatSize } from './numbers.js';

const width = 80;
const indent = '  ';

/** `8 ranks, 3 saves, 1 load`. */
export function checkpointWhat({ spec }: PlannedStep): string {
  const { ranks = 0 } = spec.checkpoint ?? {};
  return [counted(ranks, 'rank'), ...roundsOf(spec)].join(', ');
}

/** One paragraph a variant; none without checkpoints. */
export function checkpointLines({ steps }: Plan): string[] {
  const first = new Map<string, string[]>();
  for (const step of steps) {
    const { checkpoint } = step;
    const label = labelOf(step);
    if (checkpoint !== undefined && !first.has(label)) first.set(label, paragraph(label, step, checkpoint));
  }
  return [...first.values()].flatMap((lines) => [...lines, '']);
}

/** What somebody should know before a run begins, a sentence each. */
export function checkpointNotes({ steps }: Plan): string[] {
  const notes = steps.flatMap((step) => (step.checkpoint?.notes ?? []).map((note) => `${labelOf(step)}: ${note}`));
  return [...new Set(notes)].map(printable);
}

/** The id without mount and repeat. */
function labelOf({ id }: PlannedStep): string {
  return id.split('/').slice(0, -2).join('/');
}

function paragraph(label: string, step: PlannedStep, checkpoint: CheckpointPlan): string[] {
  const facts = [sizeText(checkpoint), roundsText(step.spec, checkpoint), memoryText(checkpoint)];
  return [
    `${printable(label)}:`,
    ...[...facts, ...rulesText(checkpoint), ...checkpoint.notes].flatMap((text) => indented(text)),
  ];
}

function sizeText({ model, format, mode, ranks, bytes, files, leastRankBytes, mostRankBytes }: CheckpointPlan): string {
  const each =
    leastRankBytes === mostRankBytes
      ? `${formatSize(mostRankBytes)} each`
      : `${formatSize(leastRankBytes)} to ${formatSize(mostRankBytes)} each`;
  const of = mode === 'subset' ? 'the first ranks of ' : '';
  return `${of}${model}, format ${format}: ${counted(ranks, 'rank')} with ${each}; a checkpoint is ${formatSize(bytes)} in ${counted(files, 'file')}`;
}

function roundsText(spec: PlannedStep['spec'], { mostAtOnce }: CheckpointPlan): string {
  const { saves = 0, keep = 0, pauseNs = 0 } = spec.checkpoint ?? {};
  const [first = '', ...then] = roundsOf(spec);
  if (saves === 0) return `${first} of what an earlier run has saved`;
  const apart = saves > 1 && pauseNs > 0 ? [`${formatSeconds(pauseNs / 1e9)} between them`] : [];
  const rounds = [first, ...apart, ...then.map((loads) => `then ${loads}`)].join(', ');
  return `${rounds}; ${Math.min(saves, keep)} kept, ${mostAtOnce} at once at most`;
}

function roundsOf({ checkpoint }: PlannedStep['spec']): string[] {
  const { saves = 0, loads = 0, background = false } = checkpoint ?? {};
  const how = background ? ' in the background' : '';
  return [
    ...(saves === 0 ? [] : [`${counted(saves, 'save')}${how}`]),
    ...(loads === 0 ? [] : [counted(loads, 'load')]),
  ];
}

function memoryText({ memoryBytes }: CheckpointPlan): string {
  return `the ranks hold ${formatSize(memoryBytes)} of memory`;
}

function rulesText({ reasons }: CheckpointPlan): string[] {
  if (reasons.length === 0) return ['nothing known against a run that conforms to the rules of MLPerf Storage'];
  return ['not a rules-conforming run of MLPerf Storage:', ...reasons.map((reason) => `- ${reason}`)];
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function indented(text: string): string[] {
  return wrap(printable(text), width - indent.length).map((line) => indent + line);
}
