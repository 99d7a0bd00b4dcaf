// Acceptance expressions as a table: the verdict, what was measured with its interval, and why it does not hold.
import type { AcceptanceRecord } from '../../result/schema.js';
import type { ReportDocument } from '../document.js';
import { unitText } from '../figure-text.js';
import { markdownTable, nameText, sentence } from './cells.js';
import type { Block } from './markdown.js';

/** None without expressions. A column names the run where there are several. */
export function acceptanceBlock({ acceptance, runs }: Pick<ReportDocument, 'acceptance' | 'runs'>): Block[] {
  const rows = acceptance.flatMap(({ run, judged }) => judged.map((one) => ({ run, one })));
  if (rows.length === 0) return [];
  const several = runs.length > 1;
  const head = [
    ...(several ? ['Run'] : []),
    'Verdict',
    'Workload',
    'Mount',
    'Expression',
    'Measured',
    'Repeats',
    'Why',
  ];
  const measured = head.indexOf('Measured');
  const table = rows.map(({ run, one }) => [...(several ? [nameText(run)] : []), ...cellsOf(one)]);
  return [['## Acceptance'], markdownTable([head, ...table], [measured, measured + 1])];
}

function cellsOf(judged: AcceptanceRecord): string[] {
  const { verdict, workload, variant, mount, expression, samples, reason } = judged;
  return [
    verdict === 'pass' ? 'pass' : `**${verdict.toUpperCase()}**`,
    nameText(`${workload ?? ''} ${variant}`.trim()),
    nameText(mount ?? ''),
    nameText(expression),
    valueText(judged),
    String(samples),
    sentence(reason),
  ];
}

/** `1.20ms (1.10ms to 1.30ms)`. */
function valueText({ left }: AcceptanceRecord): string {
  if (left.value === null) return 'not measured';
  const text = (value: number) => unitText(left.unit, value);
  const range = left.low === null || left.high === null ? '' : ` (${text(left.low)} to ${text(left.high)})`;
  return sentence(`${text(left.value)}${range}`);
}
