// The parts of the final text that must not be overlooked: failed steps, skipped steps, warnings.
import { isNotNeeded } from '../result/not-needed.js';
import type { RunRecord, StepRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { paint, paintText, span, type Span } from './spans.js';
import { errorText, evidenceText } from './step-text.js';
import { type WarningGroup, groupWarnings } from './warning-groups.js';

const namedSteps = 3;

/** Every failed step with its error, and the skipped ones; no line when all steps completed. */
export function failureLines(record: RunRecord, look: Look): string[] {
  const failed = record.steps.filter((step) => step.status === 'failed');
  const skipped = record.steps.filter((step) => step.status === 'skipped');
  return [...failedLines(failed, look), ...skippedLines(skipped, look)];
}

/** Each warning once, with how often and where it came up, its first evidence and its advice. */
export function warningLines(record: RunRecord, look: Look): string[] {
  const groups = groupWarnings(record.steps);
  if (groups.length === 0) return [];
  const head = paintText('Warnings', ['bold', 'yellow'], look.colour);
  return [head, ...groups.flatMap((group) => warningGroupLines(group, look)), ''];
}

function failedLines(steps: readonly StepRecord[], look: Look): string[] {
  if (steps.length === 0) return [];
  const mark = span(` ${look.glyphs.failed} `, 'red');
  // All that count on a phase fail with it, for one reason.
  const [following, others] = [true, false].map((isMissing) =>
    steps.filter(({ error }) => (error?.code === 'PHASE_MISSING') === isMissing),
  );
  const lines = (others ?? []).flatMap((step) => [
    paint([mark, span(printable(step.id), 'bold')], look.colour),
    ...indented(errorText(step.error), [], look),
  ]);
  return [
    paintText(`FAILED: ${stepCount(steps)}`, ['bold', 'red'], look.colour),
    ...lines,
    ...byReason(following ?? [], mark, look),
    '',
  ];
}

// An interrupted run skips all that was left, for one reason.
function skippedLines(steps: readonly StepRecord[], look: Look): string[] {
  if (steps.length === 0) return [];
  const lines = byReason(steps, span(` ${look.glyphs.skipped} `, 'yellow'), look);
  return [paintText(`SKIPPED: ${stepCount(steps)}`, ['bold', 'yellow'], look.colour), ...lines, ''];
}

/** Steps that were left out because the verdict was certain: no doubt, but their figures are not there. */
export function notNeededLines(steps: readonly StepRecord[], look: Look): string[] {
  const needless = steps.filter(isNotNeeded);
  if (needless.length === 0) return [];
  const lines = byReason(needless, span(` ${look.glyphs.skipped} `, 'dim'), look, (step) => step.error?.message ?? '');
  return [paintText(`Left out: ${stepCount(needless)}`, 'bold', look.colour), ...lines, ''];
}

function byReason(
  steps: readonly StepRecord[],
  mark: Span,
  look: Look,
  reasonOf = ({ error }: StepRecord) => errorText(error),
): string[] {
  const reasons = [...new Set(steps.map(reasonOf))];
  return reasons.flatMap((reason) => {
    const ids = steps.filter((step) => reasonOf(step) === reason).map((step) => step.id);
    const [first = '', ...rest] = wrap(printable(placesText(ids)), look.width - 3);
    return [
      paint([mark, span(first)], look.colour),
      ...rest.map((line) => `   ${line}`),
      ...indented(reason, [], look),
    ];
  });
}

function stepCount(steps: readonly StepRecord[]): string {
  return `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
}

function placesText(ids: readonly string[]): string {
  const more = ids.length > namedSteps ? ` and ${ids.length - namedSteps} more` : '';
  return `${ids.slice(0, namedSteps).join(', ')}${more}`;
}

function warningGroupLines({ warning, steps, count }: WarningGroup, look: Look): string[] {
  const { glyphs, colour } = look;
  const times = count === 1 ? '' : ` ${glyphs.times}${count}`;
  const title = [span(` ${glyphs.warning} `, 'yellow'), span(`${printable(warning.code)}${times}`, ['bold', 'yellow'])];
  const evidence = evidenceText(warning);
  return [
    paint(title, colour),
    ...indented(`in ${placesText(steps)}`, [], look),
    ...(evidence === '' ? [] : indented(`${count > 1 ? 'first seen with ' : ''}${evidence}`, [], look)),
    ...indented(warning.advice, 'bold', look),
  ];
}

function indented(text: string, style: NonNullable<Span['style']>, { width, colour }: Look): string[] {
  return wrap(printable(text), width - 3).map((line) => `   ${paintText(line, style, colour)}`);
}
