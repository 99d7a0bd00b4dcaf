// `ioproof schema run|doctor`: the JSON Schema of run.json, or of what doctor prints.
import type { CommandModule } from 'yargs';

export const schemaCommand: CommandModule = {
  command: 'schema <document>',
  describe: 'Print the JSON Schema of a document',
  builder: (yargs) =>
    yargs
      .positional('document', {
        choices: ['run', 'doctor'] as const,
        describe: 'run: the record run.json. doctor: what `doctor --json` prints',
      })
      .example('$0 schema run > run.schema.json', 'For validators and editors'),
  handler: async ({ document }) => {
    const [{ runJsonSchema }, { doctorJsonSchema }] = await Promise.all([
      import('../../result/schema.js'),
      import('../../result/doctor-schema.js'),
    ]);
    const schema = document === 'doctor' ? doctorJsonSchema() : runJsonSchema();
    process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  },
};
