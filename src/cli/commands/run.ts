// `ioproof run`: plans, runs, saves, and prints the final table.
import type { Argv, CommandModule } from 'yargs';
import { exitCodes, type ExitCode } from '../../errors.js';
import type { RunRecord } from '../../result/schema.js';
import { graceOption, jsonOption, mountOption, repeatOption, setOption } from '../options.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('workloads', {
      type: 'string',
      array: true,
      demandOption: true,
      describe: 'Built-in names (ioproof list) or workload files',
    })
    .option('mount', mountOption)
    .option('set', setOption)
    .option('repeat', repeatOption)
    .option('out', { type: 'string', requiresArg: true, default: 'results', describe: 'Folder of results' })
    .option('grace', graceOption)
    .option('quiet', { type: 'boolean', default: false, describe: 'Show no progress' })
    .option('json', jsonOption)
    .example('$0 run quick', 'First figures of the file system of the current directory')
    .example('$0 run random-read-4k --mount a=/mnt/a --mount b=/mnt/b --repeat 5', 'Two mounts side by side');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const runCommand: CommandModule<object, Arguments> = {
  command: 'run <workloads..>',
  describe: 'Run workloads and save what was measured',
  builder,
  handler: async (options) => {
    process.exitCode = await run(options);
  },
};

// Everything heavy is loaded here, so that `ioproof --help` stays quick.
async function run(options: Arguments & { workloads: string[] }): Promise<ExitCode> {
  const [{ planFrom }, { Session }, { audienceFor }, { handleInterruption }, { hostFacts }, { newRunId }, look] =
    await Promise.all([
      import('../planning.js'),
      import('../../run/session.js'),
      import('../audience.js'),
      import('../interruption.js'),
      import('../../system/host.js'),
      import('../../result/run-id.js'),
      import('../terminal.js'),
    ]);
  const { packageVersion } = await import('../package.js');
  const { plan, mounts, graceMs } = await planFrom(options);
  const audience = audienceFor({ quiet: options.quiet });
  const session = new Session(plan, {
    runId: newRunId(new Date()),
    version: packageVersion(),
    command: process.argv.slice(2),
    outDirectory: options.out,
    graceMs,
    host: hostFacts(),
    mounts: mounts.map(({ capacity: { name, path }, fileSystem }) => ({ name, path, fileSystem })),
    onProgress: (progress) => {
      audience.tell(progress);
    },
  });
  const letGo = handleInterruption(session);
  try {
    const { record, directory } = await session.run();
    audience.close();
    if (options.json) process.stdout.write(`${JSON.stringify(record, null, 2)}\n`);
    else await printTable(record, `${directory}/run.json`, look.lookOf(process.stdout));
    return exitCodeOf(record);
  } finally {
    audience.close();
    letGo();
  }
}

async function printTable(
  record: RunRecord,
  runJson: string,
  look: { width: number; colour: boolean; unicode: boolean },
): Promise<void> {
  const { finalTable } = await import('../../report/text.js');
  process.stdout.write(`${finalTable(record, { ...look, runJson })}\n`);
}

function exitCodeOf({ run }: RunRecord): ExitCode {
  if (run.status === 'interrupted') return exitCodes.interrupted;
  return run.status === 'complete' ? exitCodes.done : exitCodes.failed;
}
