// `ioproof import tree`: a workload with files like those of a directory.
import type { Argv, CommandModule } from 'yargs';
import { outputOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .positional('directory', { type: 'string', demandOption: true, describe: 'The directory; nothing in it is opened' })
    .option('name', {
      type: 'string',
      requiresArg: true,
      defaultDescription: 'that of the directory',
      describe: 'Name of the workload',
    })
    .option('cross-mounts', {
      type: 'boolean',
      default: false,
      describe: 'Enter directories of other file systems below it',
    })
    .option('output', outputOption)
    .example('$0 import tree /data/imagenet -o images.yaml', 'Files of the same number, sizes and directories');

/** As they are declared; yargs adds names in camel case, which its type of a builder does not know. */
interface Arguments {
  directory: string;
  name: string | undefined;
  'cross-mounts': boolean;
  output: string | undefined;
  o: string | undefined;
}

export const importTreeCommand: CommandModule<object, Arguments> = {
  command: 'tree <directory>',
  describe: 'Make a workload file of a tree of files: their number, sizes and directories',
  builder,
  handler: async ({ directory, name, 'cross-mounts': crossMounts, output }) => {
    const [{ readTree }, { writeOutput }] = await Promise.all([
      import('../importing/tree.js'),
      import('../output-file.js'),
    ]);
    const text = await readTree({ directory, name, crossMounts });
    writeOutput(output, text);
  },
};
