// `ioproof verify`: whether saved runs are as they ended, and whether their figures follow from what was measured.
import type { Argv, CommandModule } from 'yargs';
import { exitCodes } from '../../errors.js';
import { jsonOption, outOption, runsPositional } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('runs', runsPositional)
    .option('all', { type: 'boolean', default: false, describe: 'List every kind of number that follows from nothing' })
    .option('out', outOption)
    .option('json', jsonOption)
    .epilogue('Exit code 1: a file was changed since the run, or a figure does not follow from what is stored.')
    .example('$0 verify results/20261120-224501-ab12', 'Is this record what was measured?');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const verifyCommand: CommandModule<object, Arguments> = {
  command: 'verify <runs..>',
  describe: 'Compute every figure of saved runs again and compare',
  builder,
  handler: async ({ runs, all, out, json }) => {
    const [
      { verifyRun },
      { verifyDocument },
      { verifyText },
      { textLook },
      { allChecks },
      { runPath },
      { packageVersion },
    ] = await Promise.all([
      import('../../provenance/verify-run.js'),
      import('../../provenance/document.js'),
      import('../../report/verify-text.js'),
      import('../text-look.js'),
      import('../checks.js'),
      import('../reading/run-paths.js'),
      import('../package.js'),
    ]);
    const verified = await allChecks(runs.map((path) => () => verifyRun(runPath(path, out))));
    const look = textLook();
    const texts = verified.map((run) => (runs.length > 1 ? `${run.file}\n` : '') + verifyText(run, look, all));
    const document = verifyDocument(verified, packageVersion());
    process.stdout.write(json ? `${JSON.stringify(document, null, 2)}\n` : `${texts.join('\n\n')}\n`);
    process.exitCode = verified.every(({ holds }) => holds) ? exitCodes.done : exitCodes.breached;
  },
};
