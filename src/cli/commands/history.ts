// `ioproof history`: the runs of a results folder, and how a figure went over them.
import type { Argv, CommandModule } from 'yargs';
import { jsonOption, outOption } from '../options/shared.js';

const narrow = { type: 'string', requiresArg: true } as const;

const builder = (yargs: Argv) =>
  yargs
    .option('workload', { ...narrow, describe: 'Only this workload, plotted' })
    .option('mount', { ...narrow, describe: 'Only this mount, plotted' })
    .option('figure', { ...narrow, describe: 'Only this figure, plotted: read.p99, auPercent, …' })
    .option('since', { ...narrow, describe: 'Only runs from this day on, or not older: 2026-11-01, 36h, 14d' })
    .option('last', { type: 'number', requiresArg: true, default: 20, describe: 'Runs to list at most, the latest' })
    .option('rebuild', {
      type: 'boolean',
      default: false,
      describe: 'Write the index anew from the folders of the runs',
    })
    .option('out', outOption)
    .option('json', jsonOption)
    .example('$0 history', 'What has run, and how the figures went')
    .example('$0 history --workload random-read-4k --figure read.p99', 'A plot of the 99th percentile');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const historyCommand: CommandModule<object, Arguments> = {
  command: 'history',
  describe: 'List past runs and plot how their figures went',
  builder,
  handler: async (options) => {
    const [{ historyDocument, historyView }, { historyText }, { textLook }] = await Promise.all([
      import('../reading/history-view.js'),
      import('../../report/history-text.js'),
      import('../text-look.js'),
    ]);
    const view = await historyView(options, new Date());
    if (options.rebuild) process.stderr.write(`ioproof: the index of "${options.out}" is written anew.\n`);
    process.stdout.write(
      options.json ? `${JSON.stringify(historyDocument(view), null, 2)}\n` : `${historyText(view, textLook())}\n`,
    );
  },
};
