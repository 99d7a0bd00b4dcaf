#!/usr/bin/env node
// The command line: routes to commands, turns failures into text and exit codes. The only caller of process.exit.
import yargs, { type CommandModule } from 'yargs';
import { hideBin } from 'yargs/helpers';
import { exitCodes } from '../errors.js';
import { acceptCommand } from './commands/accept.js';
import { cleanCommand } from './commands/clean.js';
import { compareCommand } from './commands/compare.js';
import { crosscheckCommand } from './commands/crosscheck.js';
import { doctorCommand } from './commands/doctor.js';
import { fioCommand } from './commands/fio.js';
import { fitCommand } from './commands/fit.js';
import { historyCommand } from './commands/history.js';
import { importCommand } from './commands/import.js';
import { listCommand } from './commands/list.js';
import { mdtestCommand } from './commands/mdtest.js';
import { planCommand } from './commands/plan.js';
import { reportCommand } from './commands/report.js';
import { runCommand } from './commands/run.js';
import { sbatchCommand } from './commands/sbatch.js';
import { schemaCommand } from './commands/schema.js';
import { showCommand } from './commands/show.js';
import { verifyCommand } from './commands/verify.js';
import { watchCommand } from './commands/watch.js';
import { reportFailure } from './failure.js';
import { watchOutput } from './output.js';
import { packageVersion } from './package.js';
import { hasSize } from './terminal.js';

const outputDone = watchOutput();

const modules = [
  runCommand,
  acceptCommand,
  watchCommand,
  planCommand,
  fitCommand,
  reportCommand,
  compareCommand,
  historyCommand,
  verifyCommand,
  doctorCommand,
  sbatchCommand,
  crosscheckCommand,
  fioCommand,
  mdtestCommand,
  importCommand,
  listCommand,
  showCommand,
  cleanCommand,
  schemaCommand,
] as CommandModule[];

const words = hideBin(process.argv);

/** Where the options are told that the words after `ioproof` could have meant. */
function help(): string {
  const names = modules.map((module) => String(module.command).split(' ')[0]);
  return `ioproof ${names.includes(words[0]) ? `${words[0] ?? ''} ` : ''}--help`;
}

const command = yargs(words)
  .scriptName('ioproof')
  .usage('$0 <command>\n\nMeasures storage for GPU clusters and proves what was measured.')
  .command(modules)
  .demandCommand(1, 'Name a command.')
  .example('$0 run quick', 'Measure the file system of the current directory in under a minute')
  .epilogue(
    'Exit codes: 0 done, 1 an acceptance was breached, 2 usage or workload problem, 3 failed or partial, ' +
      '4 refused to protect data, 130 interrupted.',
  )
  .strict()
  .version(packageVersion())
  .help()
  .wrap(Math.min(hasSize(process.stdout) ? process.stdout.columns : 100, 100))
  .fail((message: string | undefined, error: Error | undefined) => {
    // yargs throws its own errors for options without a value: they are usage, too.
    if (error !== undefined && error.name !== 'YError') throw error;
    process.stderr.write(`ioproof: ${message ?? 'wrong usage'}\nSee \`${help()}\`.\n`);
    process.exit(exitCodes.usage);
  });

for (const work of [() => command.parseAsync(), outputDone]) {
  try {
    await work();
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}
// A child that had to be abandoned must not keep the command alive.
process.exit();
