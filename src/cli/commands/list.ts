// `ioproof list`: the built-in workloads, or the figures that comparisons and expressions can name.
import type { Argv, CommandModule } from 'yargs';
import { jsonOption } from '../options/shared.js';

const builder = (yargs: Argv) =>
  yargs
    .option('figures', {
      type: 'boolean',
      default: false,
      describe: 'List the figures that --figure, --fail-if and expressions can name',
    })
    .option('json', jsonOption)
    .example('$0 list', 'Names for ioproof run and ioproof show')
    .example('$0 list --figures', 'Names such as read.p99, with unit, which way is better, and meaning');

type Arguments = Awaited<ReturnType<typeof builder>['argv']>;

export const listCommand: CommandModule<object, Arguments> = {
  command: 'list',
  describe: 'List the built-in workloads, or the figures',
  builder,
  handler: async ({ figures, json }) => {
    const lines = figures ? figureLines(json) : workloadLines(json);
    process.stdout.write(`${(await lines).join('\n')}\n`);
  },
};

async function workloadLines(json: boolean): Promise<string[]> {
  const [{ readBuiltins }, { builtinDirectory }] = await Promise.all([
    import('../../spec/load.js'),
    import('../package.js'),
  ]);
  const entries = readBuiltins(builtinDirectory).map(({ name, kind, description }) => ({ name, kind, description }));
  if (json) return [JSON.stringify(entries, null, 2)];
  const width = Math.max(...entries.map(({ name }) => name.length));
  return entries.map(({ name, kind, description }) => `${name.padEnd(width)}  ${kind.padEnd(5)}  ${description}`);
}

async function figureLines(json: boolean): Promise<string[]> {
  if (json) {
    const { figureDefinitions } = await import('../../figure/catalogue.js');
    return [JSON.stringify(figureDefinitions, null, 2)];
  }
  const [{ figureListLines }, { textLook }] = await Promise.all([
    import('../../report/figure-list.js'),
    import('../text-look.js'),
  ]);
  return figureListLines(textLook());
}
