// What the published documents share: the tool that wrote them, and the way from zod to JSON Schema.
import { z } from 'zod';
import { text } from './fields.js';

export const toolSchema = z.object({
  name: z.literal('ioproof').describe('Name of the tool.'),
  version: text('Version of the tool.'),
  hash: text(
    'SHA-256 over the program and the addon as they are installed, by the rule in docs/provenance.md; absent in older ' +
      'records, and where they could not be read.',
  ).optional(),
});

/** JSON Schema, draft 2020-12; every property is described with its unit. */
export function jsonSchemaOf(schema: z.ZodType, title: string): Record<string, unknown> {
  const document = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  return { title, ...(separateTypes(document) as Record<string, unknown>) };
}

/** Writes `type: [a, b]` as `anyOf`: strict validators refuse unions of types. Only bare types are joined by zod. */
function separateTypes(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(separateTypes);
  if (typeof node !== 'object' || node === null) return node;
  const copy = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, separateTypes(value)]));
  if (!Array.isArray(copy['type'])) return copy;
  const { type, ...annotations } = copy;
  return { ...annotations, anyOf: (type as string[]).map((name) => ({ type: name })) };
}
