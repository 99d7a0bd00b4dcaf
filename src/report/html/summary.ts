// The headline figures of all workloads in one table with a column a mount.
import { groupBy } from '../comparison.js';
import type { RunRecord } from '../../result/schema.js';
import { figureRows, mainFiguresOf } from './figure-rows.js';
import { mainNameHtml, figureTableHtml } from './figure-table.js';
import type { Markup } from './markup.js';
import { variantLabel } from './variant-label.js';

/** Rows from which on the table would be no summary. */
const mostRows = 60;

/** Null where the run has a single workload, whose own table says it all, or too many variants. */
export function summaryHtml({ steps, mounts }: RunRecord): Markup | null {
  const workloads = groupBy(steps, ({ workload }) => workload);
  if (workloads.length < 2) return null;
  const names = mounts.map(({ name }) => name);
  const groups = workloads.flatMap(([workload, own]) =>
    groupBy(own, variantLabel).map(([variant, members]) => ({
      title: `${workload} ${variant}`.trim(),
      rows: figureRows(members, names, mainFiguresOf(members)).map((row) => ({
        name: mainNameHtml(row.figure),
        row,
        main: true,
      })),
    })),
  );
  const rows = groups.reduce((sum, group) => sum + group.rows.length, 0);
  return rows === 0 || rows > mostRows ? null : figureTableHtml('Headline figures, a column a mount', names, groups);
}
