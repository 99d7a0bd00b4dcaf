// `ioproof crosscheck`: the same jobs with the installed fio, in alternation, and whether the two agree.
import type { Argv, CommandModule } from 'yargs';
import {
  graceOption,
  jsonOption,
  mountOption,
  outOption,
  quietOption,
  setOption,
  workloadPositional,
} from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workload', workloadPositional)
    .option('mount', mountOption)
    .option('set', setOption)
    .option('pairs', {
      type: 'number',
      requiresArg: true,
      // The least that decides on a machine that is a little restless: four figures can agree within 5 % while the pairs scatter
      // by 3.7 %; 5 pairs would ask for 2.5 %, and 10 would allow 5 % for nearly half the time more.
      default: 7,
      describe: 'How often each of the two runs: A B B A …',
    })
    .option('fio', { type: 'string', requiresArg: true, default: 'fio', describe: 'The program to compare with' })
    .option('out', outOption)
    .option('grace', graceOption)
    .option('quiet', quietOption)
    .option('json', jsonOption)
    .example('$0 crosscheck random-read-4k --mount scratch=/mnt/scratch', 'Does fio find the same there?');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const crosscheckCommand: CommandModule<object, Arguments> = {
  command: 'crosscheck <workload>',
  describe: 'Run a workload with ioproof and with fio in alternation, and compare',
  builder,
  handler: async (options) => {
    const [{ planForCrosscheck }, { measure }, { Crosscheck }] = await Promise.all([
      import('../planning/crosscheck.js'),
      import('../running/measure.js'),
      import('../../crosscheck/crosscheck.js'),
    ]);
    const { planning, fio } = await planForCrosscheck(options);
    const { pairs } = options;
    const { graceMs } = planning;
    process.exitCode = await measure(planning, {
      ...options,
      // Both programs are to find the machine alike.
      counters: false,
      companion: (onProgress) => new Crosscheck({ fio, pairs, graceMs, onProgress }),
    });
  },
};
