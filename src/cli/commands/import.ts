// `ioproof import`: a workload file from what somebody has already: files of fio or DLIO, a tree of files, options of mdtest.
import type { Argv, CommandModule } from 'yargs';
import { importDlioCommand } from './import-dlio.js';
import { importFioCommand } from './import-fio.js';
import { importMdtestCommand } from './import-mdtest.js';
import { importTreeCommand } from './import-tree.js';

const formats = [importFioCommand, importTreeCommand, importMdtestCommand, importDlioCommand] as CommandModule[];

/** How they are called. */
export const importForms = formats.map(({ command }) => `import ${String(command)}`);

const builder = (yargs: Argv) =>
  yargs
    .command(formats)
    .demandCommand(1, 'Say what to import: fio, tree, mdtest or dlio.')
    .example('$0 import fio random.fio -o random.yaml', 'A workload file that says what each option became')
    .example('$0 import tree /data/imagenet -o images.yaml', 'Files of the same number, sizes and directories');

export const importCommand: CommandModule = {
  command: 'import <format>',
  describe: 'Make a workload file of a file of fio or DLIO, a tree of files, or options of mdtest',
  builder,
  handler: () => undefined,
};
