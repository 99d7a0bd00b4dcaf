// The part of the page on one workload: what it asked, its figures with a column a mount, its charts.
import { groupBy } from '../comparison.js';
import { engineText, jobText } from '../step-text.js';
import { neededSteps } from '../../result/not-needed.js';
import type { RunRecord, StepRecord } from '../../result/schema.js';
import {
  type FigureRow,
  figureRows,
  kindsOf,
  mainFiguresOf,
  operationFigures,
  stepWideFigures,
} from './figure-rows.js';
import { figureLabel } from '../figure-text.js';
import { betterText, figureTableHtml, mainNameHtml, type RowGroup } from './figure-table.js';
import { failedCount } from './step-counts.js';
import { html, type Content, type Markup } from './markup.js';
import type { Part } from './outline.js';
import { badgeHtml, foldedHtml } from './tables.js';
import { sweptKeys, variantLabel } from './variant-label.js';

/** Fewest variants from which on the figures of each are folded. */
const manyVariants = 2;

export interface WorkloadPart {
  id: string;
  workload: string;
  steps: readonly StepRecord[];
  record: RunRecord;
  charts: Content;
}

export function workloadPart({ id, workload, steps, record, charts }: WorkloadPart): Part {
  const mounts = record.mounts.map(({ name }) => name);
  const variants = groupBy(steps, variantLabel);
  const failed = failedCount(steps);
  const body = html` <p class="asked">${askedText(steps)}</p>
    ${descriptionHtml(steps[0])}
    ${failed === 0 ? null : html`<p>${badgeHtml(failedText(failed, steps.length), 'bad')} Their reasons are under <a href="#failures">Failed steps</a>.</p>`}
    ${variants.length < manyVariants ? variantTables(workload, steps, mounts) : sweepTables(workload, variants, mounts)}
    ${charts}`;
  return { id, title: workload, level: 3, body, badge: failed === 0 ? null : badgeHtml('failed', 'bad') };
}

function failedText(failed: number, all: number): string {
  return `${failed} of ${all} steps ${failed === 1 ? 'has' : 'have'} no result`;
}

function askedText(steps: readonly StepRecord[]): string {
  const swept = sweptKeys(steps);
  const engines = [...new Set(steps.map(engineText))].filter((text) => text !== '');
  const repeats = Math.max(...neededSteps(steps).map(({ repeat }) => repeat));
  return [
    jobText(steps[0]?.job ?? {}, swept),
    engines.join(' / '),
    repeats > 1 ? `median and range of ${repeats} repeats` : 'a single repeat',
    swept.length > 0 ? `swept: ${swept.join(', ')}` : '',
  ]
    .filter((text) => text !== '')
    .join(' · ');
}

function descriptionHtml(step: StepRecord | undefined): Markup | null {
  const text = step?.job['description'];
  return typeof text === 'string' && text !== '' ? html`<p class="description">${text}</p>` : null;
}

function variantTables(workload: string, steps: readonly StepRecord[], mounts: readonly string[]): Markup {
  const main = mainFiguresOf(steps);
  const mainKinds = kindsOf(steps).filter((kind) => main.some((figure) => figure.startsWith(`${kind}.`)));
  const otherKinds = kindsOf(steps).filter((kind) => !mainKinds.includes(kind));
  const shown = [rowGroup('', figureRows(steps, mounts, main), true), ...kindGroups(steps, mounts, mainKinds, main)];
  const others = [
    ...kindGroups(steps, mounts, otherKinds, main),
    rowGroup(
      'of the step',
      figureRows(
        steps,
        mounts,
        stepWideFigures(steps).filter((name) => !main.includes(name)),
      ),
      false,
    ),
  ];
  const further = figureTableHtml(`Further figures of ${workload}`, mounts, others);
  if (shown.every(({ rows }) => rows.length === 0)) return html`<p>No step of it has a result.</p>`;
  return html`${figureTableHtml(`Figures of ${workload}, a column a mount`, mounts, shown)}${others.some(({ rows }) => rows.length > 0) ? foldedHtml('Further figures', further) : null}`;
}

function kindGroups(
  steps: readonly StepRecord[],
  mounts: readonly string[],
  kinds: readonly string[],
  main: readonly string[],
): RowGroup[] {
  return kinds.map((kind) => {
    const names = operationFigures(steps, kind).filter((name) => !main.includes(name));
    return rowGroup(kind === 'chain' ? 'whole files (chain)' : kind, figureRows(steps, mounts, names), false);
  });
}

function rowGroup(title: string, rows: readonly FigureRow[], main: boolean): RowGroup {
  return {
    title,
    rows: rows.map((row) => ({ name: main ? mainNameHtml(row.figure) : figureLabel(row.figure), row, main })),
  };
}

/** A row a variant of each main figure, then all figures of each variant, folded. */
function sweepTables(
  workload: string,
  variants: readonly (readonly [string, StepRecord[]])[],
  mounts: readonly string[],
): Markup {
  const steps = variants.flatMap(([, own]) => own);
  const groups = mainFiguresOf(steps).map((figure) => ({
    title: '',
    figure,
    rows: variants.flatMap(([label, own]) =>
      figureRows(own, mounts, [figure]).map((row) => ({ name: label, row, main: true })),
    ),
  }));
  return html`${groups.map(
    ({ figure, rows }) =>
      html`<h4>${figureLabel(figure)} <span class="quiet">${betterText(figure)}</span></h4>
        ${figureTableHtml(`${figure} of ${workload} by variant`, mounts, [{ title: '', rows }], 'Variant')}`,
  )}
  ${foldedHtml(
    `All figures of the ${variants.length} variants`,
    variants.map(
      ([label, own]) =>
        html`<h4>${label}</h4>
          ${variantTables(`${workload} ${label}`, own, mounts)}`,
    ),
  )}`;
}
