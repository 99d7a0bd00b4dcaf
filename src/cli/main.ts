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
import { importCommand, importForms } from './commands/import.js';
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
import { complete } from './completion.js';
import { reportFailure } from './failure.js';
import { watchOutput } from './output.js';
import { packageVersion } from './package.js';
import { hasSize, lookOf } from './terminal.js';
import { type KnownOptions, wrongValues, wrongWords } from './wrong-words.js';

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

const given = hideBin(process.argv);
const commands = [...modules.map((module) => String(module.command)), ...importForms];

/** `ioproof help run` is `ioproof run --help`. */
const words = given[0] === 'help' ? [...given.slice(1), '--help'] : given;

/** Where the options are told that the words after `ioproof` could have meant. */
function help(): string {
  const names = commands.map((command) => command.split(' ')[0]);
  return `ioproof ${names.includes(words[0]) ? `${words[0] ?? ''} ` : ''}--help`;
}

/** Of the screen: text in a pipe is mostly on its way to one (`ioproof --help | less`). */
function helpWidth(): number {
  const screen = [process.stdout, process.stderr].find(hasSize);
  return Math.min(screen?.columns ?? lookOf(process.stdout).width, 100);
}

function refuse(text: string): never {
  const lines = text.split('\n').map((line) => `ioproof: ${line}\n`);
  process.stderr.write(`${lines.join('')}See \`${help()}\`.\n`);
  process.exit(exitCodes.usage);
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
  .check((values) => {
    const wrong = wrongValues(values, { words, options: known() });
    if (wrong.length > 0) refuse(wrong.join('\n'));
    return true;
  })
  .completion('completion', 'Print a script that completes words in the shell: >> ~/.bashrc', complete)
  .strict()
  // Half of a help in the language of the user would be worse than none.
  .locale('en')
  .version(packageVersion())
  .help()
  .alias('h', 'help')
  .wrap(helpWidth())
  .fail((message: string | undefined, error: Error | undefined) => {
    // yargs throws its own errors for options without a value: they are usage, too.
    if (error !== undefined && error.name !== 'YError') throw error;
    refuse(wrongWords(message ?? 'wrong usage', { words, commands, options: known() }));
  });

/** Of the command at hand; the types of yargs leave it out. */
function known(): KnownOptions {
  return (command as unknown as { getOptions: () => KnownOptions }).getOptions();
}

for (const work of [() => command.parseAsync(), outputDone]) {
  try {
    await work();
  } catch (error) {
    process.exitCode = reportFailure(error);
  }
}
// A child that had to be abandoned must not keep the command alive.
process.exit();
