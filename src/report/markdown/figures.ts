// The main figures of each workload as a table: a row a figure, a column a mount, medians with the range of the repeats.
import { figureDefinition, figureValue } from '../../figure/catalogue.js';
import { mainFigures } from '../../figure/main-figures.js';
import { medianOf } from '../../statistics/median.js';
import { groupBy } from '../comparison.js';
import type { ReportRun } from '../document.js';
import { type StepGroup, stepGroups } from '../figure-groups.js';
import { figureLabel, figureText } from '../figure-text.js';
import { engineText, jobText } from '../step-text.js';
import { markdownTable, nameText, sentence } from './cells.js';
import type { Block } from './markdown.js';

/** A heading, the job in words, and a table for each workload. */
export function figureBlock(runs: readonly ReportRun[]): Block[] {
  const workloads = groupBy(stepGroups(runs), ({ workload }) => workload);
  if (workloads.length === 0) return [['No step has run.']];
  return workloads.flatMap(([workload, groups]) => workloadBlocks(workload, groups, runs.length > 1));
}

function workloadBlocks(workload: string, groups: readonly StepGroup[], severalRuns: boolean): Block[] {
  const columns = groupBy(groups, ({ run, mount }) => JSON.stringify([run.name, mount])).flatMap(
    ([, own]) => own[0] ?? [],
  );
  const variants = groupBy(groups, ({ variant }) => variant);
  const swept = variants.length > 1 || variants[0]?.[0] !== '';
  const head = [
    ...(swept ? ['Variant'] : []),
    'Figure',
    'Better',
    ...columns.map(({ run, mount }) => (severalRuns ? `${nameText(run.name)} ${nameText(mount)}` : nameText(mount))),
  ];
  const rows = variants.flatMap(([variant, own]) =>
    figuresIn(own).map((name) => [
      ...(swept ? [nameText(variant)] : []),
      sentence(figureLabel(name)),
      figureDefinition(name)?.better ?? '',
      ...columns.map((column) =>
        cellOf(
          own.find((group) => isIn(group, column)),
          name,
        ),
      ),
    ]),
  );
  const right = head.map((_, index) => index).slice(swept ? 3 : 2);
  return [
    [`## ${nameText(workload)}`],
    [sentence(summaryOf(groups))],
    rows.length === 0 ? ['No step has a result.'] : markdownTable([head, ...rows], right),
  ];
}

function isIn(group: StepGroup, column: StepGroup): boolean {
  return group.run === column.run && group.mount === column.mount;
}

function figuresIn(groups: readonly StepGroup[]): string[] {
  return [...new Set(groups.flatMap(({ complete }) => complete.flatMap(mainFigures)))];
}

/** `1.20 GiB/s`, with the range where there are several repeats: `1.20 GiB/s (1.10 GiB/s to 1.30 GiB/s)`. */
function cellOf(group: StepGroup | undefined, name: string): string {
  const values = (group?.complete ?? []).flatMap((step) => figureValue(step, name) ?? []);
  if (values.length === 0) return group === undefined ? '' : 'no result';
  const text = (value: number) => figureText(name, value);
  const range = values.length === 1 ? '' : ` (${text(Math.min(...values))} to ${text(Math.max(...values))})`;
  return sentence(`${text(medianOf(values))}${range}`);
}

function summaryOf(groups: readonly StepGroup[]): string {
  const steps = groups.flatMap(({ complete }) => complete);
  const first = groups[0]?.steps[0];
  const swept = [...new Set(groups.flatMap((group) => group.steps.flatMap(({ variant }) => Object.keys(variant))))];
  const repeats = Math.max(0, ...groups.map(({ complete }) => complete.length));
  const parts = [
    first === undefined ? '' : jobText(first.job, swept),
    [...new Set(steps.map(engineText))].filter((text) => text !== '').join(' / '),
    repeats > 1 ? `median of up to ${repeats} repeats, with their range` : '',
  ];
  return `${parts.filter((part) => part !== '').join('; ')}.`;
}
