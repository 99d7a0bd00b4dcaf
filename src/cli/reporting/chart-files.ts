// `--charts DIR` of `ioproof report`: the charts of saved runs as SVG files.
import type { Options } from 'yargs';
import type { RunRecord } from '../../result/schema.js';

export const chartsOption = {
  type: 'string',
  requiresArg: true,
  defaultDescription: 'none',
  describe: 'Write the charts of the runs as SVG files into this folder too',
} as const satisfies Options;

/** Writes the files, and says on standard error how many. Throws as `writeCharts` and `readIntervals` do. */
export async function writeRunCharts(
  runs: readonly { path: string; record: RunRecord }[],
  folder: string,
): Promise<void> {
  const [{ writeCharts }, { forCharts, readIntervals }] = await Promise.all([
    import('../../report/chart-files.js'),
    import('../../result/read-intervals.js'),
  ]);
  const charted = [];
  for (const { path, record } of runs) charted.push({ record, intervals: await readIntervals(path, forCharts) });
  const files = await writeCharts(charted, folder);
  process.stderr.write(
    files.length === 0
      ? 'No step is complete: there is nothing to draw.\n'
      : `${files.length} ${files.length === 1 ? 'chart' : 'charts'} written to ${folder}\n`,
  );
}
