// `ioproof report`: the table of saved runs again, or the runs as fio or mdtest would have printed them.
import type { Argv, CommandModule, Options } from 'yargs';
import { exitCodes, IoproofError } from '../../errors.js';
import type { MeasuredRun } from '../../report/fio-json/fio-json.js';
import type { RunRecord } from '../../result/schema.js';
import { outputOption } from '../options.js';

const formats = ['text', 'fio-json', 'fio-json+', 'mdtest'] as const;
type Format = (typeof formats)[number];

/** Columns of a table that goes to a file. */
const fileWidth = 100;

const formatOption = {
  choices: formats,
  requiresArg: true,
  default: 'text',
  describe:
    'text: the table. fio-json: what fio prints as JSON. fio-json+: with its latency buckets. mdtest: its rates',
} as const satisfies Options;

const fioNotes = [
  'fio-json has one entry for each step, as fio with group_reporting: its workers together.',
  'Not measured: ctx, majf, minf, slat_ns and what is about trims are always 0.',
  'Nor are iodepth_level, iodepth_submit, iodepth_complete: 100 % in the class of the queue depth or batch.',
  'usr_cpu and sys_cpu are the processor time of the workers, measured; 0 in a step without a result.',
].join('\n');

const builder = (yargs: Argv) =>
  yargs
    .positional('runs', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Folders of runs, or their run.json',
    })
    .option('format', formatOption)
    .option('output', outputOption)
    .epilogue(fioNotes)
    .example('$0 report results/20261120-224501-ab12', 'The table of a run')
    .example('$0 report results/20261120-224501-ab12 --format fio-json -o fio.json', 'For tools that read fio');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const reportCommand: CommandModule<object, Arguments> = {
  command: 'report <runs..>',
  describe: 'Print saved runs as a table, as the JSON of fio or as mdtest does',
  builder,
  handler: async ({ runs, format, output }) => {
    const { writeOutput } = await import('../output-file.js');
    const file = output === '-' ? undefined : output;
    writeOutput(file, await documentOf(runs, format, file));
  },
};

function documentOf(runs: string[], format: Format, file: string | undefined): Promise<string> {
  if (format === 'text') return tables(runs, file);
  return format === 'mdtest' ? mdtestDocument(runs) : fioDocument(runs, format);
}

async function tables(paths: string[], file: string | undefined): Promise<string> {
  const [{ finalTable }, { recordFileOf }, { lookOf }, records] = await Promise.all([
    import('../../report/text.js'),
    import('../../result/read-run.js'),
    import('../terminal.js'),
    recordsIn(paths),
  ]);
  const look = { ...lookOf(process.stdout), ...(file === undefined ? {} : { colour: false, width: fileWidth }) };
  return records
    .map(({ path, record }) => `${finalTable(record, { ...look, runJson: recordFileOf(path) })}\n`)
    .join('\n');
}

async function fioDocument(paths: string[], format: Format): Promise<string> {
  const [{ fioJson }, { readIntervals }, records] = await Promise.all([
    import('../../report/fio-json/fio-json.js'),
    import('../../result/read-intervals.js'),
    recordsIn(paths),
  ]);
  const runs: MeasuredRun[] = [];
  for (const { path, record } of records) runs.push({ record, intervals: await readIntervals(path) });
  for (const { record } of records) tellOfFailures(record);
  return fioJson(runs, { plus: format === 'fio-json+' });
}

async function mdtestDocument(paths: string[]): Promise<string> {
  const [{ hasMdtestPhases, mdtestText }, { allChecks }, records] = await Promise.all([
    import('../../report/mdtest.js'),
    import('../checks.js'),
    recordsIn(paths),
  ]);
  await allChecks(
    records.map(({ path, record }) => () => {
      if (!hasMdtestPhases(record)) throw withoutPhases(path);
    }),
  );
  for (const { record } of records) tellOfFailures(record);
  return records.map(({ record }) => `${mdtestText(record)}\n`).join('\n');
}

function withoutPhases(path: string): IoproofError {
  return new IoproofError('NOT_OF_MDTEST', `"${path}" has no phase of mdtest.`, {
    advice: 'Give a run of `ioproof mdtest`, or of the workload mdtest.',
    exitCode: exitCodes.usage,
  });
}

/** All records, or all that is wrong with the paths. */
async function recordsIn(paths: string[]): Promise<{ path: string; record: RunRecord }[]> {
  const [{ readRun }, { allChecks }] = await Promise.all([import('../../result/read-run.js'), import('../checks.js')]);
  return allChecks(paths.map((path) => () => ({ path, record: readRun(path) })));
}

/** The formats of others have no more than a number for what went wrong. */
function tellOfFailures({ run, steps }: RunRecord): void {
  for (const { id, status, error } of steps.filter((step) => step.status !== 'complete')) {
    process.stderr.write(`run ${run.id}: ${id} ${status}: ${error?.message ?? 'no reason known'}\n`);
  }
}
