// Options of the commands that take those of mdtest.
import type { Argv, Options } from 'yargs';

const tasksOption = {
  type: 'number',
  requiresArg: true,
  default: 1,
  describe: 'Workers: what mpirun -n gives mdtest',
} as const satisfies Options;

/** Words that are no options of ioproof stay words, in their order. */
export function takeMdtestWords<T>(yargs: Argv<T>) {
  return yargs
    .parserConfiguration({ 'unknown-options-as-args': true, 'parse-positional-numbers': false })
    .positional('words', {
      type: 'string',
      array: true,
      default: [] as string[],
      describe: 'Options of mdtest, such as -n 1000 -z 1 -b 4',
    })
    .option('tasks', tasksOption);
}
