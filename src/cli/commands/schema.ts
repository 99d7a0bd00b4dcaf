// `ioproof schema run`: the JSON Schema of run.json.
import type { CommandModule } from 'yargs';

export const schemaCommand: CommandModule = {
  command: 'schema <document>',
  describe: 'Print the JSON Schema of a document',
  builder: (yargs) =>
    yargs
      .positional('document', { choices: ['run'] as const, describe: 'run: the record run.json' })
      .example('$0 schema run > run.schema.json', 'For validators and editors'),
  handler: async () => {
    const { runJsonSchema } = await import('../../result/schema.js');
    process.stdout.write(`${JSON.stringify(runJsonSchema(), null, 2)}\n`);
  },
};
