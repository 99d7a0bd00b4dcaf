// The generated reference names every key with what its declaration says.
import { check } from 'prettier';
import { describe, expect, test } from 'vitest';
import { definitions } from '../../src/spec/definitions.js';
import { workloadReference } from '../../src/spec/reference.js';

const reference = workloadReference();

/** The section of a kind, without what follows it. */
function section(kind: string): string {
  const [, rest = ''] = reference.split(`## Keys of kind \`${kind}\``);
  return rest.split('\n## ')[0] ?? '';
}

describe.each(Object.values(definitions))('kind $kind', ({ kind, fields, aliases }) => {
  test.each(Object.entries(fields))('%s is there with type, range and help', (key, { type, range, help, parts }) => {
    const line = section(kind)
      .split('\n')
      .find((each) => each.startsWith(`- **\`${key}\`** (`));
    expect(line).toContain(type);
    expect(line).toContain(range);
    expect(line).toContain(help);
    for (const part of Object.keys(parts)) expect(section(kind)).toContain(`\n  - **\`${key}.${part}\`** (`);
  });

  test('has a line for each key, part and alias, and no other', () => {
    const parts = Object.values(fields).flatMap((field) => Object.keys(field.parts));
    const lines = section(kind).match(/^ *- /gm) ?? [];
    expect(lines).toHaveLength(Object.keys(fields).length + parts.length + Object.keys(aliases).length);
    for (const [word, key] of Object.entries(aliases)) {
      expect(section(kind)).toContain(`- **\`${word}\`**: another word for \`${key}\`.`);
    }
  });
});

test.each([
  ['queueDepth', 'default `1`', 'fio: iodepth'],
  ['batch', 'default `1`', 'at most queueDepth (fio: iodepth_batch); raise it for millions'],
  ['blockSize', 'default: 4KiB, or null where a range or a split is given', '1B … 1GiB'],
  ['runtime', 'default: 30s, or null where passes, ioSize or operationLimit is given', '1ms … 1000h'],
  ['skew', 'default `null`', 'above 0 … 100'],
  ['rate', '{operations} or {bytes} or null', 'each worker does a second'],
  ['zones', 'default `[]`', 'fio: random_distribution=zoned'],
  ['name', 'required', ''],
  ['numaNode', 'default `null`', 'whole number or null'],
  ['description', "default `''`", ''],
])('%s of blocks says %s', (key, preset, more) => {
  const line = section('block')
    .split('\n')
    .find((each) => each.startsWith(`- **\`${key}\`**`));
  expect(line).toContain(preset);
  expect(line).toContain(more);
});

test.each([
  ...['access', 'skew', 'zones', 'stride', 'readPercent', 'blockSize', 'blockSizeRange', 'blockSizeSplit'],
  ...['files', 'size', 'fileSharing', 'serviceOrder', 'offset', 'offsetIncrement', 'workers', 'queueDepth', 'batch'],
  ...['rate.operations', 'rate.bytes', 'arrival', 'thinkTime', 'thinkTimeBlocks', 'passes', 'ioSize', 'operationLimit'],
  ...['fsync', 'sync', 'fsyncEvery', 'fdatasyncEvery', 'refill'],
])('%s of blocks names the word of fio', (key) => {
  const line = section('block')
    .split('\n')
    .find((each) => each.trimStart().startsWith(`- **\`${key}\`**`));
  expect(line).toMatch(/fio: \w|fio without/);
});

test('tells of sweeps and suites', () => {
  expect(reference).toMatch(/^## `sweep`$/m);
  expect(reference).toMatch(/^## Suites$/m);
});

test('is formatted, so that the written file passes the format check', async () => {
  expect(await check(reference, { parser: 'markdown', printWidth: 120, singleQuote: true })).toBe(true);
});
