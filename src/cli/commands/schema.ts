// `ioproof schema DOCUMENT`: the JSON Schema of run.json, or of what another command prints as JSON.
import type { CommandModule } from 'yargs';

const schemas = {
  run: async () => (await import('../../result/schema.js')).runJsonSchema(),
  report: async () => (await import('../../report/report-json-schema.js')).reportJsonSchema(),
  compare: async () => (await import('../../report/comparison-json-schema.js')).compareJsonSchema(),
  acceptance: async () => (await import('../../result/acceptance-document.js')).acceptanceJsonSchema(),
  history: async () => (await import('../../history/document-schema.js')).historyJsonSchema(),
  verify: async () => (await import('../../provenance/document.js')).verifyJsonSchema(),
  doctor: async () => (await import('../../result/doctor-schema.js')).doctorJsonSchema(),
};

type Document = keyof typeof schemas;

export const schemaCommand: CommandModule = {
  command: 'schema <document>',
  describe: 'Print the JSON Schema of a document',
  builder: (yargs) =>
    yargs
      .positional('document', {
        choices: Object.keys(schemas) as Document[],
        describe:
          'run: the record run.json, which `run --json` and all that measures print. report: what `report --format json` ' +
          'prints. acceptance: what `accept --results --json` prints. compare, history, verify, doctor: what these print ' +
          'with --json',
      })
      .example('$0 schema run > run.schema.json', 'For validators and editors'),
  handler: async ({ document }) => {
    const schema = await schemas[document as Document]();
    process.stdout.write(`${JSON.stringify(schema, null, 2)}\n`);
  },
};
