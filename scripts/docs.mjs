// Writes the pages of docs/ that say what the code declares: reference, formats, published figures; --check only compares.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import prettier from 'prettier';
import { root, run } from './process.mjs';
import { referenceFigures } from './reference-figures.mjs';

/**
 * The part of JSON Schema that the record uses.
 * @typedef {{
 *   type?: string, const?: unknown, enum?: string[], description?: string, items?: Schema, anyOf?: Schema[],
 *   properties?: Record<string, Schema>, required?: string[], additionalProperties?: boolean | Schema,
 *   propertyNames?: { enum?: string[] },
 * }} Schema
 */

/** @param {string} text */
const cell = (text) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');

/** @param {string[][]} rows */
const table = ([head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/**
 * Every row of a table is as wide as its widest cell: the schema alone has all of many choices.
 * @param {string[]} names
 */
const choicesOf = (names) =>
  names.length > 10 ? `any of ${names.length} names` : names.map((name) => JSON.stringify(name)).join(', ');

/**
 * @param {Schema} schema
 * @returns {string}
 */
function typeOf(schema) {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeOf))].join(' or ');
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return choicesOf(schema.enum);
  if (schema.type === 'array') return `array of ${typeOf(schema.items ?? {})}`;
  return schema.type ?? 'any';
}

/**
 * Rows of what lies inside a value: its properties, the entries of a map, the items of an array.
 * @param {Schema} schema
 * @param {string} path
 * @returns {string[][]}
 */
function schemaRows(schema, path) {
  const own = Object.entries(schema.properties ?? {}).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const optional = schema.required?.includes(key) === true ? '' : ' (optional)';
    return [[`\`${name}\``, typeOf(value) + optional, value.description ?? ''], ...schemaRows(value, name)];
  });
  const entries =
    typeof schema.additionalProperties === 'object' ? schemaRows(schema.additionalProperties, `${path}.*`) : [];
  const items = schema.items === undefined ? [] : schemaRows(schema.items, `${path}[]`);
  const choices = (schema.anyOf ?? []).flatMap((choice) => schemaRows(choice, path));
  return [...own, ...entries, ...items, ...choices];
}

/**
 * A page of every field of a document.
 * @param {string} title
 * @param {string} about
 * @param {Record<string, unknown>} schema
 */
function fieldPage(title, about, schema) {
  const rows = [['Field', 'Value', 'Meaning'], ...schemaRows(/** @type {Schema} */ (schema), '')];
  return [
    `# ${title}: every field`,
    '<!-- Written from the schema in src/result; change that, not this file. -->',
    `${about} \`[]\` stands for each item of an array, \`*\` for each key of a map, such as the kind of operation.`,
    table(rows),
  ].join('\n\n');
}

async function resultFormat() {
  const path = '../dist/result/schema.js';
  const { runJsonSchema } = /** @type {typeof import('../src/result/schema.js')} */ (await import(path));
  return fieldPage('run.json', 'One JSON document a run, in `results/<run-id>/run.json`.', runJsonSchema());
}

async function doctorFormat() {
  const path = '../dist/result/doctor-schema.js';
  const { doctorJsonSchema } = /** @type {typeof import('../src/result/doctor-schema.js')} */ (await import(path));
  return fieldPage('ioproof doctor', 'The JSON document that `ioproof doctor --json` prints.', doctorJsonSchema());
}

/**
 * Writes the file, or with --check compares; true when the file is, or now is, as the code says.
 * @param {string} name
 * @param {string} markdown
 */
async function publish(name, markdown) {
  const path = join(root, 'docs', name);
  const options = await prettier.resolveConfig(path);
  const text = await prettier.format(markdown, { ...options, parser: 'markdown' });
  if (existsSync(path) && readFileSync(path, 'utf8') === text) return true;
  if (process.argv.includes('--check')) {
    console.error(`docs/${name} is not what the code declares: run "npm run docs".`);
    return false;
  }
  mkdirSync(join(root, 'docs'), { recursive: true });
  writeFileSync(path, text);
  console.log(`docs/${name} written`);
  return true;
}

async function workloadReference() {
  const path = '../dist/spec/reference.js';
  const reference = /** @type {typeof import('../src/spec/reference.js')} */ (await import(path));
  return reference.workloadReference();
}

if (!run(process.execPath, [join(root, 'scripts/build.mjs')])) process.exit(1);
const current = [
  await publish('workload-reference.md', await workloadReference()),
  await publish('result-format.md', await resultFormat()),
  await publish('doctor-format.md', await doctorFormat()),
  await publish('reference-figures.md', await referenceFigures(table)),
];
process.exitCode = current.every(Boolean) ? 0 : 1;
