// `ioproof compare`: saved runs, or the mounts of one, against a baseline.
import type { Argv, CommandModule } from 'yargs';
import { statisticalTerms } from '../../statistics/terms.js';
import { jsonOption, outOption, runsPositional } from '../options/shared.js';

/** One value each time, so that a run may follow. */
const texts = { type: 'string', array: true, nargs: 1, default: [] as string[], defaultDescription: 'none' } as const;
const amount = { type: 'number', requiresArg: true } as const;

const notes = [
  'Runs of one label are repeats of each other. Without --by, one run is compared by mount, several by run.',
  'Runs whose resolved jobs differ are refused; another host, kernel, engine or data set is told.',
].join('\n');

const builder = (yargs: Argv) =>
  yargs
    .positional('runs', { ...runsPositional, demandOption: false, default: [] as string[] })
    .option('by', { choices: ['mount', 'run'] as const, requiresArg: true, describe: 'What the sides are' })
    .option('baseline', {
      type: 'string',
      requiresArg: true,
      describe: 'Side that the others are measured against (the first)',
    })
    .option('label', { ...texts, describe: 'Runs as one side: name=RUN,RUN; repeat it for each side' })
    .option('figure', {
      ...texts,
      defaultDescription: 'the main ones',
      describe: 'Figure to compare, such as read.p99',
    })
    .option('fail-if', { ...texts, describe: 'Exit with 1 when a figure is worse by more: "read.p99 +10%"' })
    .option('confidence', { ...amount, default: statisticalTerms.confidence, describe: 'Of the intervals' })
    .option('margin', { ...amount, default: 0.03, describe: 'Ratios within 1 plus or minus this are the same' })
    .option('seed', { ...amount, default: statisticalTerms.seed, describe: 'The same seed gives the same intervals' })
    .option('resamples', { ...amount, default: statisticalTerms.resamples, describe: 'Resamples of the bootstrap' })
    .option('force', { type: 'boolean', default: false, describe: 'Compare runs that asked for different things, too' })
    .option('out', outOption)
    .option('json', jsonOption)
    .epilogue(notes)
    .example('$0 compare 20261120-224501-ab12', 'The mounts of a run against the first of them')
    .example('$0 compare --label before=RUN1,RUN2 --label after=RUN3,RUN4', 'Two runs before a change, two after it')
    .example('$0 compare RUN1 RUN2 --fail-if "read.p99 +10%"', 'For a pipeline: exit 1 when it got slower');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const compareCommand: CommandModule<object, Arguments> = {
  command: 'compare [runs..]',
  describe: 'Compare saved runs, or the mounts of one',
  builder,
  // Everything heavy is loaded here, so that `ioproof --help` stays quick.
  handler: async (options) => {
    const [{ compareSaved }, { exitCodes }] = await Promise.all([
      import('../comparing/compare-saved.js'),
      import('../../errors.js'),
    ]);
    const breached = await compareSaved(options);
    process.exitCode = breached ? exitCodes.breached : exitCodes.done;
  },
};

export type CompareArguments = Arguments;
