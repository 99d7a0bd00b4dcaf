// The declarations against each other and against the native contract.
import { describe, expect, test } from 'vitest';
import { engineNames, operationKinds } from '../../src/native/contract.js';
import { type Definition, definitions } from '../../src/spec/definitions.js';
import type { Field } from '../../src/spec/field.js';
import { engines, fileOperations } from '../../src/spec/workload.js';

test('engines and operations are those of the native side', () => {
  expect(engines).toEqual(['auto', ...engineNames]);
  expect([...fileOperations].sort()).toEqual([...operationKinds].sort());
});

function allFields({ fields }: Definition): [string, Field<unknown>][] {
  return Object.entries(fields).flatMap(([key, field]): [string, Field<unknown>][] => [
    [key, field],
    ...Object.entries(field.parts).map(([part, inner]): [string, Field<unknown>] => [`${key}.${part}`, inner]),
  ]);
}

describe.each(Object.values(definitions))('kind $kind', (definition) => {
  test.each(allFields(definition))('%s has help, and a default or example that reads back as written', (_, field) => {
    expect(field.help).toMatch(/\.$/);
    if (field.default.kind === 'computed') return;
    const value = field.default.kind === 'value' ? field.default.value : field.default.example;
    expect(field.schema.parse(field.write(value))).toEqual(value);
  });

  test('an alias stands for a key and is none itself', () => {
    for (const [word, key] of Object.entries(definition.aliases)) {
      expect(Object.keys(definition.fields)).toContain(key);
      expect(Object.keys(definition.fields)).not.toContain(word);
    }
  });
});
