// `ioproof accept`: runs workloads and judges their expressions, or judges saved runs again.
import type { Argv, CommandModule } from 'yargs';
import { judgingOptions, repeatToAcceptOption } from '../options/accept.js';
import { measuringGpuOptions } from '../options/gpu.js';
import { measuringOptions, mountOption, scaleOption, setOption } from '../options/shared.js';
import { trainingOptions } from '../options/training.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workloads', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Built-in names (ioproof list) or files of workloads or suites',
    })
    .options(judgingOptions)
    .option('mount', mountOption)
    .option('set', setOption)
    .option('scale', scaleOption)
    .options(trainingOptions)
    .option('repeat', repeatToAcceptOption)
    .options(measuringOptions)
    .options(measuringGpuOptions)
    .epilogue(
      'Expressions stand under `accept` in workloads and suites, see docs/acceptance.md; how a run is accepted is in ' +
        'docs/accepting.md. Exit code 0: every expression passes. 1: one does not.',
    )
    .example('$0 accept ./suite.yaml --mount a=/mnt/a --mount b=/mnt/b', 'Run, judge, verdict on top')
    .example('$0 accept random-read-4k --expect "read.p99 < 2ms"', 'A demand on a built-in workload')
    .example('$0 accept --results results/20261120-224501-ab12', 'The verdict again, by whoever has the record');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const acceptCommand: CommandModule<object, Arguments> = {
  command: 'accept [workloads..]',
  describe: 'Run workloads and judge their acceptance expressions: exit code 0 or 1',
  builder,
  handler: async (options) => {
    const { requireOneSource } = await import('../judging/accept-source.js');
    requireOneSource(options, process.argv.slice(2));
    if (options.results.length > 0) {
      const { acceptResults } = await import('../judging/accept-results.js');
      process.exitCode = await acceptResults(options);
      return;
    }
    const { acceptRun } = await import('../judging/accept-run.js');
    process.exitCode = await acceptRun(options);
  },
};
