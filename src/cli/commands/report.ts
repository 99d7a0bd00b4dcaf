// `ioproof report`: saved runs in the format of the reader: a person, a spreadsheet, a build server, a monitoring system.
import type { Argv, CommandModule, Options } from 'yargs';
import { chartsOption } from '../reporting/chart-files.js';
import { outOption, outputOption, runsPositional } from '../options/shared.js';
import { reportFormats } from '../reporting/formats.js';

const formatOption = {
  choices: reportFormats,
  requiresArg: true,
  defaultDescription: 'by the ending of -o, else text',
  describe:
    'text: the table. html: one file with charts. md: GitHub. csv: a row a figure. json: all figures. junit: for build servers. ' +
    'openmetrics: for Prometheus. fio-json: what fio prints as JSON. fio-json+: with its buckets. mdtest: its rates',
} as const satisfies Options;

const notes = [
  'fio-json has one entry for each step, as fio with group_reporting: its workers together.',
  'Not measured: ctx, majf, minf, slat_ns and what is about trims are always 0.',
  'Nor are iodepth_level, iodepth_submit, iodepth_complete: 100 % in the class of the queue depth or batch.',
  'usr_cpu and sys_cpu are the processor time of the workers, measured; 0 in a step without a result.',
].join('\n');

const builder = (yargs: Argv) =>
  yargs
    .positional('runs', runsPositional)
    .option('format', formatOption)
    .option('output', outputOption)
    .option('by', {
      choices: ['mount', 'run'] as const,
      requiresArg: true,
      defaultDescription: 'mount of one run, run of several',
      describe: 'What is compared side by side',
    })
    .option('baseline', {
      type: 'string',
      requiresArg: true,
      defaultDescription: 'the first',
      describe: 'Mount or run that the others are measured against',
    })
    .option('strict', {
      type: 'boolean',
      default: false,
      describe: 'Refuse a record that was changed after its run, instead of noting it',
    })
    .option('charts', chartsOption)
    .option('out', outOption)
    .epilogue(notes)
    .example('$0 report results/20261120-224501-ab12', 'The table of a run')
    .example('$0 report results/20261120-224501-ab12 -o report.html', 'With charts, to hand over')
    .example('$0 report results/20261120-224501-ab12 -o report.md', 'For an issue, or the annex of a contract')
    .example('$0 report results/20261120-224501-ab12 -o junit.xml', 'For a build server')
    .example('$0 report results/20261120-224501-ab12 --charts charts', 'Each chart of a run as an SVG file')
    .example('$0 report results/20261120-224501-ab12 --format fio-json -o fio.json', 'For tools that read fio');

export type ReportArguments = Awaited<ReturnType<typeof builder>['argv']>;

export const reportCommand: CommandModule<object, ReportArguments> = {
  command: 'report <runs..>',
  describe: 'Print saved runs as a table, or as HTML, Markdown, CSV, JSON, JUnit, OpenMetrics, or as fio and mdtest do',
  builder,
  // Everything heavy is loaded here, so that `ioproof --help` stays quick.
  handler: async (options) => {
    const { report } = await import('../reporting/report.js');
    await report(options);
  },
};
