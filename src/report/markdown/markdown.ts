// A document as GitHub's Markdown, without HTML: fits into an issue, a pull request, or the annex of a contract.
import type { ReportDocument, ReportFailure, ReportNote, ReportWarning } from '../document.js';
import { errorText, evidenceText } from '../step-text.js';
import { acceptanceBlock } from './acceptance.js';
import { markdownTable, nameText, sentence } from './cells.js';
import { comparisonBlocks } from './comparison.js';
import { figureBlock } from './figures.js';
import { provenanceBlock } from './provenance.js';

/** Lines of one part; parts have an empty line between them. */
export type Block = string[];

const namedSteps = 5;

/** The verdict stands on top, then what must be known before any figure is believed. Ends with a line end. */
export function markdownReport(document: ReportDocument): string {
  const blocks = [
    [title(document)],
    [sentence(document.verdictReason)],
    noteBlock(document.notes),
    ...acceptanceBlock(document),
    ...figureBlock(document.runs),
    ...comparisonBlocks(document.comparison),
    ...failureBlocks(document.failures),
    ...warningBlocks(document.warnings),
    ...provenanceBlock(document),
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

function title({ verdict }: ReportDocument): string {
  return verdict === 'no expressions' ? '# Storage report' : `# Storage report: ${verdict.toUpperCase()}`;
}

function noteBlock(notes: readonly ReportNote[]): Block {
  return notes.map(({ run, text }) => `- **Note** on ${nameText(run)}: ${sentence(text)}`);
}

function failureBlocks(failures: readonly ReportFailure[]): Block[] {
  if (failures.length === 0) return [];
  const rows = failures.map(({ run, step }) => [
    nameText(step.id),
    nameText(run),
    step.status,
    sentence(errorText(step.error)),
  ]);
  return [['## Steps without a result'], markdownTable([['Step', 'Run', 'Status', 'Why'], ...rows], [])];
}

function warningBlocks(warnings: readonly ReportWarning[]): Block[] {
  if (warnings.length === 0) return [];
  const lines = warnings.flatMap(({ run, warning, steps, count }) => {
    const evidence = evidenceText(warning);
    const more = steps.length > namedSteps ? ` and ${steps.length - namedSteps} more` : '';
    const places = `${steps.slice(0, namedSteps).map(nameText).join(', ')}${more}`;
    return [
      `- **${sentence(warning.code)}**${count > 1 ? ` (${count} times)` : ''} in ${places} of ${nameText(run)}. ` +
        `${evidence === '' ? '' : `${count > 1 ? 'First' : 'Seen'}: ${sentence(evidence)}. `}${sentence(warning.advice)}`,
    ];
  });
  return [['## Warnings'], lines];
}
