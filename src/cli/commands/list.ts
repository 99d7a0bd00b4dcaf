// `ioproof list`: the built-in workloads.
import type { CommandModule } from 'yargs';

export const listCommand: CommandModule = {
  command: 'list',
  describe: 'List the built-in workloads',
  builder: (yargs) => yargs.example('$0 list', 'Names for ioproof run and ioproof show'),
  handler: async () => {
    const [{ readBuiltins }, { builtinDirectory }] = await Promise.all([
      import('../../spec/load.js'),
      import('../package.js'),
    ]);
    const entries = readBuiltins(builtinDirectory);
    const width = Math.max(...entries.map(({ name }) => name.length));
    for (const { name, kind, description } of entries) {
      process.stdout.write(`${name.padEnd(width)}  ${kind.padEnd(5)}  ${description}\n`);
    }
  },
};
