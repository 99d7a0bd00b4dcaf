// docs/history.md: its jq commands run as they stand there, on real runs; the fields of its queries for DuckDB exist.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { entrySchema } from '../../src/history/entry-schema.js';
import { runJsonSchema } from '../../src/result/schema.js';
import { main, nullWorkload } from '../helpers/cli.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';

const page = readFileSync(new URL('../../docs/history.md', import.meta.url), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, text = '']) => text.trim());
const commands = blocks('sh').filter((text) => text.startsWith('jq '));
const queries = blocks('sql');
const missing = spawnSync('jq', ['--version']).error === undefined ? '' : 'jq is not installed';

describe.skipIf(missing !== '')(`jq commands ${missing}`, () => {
  const directory = sharedTemporaryDirectory();
  beforeAll(() => {
    writeFileSync(join(directory, 'brief.yaml'), nullWorkload('brief', 'runtime: 100ms'));
    for (let run = 0; run < 2; run += 1) {
      const { status, stderr } = spawnSync(process.execPath, [main, 'run', 'brief.yaml', '--quiet'], {
        cwd: directory,
      });
      if (status !== 0) throw new Error(stderr.toString());
    }
  }, 60_000);

  test('there are some', () => {
    expect(commands.length).toBeGreaterThanOrEqual(5);
  });

  test.each(commands)('%s', (command) => {
    const cwd = join(directory, 'results');
    const { status, stdout, stderr } = spawnSync('sh', ['-c', command], { cwd, encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const lines = stdout.split('\n').filter((line) => line !== '');
    // Both runs are complete, and they are so short that they have warnings.
    if (command.includes('!= "complete"')) expect(lines).toEqual([]);
    else expect(lines.length).toBeGreaterThanOrEqual(1);
    expect(lines.filter((line) => /null|\t\t/.test(line))).toEqual([]);
  });
});

interface Schema {
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  additionalProperties?: Schema | boolean;
}

/** Whether the schema has a field at this path; lists are looked into. */
function has(schema: Schema, [name, ...rest]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (schema.items !== undefined) return has(schema.items, [name, ...rest]);
  const inner =
    schema.properties?.[name] ?? (typeof schema.additionalProperties === 'object' ? schema.additionalProperties : null);
  if (inner !== null) return has(inner, rest);
  return (schema.anyOf ?? []).some((one) => has(one, [name, ...rest]));
}

describe('queries for DuckDB', () => {
  const index = z.toJSONSchema(entrySchema) as Schema;
  const run = runJsonSchema() as Schema;

  test.each([
    [index, 'startedAt'],
    [index, 'workloads.name'],
    [index, 'workloads.mount'],
    [index, 'workloads.figures.name'],
    [index, 'workloads.figures.median'],
    [run, 'run.id'],
    [run, 'steps.id'],
    [run, 'steps.status'],
    [run, 'steps.elapsedSeconds'],
    [run, 'steps.operations.read.perSecond'],
  ])('name fields that exist: %#', (schema, path) => {
    expect(has(schema, path.split('.'))).toBe(true);
    expect(queries.some((query) => query.includes(path.split('.').at(-1) ?? ''))).toBe(true);
  });

  test('a field that does not exist is noticed', () => {
    expect(has(run, ['steps', 'operations', 'read', 'iops'])).toBe(false);
  });
});
