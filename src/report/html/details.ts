// What the final text tells of trainings, checkpoints, scenarios and the rest, as the text has it.
import type { RunRecord } from '../../result/schema.js';
import { checkpointLines } from '../checkpoint.js';
import { crosscheckText } from '../crosscheck.js';
import { epochLines } from '../epochs.js';
import { fitLines } from '../fit.js';
import { gdsCompareLines } from '../gds-compare.js';
import { goalLines } from '../goals.js';
import { io500Lines } from '../io500.js';
import { kvCacheLines } from '../kv-cache.js';
import { lookOf, type Look } from '../look.js';
import { modelLoadLines } from '../model-load.js';
import { packingLines } from '../packing.js';
import { profileLines } from '../profiles.js';
import { scenarioLines } from '../scenario.js';
import { slowOperationLines } from '../slow-operations.js';
import { trainingLines } from '../training.js';
import { verificationLines } from '../verification.js';
import { html, type Markup } from './markup.js';
import { foldedHtml } from './tables.js';

type Lines = (record: RunRecord, look: Look) => string[];

const subjects: readonly (readonly [title: string, lines: Lines])[] = [
  ['Trainings', trainingLines],
  ['Checkpoints', checkpointLines],
  ['Caches of keys and values', kvCacheLines],
  ['Model loads', modelLoadLines],
  ['Paths to the GPU', gdsCompareLines],
  ['Scenarios', scenarioLines],
  ['Packing', packingLines],
  ['Search for accelerators', fitLines],
  ['Goals', goalLines],
  ['IO500', io500Lines],
  ['Slow operations and mixtures', slowOperationLines],
  ['Epochs', epochLines],
  ['Verification', verificationLines],
  ['Which fits your pain', profileLines],
  [
    'Cross-check with fio',
    ({ crosscheck }, look) => (crosscheck === undefined ? [] : [crosscheckText(crosscheck, look)]),
  ],
];

/** Columns of the text. */
const width = 110;

/** Lines from which on a subject is folded. */
const manyLines = 30;

/** A block a subject; null where the run has none of them. */
export function detailsHtml(record: RunRecord): Markup | null {
  const look = lookOf({ width, colour: false });
  const blocks = subjects
    .map(([title, lines]) => ({ title, lines: trimmed(lines(record, look)) }))
    .filter(({ lines }) => lines.length > 0);
  if (blocks.length === 0) return null;
  return html`${blocks.map(({ title, lines }) =>
    foldedHtml(title, html`<pre class="text" tabindex="0">${lines.join('\n')}</pre>`, {
      open: lines.length <= manyLines,
      printed: true,
    }),
  )}`;
}

function trimmed(lines: readonly string[]): string[] {
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return lines.slice(0, last + 1);
}
