// What compare, history and verify print as JSON is what `ioproof schema` says of it, field by field.
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { type AnySchemaObject, Ajv2020 } from 'ajv/dist/2020.js';
import { beforeAll, describe, expect, test } from 'vitest';
import { nullWorkload, runsIn } from '../helpers/cli.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { ioproof } from './command.js';

const base = sharedTemporaryDirectory();
let ids: string[] = [];

beforeAll(() => {
  writeFileSync(`${base}/brief.yaml`, nullWorkload('brief', 'runtime: 50ms'));
  for (const repeat of ['2', '4']) ioproof(['run', './brief.yaml', '--quiet', '--repeat', repeat], base);
  ids = runsIn(`${base}/results`);
  expect(ids).toHaveLength(2);
  // A run whose record was changed, and one that is none.
  cpSync(`${base}/results/${ids[1] ?? ''}`, `${base}/changed`, { recursive: true });
  const file = `${base}/changed/run.json`;
  writeFileSync(file, readFileSync(file, 'utf8').replace(/"p99": \d+/, '"p99": 1'));
}, 60_000);

const printed = (...args: string[]): string => ioproof([...args, '--json'], base).stdout;

interface Printed {
  schemaVersion: number;
  tool: { name: string };
}

/** The document, which fits the schema of this name. */
function fitting(name: string, text: string): Printed {
  const schema = JSON.parse(ioproof(['schema', name], base).stdout) as AnySchemaObject;
  const document = JSON.parse(text) as Printed;
  const validate = new Ajv2020({ strict: true, allErrors: true }).compile(schema);
  void validate(document);
  expect(validate.errors).toBeNull();
  expect(document).toMatchObject({ schemaVersion: 1, tool: { name: 'ioproof' } });
  return document;
}

test('compare: rows, limits that are kept and breached, and runs that were changed', () => {
  const limits = ['--fail-if', 'read.p99 +500%', '--fail-if', 'write.p99 +5%'];
  const document = fitting('compare', printed('compare', ids[0] ?? '', 'changed', ...limits));
  expect(document).toMatchObject({
    by: 'run',
    rows: expect.arrayContaining([expect.objectContaining({ figure: 'read.perSecond', isBaseline: true })]) as unknown,
    limits: expect.arrayContaining([expect.objectContaining({ breached: true, basis: 'none' })]) as unknown,
    changed: [{ run: ids[1], files: ['run.json'] }],
  });
});

test('history: runs, series, lines that say nothing and records that cannot be read', () => {
  const index = `${base}/results/index.jsonl`;
  writeFileSync(index, `no JSON\n${readFileSync(index, 'utf8')}`);
  cpSync(`${base}/brief.yaml`, `${base}/results/other/run.json`, { recursive: true });
  expect(fitting('history', printed('history'))).toMatchObject({
    runs: ids.map((id) => ({ id, present: true, indexed: true })),
    series: expect.arrayContaining([expect.objectContaining({ figure: 'read.perSecond' })]) as unknown,
    bad: [{ line: 1 }],
    unreadable: [{ folder: 'other' }],
  });
});

test('verify: a run that holds, and one that does not', () => {
  const document = fitting('verify', printed('verify', `results/${ids[0] ?? ''}`, 'changed'));
  expect(document).toMatchObject({ holds: false, runs: [{ holds: true, differences: [] }, { holds: false }] });
});

describe('schemas', () => {
  test.each(['compare', 'history', 'verify', 'acceptance', 'report'])('of %s say of every field what it is', (name) => {
    const schema = JSON.parse(ioproof(['schema', name], base).stdout) as AnySchemaObject;
    expect(undescribed(schema, '')).toEqual([]);
  });

  test('are told by the help of the command, each with what prints it', () => {
    const { stdout } = ioproof(['schema', '--help'], base);
    for (const name of ['compare', 'history', 'verify', 'acceptance', 'report', 'doctor', 'run'])
      expect(stdout).toContain(name);
  });
});

function undescribed(node: unknown, path: string): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => undescribed(one, path));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]: [string, unknown]) => {
    if (key !== 'properties') return undescribed(value, path);
    return Object.entries(value as Record<string, { description?: string }>).flatMap(([name, field]) => {
      const own = field.description === undefined ? [`${path}.${name}`] : [];
      return [...own, ...undescribed(field, `${path}.${name}`)];
    });
  });
}
