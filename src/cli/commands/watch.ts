// `ioproof watch`: the live view of a run in a browser, served on the loopback address.
import type { Argv, CommandModule } from 'yargs';
import { outOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('run', {
      type: 'string',
      describe: 'Folder of a run, its run.json, or its id; without it the newest run, one that goes on first',
    })
    .option('port', {
      type: 'number',
      requiresArg: true,
      default: 0,
      defaultDescription: 'a free one',
      describe: 'Port on 127.0.0.1',
    })
    .option('once', { type: 'boolean', default: false, describe: 'End with the run' })
    .option('out', outOption)
    .example('$0 watch', 'The run that goes on, in a browser')
    .example('$0 watch --port 8080 --once', 'On a port that is forwarded already, until the run ends');

type Arguments = ReturnType<typeof builder> extends Argv<infer Options> ? Options : never;

export const watchCommand: CommandModule<object, Arguments> = {
  command: 'watch [run]',
  describe: 'Show a run in a browser while it goes on',
  builder,
  handler: async ({ run, port, once, out }) => {
    const { watchRun } = await import('../watching/watch-run.js');
    await watchRun({ run, port, once, out });
  },
};
