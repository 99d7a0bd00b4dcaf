// Writes the reference of workload files from the declarations of the keys.
import { type Definition, definitions, sweepHelp } from './definitions.js';
import type { Field } from './field.js';
import { scenarioFields } from './scenario-fields.js';
import { scenarioKind } from './scenario.js';
import { unitsReference } from './units-reference.js';

/** Markdown for docs/workload-reference.md: every key of every kind with type, range, default and help. */
export function workloadReference(): string {
  const sections = [
    head,
    unitsReference,
    ...Object.values(definitions).map(kindSection),
    scenarioSection(),
    sweepSection,
    suiteSection,
  ];
  return `${sections.join('\n\n')}\n`;
}

const head = `# Workload files

<!-- Written from the declarations in src/spec; change these, not this file. -->

A workload file is YAML and holds one workload, or a suite of several. \`kind\` decides which keys there are; any other key
is a problem. \`ioproof show NAME\` prints a workload with all defaults in place, and \`--set key=value\` overrides a key.`;

function kindSection(definition: Pick<Definition, 'fields' | 'aliases'> & { kind: string }): string {
  const keys = Object.entries(definition.fields).map(([key, field]) => keyItem(key, field));
  const aliases = Object.entries(definition.aliases).map(
    ([word, key]) => `- **\`${word}\`**: another word for \`${key}\`.`,
  );
  return [`## Keys of kind \`${definition.kind}\``, [...keys, ...aliases].join('\n')].join('\n\n');
}

function scenarioSection(): string {
  return kindSection({ kind: scenarioKind, fields: scenarioFields, aliases: {} });
}

function keyItem(key: string, field: Field<unknown>): string {
  const facts = [field.type, field.range, defaultText(field)].filter((fact) => fact !== '').join('; ');
  const parts = Object.entries(field.parts).map(([part, inner]) => indent(keyItem(`${key}.${part}`, inner)));
  return [`- **\`${key}\`** (${facts}): ${field.help}`, ...parts].join('\n');
}

function defaultText(field: Field<unknown>): string {
  if (field.default.kind === 'required') return 'required';
  if (field.default.kind === 'computed') return `default: ${field.default.computed.text}`;
  return `default \`${inYaml(field.write(field.default.value))}\``;
}

function inYaml(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inYaml).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return value === '' ? "''" : String(value);
  return `{ ${Object.entries(value)
    .map(([key, part]) => `${key}: ${inYaml(part)}`)
    .join(', ')} }`;
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '  ');
}

const sweepSection = `## \`sweep\`

${sweepHelp}

Any key with a single value can be swept, of any kind. A swept key is not given beside the sweep, and
\`--set\` of a swept key takes it out of the sweep. Defaults that follow from a swept key are computed for each variant.

\`\`\`yaml
sweep: { queueDepth: [1, 8, 64], blockSize: [4KiB, 64KiB] }
\`\`\``;

const suiteSection = `## Suites

A suite has the keys \`name\` (required), \`description\`, \`defaults\`, \`accept\` and \`workloads\`, a list of workloads with
different names. Each expression in \`accept\` names the workload of each of its figures (docs/acceptance.md). What
\`defaults\` gives holds for each workload whose kind has the key and that does not give or sweep it itself. A \`--set\`
applies to each workload whose kind has the key, and wins over both.

\`\`\`yaml
name: two-sizes
description: Small and large random reads of the same data.
defaults: { size: 1GiB, workers: 4 }
workloads:
  - { name: small, kind: block, blockSize: 4KiB }
  - { name: large, kind: block, blockSize: 1MiB, workers: 1 }
accept: [small.read.p99 < 2ms, large.read.bytesPerSecond >= 4 * small.read.bytesPerSecond]
\`\`\``;
