// `ioproof fit`: the most emulated accelerators that each mount feeds.
import type { Argv, CommandModule } from 'yargs';
import type { RunRecord } from '../../result/schema.js';
import { searchOptions } from '../options/fit.js';
import type { Accelerator } from '../../spec/workload.js';
import { acceleratorOption } from '../options/training.js';
import { measuringOptions, mountOption, repeatOption, setOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workload', {
      type: 'string',
      demandOption: true,
      describe: 'Built-in name (ioproof list) or workload file of kind training',
    })
    .option('mount', mountOption)
    .option('set', setOption)
    .option('accelerator', acceleratorOption)
    .options(searchOptions)
    .option('plan', {
      type: 'boolean',
      default: false,
      describe: 'Show the data set and the largest try; write nothing',
    })
    .option('repeat', { ...repeatOption, describe: 'Search this often, mounts interleaved' })
    .options(measuringOptions)
    .epilogue(
      'Numbers of accelerators double until one misses the threshold, then the gap is halved. A try ends as soon as its ' +
        'outcome is certain; the number that is told was tried to its end. See docs/fit.md.',
    )
    .example(
      '$0 fit unet3d --accelerator h100 --mount a=/mnt/a --mount b=/mnt/b',
      'How many accelerators does each mount feed?',
    );

/** As they are declared; yargs takes `require` and `try` for names of its own otherwise. */
interface Arguments {
  workload: string;
  mount: string[];
  set: string[];
  accelerator: Accelerator | undefined;
  most: number | undefined;
  require: number;
  try: string;
  plan: boolean;
  repeat: number;
  out: string;
  grace: string;
  counters: boolean;
  quiet: boolean;
  json: boolean;
}

export const fitCommand: CommandModule<object, Arguments> = {
  command: 'fit <workload>',
  describe: 'Find the most accelerators that each mount feeds in a training',
  builder,
  handler: async (options) => {
    const { fitFrom } = await import('../planning/fit.js');
    const { limits, ...planning } = await fitFrom(options);
    if (options.plan) {
      const { planTable } = await import('../../report/plan.js');
      const { plan } = planning;
      process.stdout.write(`${options.json ? JSON.stringify(plan, null, 2) : planTable(plan)}\n`);
      return;
    }
    const [{ measure }, { fitBreaches }] = await Promise.all([
      import('../running/measure.js'),
      import('../../analyze/fit-required.js'),
    ]);
    const { out, counters, quiet, json } = options;
    const breaches = ({ steps }: RunRecord) =>
      fitBreaches(steps, limits.require).map((breach) => `--require: ${breach}`);
    process.exitCode = await measure(planning, { out, counters, quiet, json, breaches });
  },
};
