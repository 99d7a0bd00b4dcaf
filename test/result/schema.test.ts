// The published JSON Schema: strict, described in full, and true of real records.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { compare, method } from '../../src/crosscheck/comparison.js';
import { runJsonSchema, runSchema, type RunRecord } from '../../src/result/schema.js';
import { toStepRecord } from '../../src/result/step-record.js';
import { completeOutcome, runRecord, stepToRecord } from './samples.js';

const validate = new Ajv2020({ strict: true, allErrors: true }).compile(runJsonSchema());

function crosscheck(): NonNullable<RunRecord['crosscheck']> {
  const sample = { perSecond: 1000, bytesPerSecond: 4_096_000, p50Ns: 900, p99Ns: 5000 };
  const samples = { ioproof: { read: sample }, fio: { read: sample } };
  const pairs = [{ pair: 1, step: 'random-read/here/1', first: 'ioproof' as const, error: null, ...samples }];
  const of = { workload: 'random-read', mount: 'here', variant: { queueDepth: 8 }, command: ['fio', '--rw=randread'] };
  return {
    fio: { path: 'fio', version: 'fio-3.33' },
    method,
    comparisons: [{ ...of, pairs, ...compare(pairs) }],
  };
}

function realRecord(): RunRecord {
  const warning = { code: 'RUN_TOO_SHORT', evidence: { elapsedSeconds: 0.5 }, advice: 'Longer.' };
  const error = { code: 'CHILD_DIED', message: 'The process ended by SIGSEGV', signal: 'SIGSEGV' };
  const failed = { status: 'failed', result: null, error, dataset: null } as const;
  const record = runRecord([
    toStepRecord(stepToRecord(), completeOutcome({ warnings: [warning] })),
    toStepRecord({ ...stepToRecord(), repeat: 2 }, completeOutcome(failed)),
  ]);
  return JSON.parse(JSON.stringify({ ...record, crosscheck: crosscheck() })) as RunRecord;
}

const figureOf = ({ crosscheck: found }: RunRecord) => found?.comparisons[0]?.directions.read?.p99Ns ?? {};

test('a record of a complete and a failed step is valid, by both schemas', () => {
  validate(realRecord());
  expect(validate.errors).toBeNull();
  expect(runSchema.parse(realRecord())).toEqual(realRecord());
});

test.each<[string, (record: RunRecord) => unknown]>([
  ['another schemaVersion', (record) => Object.assign(record, { schemaVersion: 2 })],
  ['an unknown status', (record) => Object.assign(record.run, { status: 'done' })],
  ['a date that is no instant', (record) => Object.assign(record.run, { startedAt: '20.11.2026' })],
  ['a missing field', (record) => delete (record.run as Partial<RunRecord['run']>).reasons],
  ['an unknown kind of operation', (record) => Object.assign(record.steps[0]?.operations ?? {}, { seek: {} })],
  ['a negative count', (record) => Object.assign(record.steps[0]?.operations.read ?? {}, { count: -1 })],
  ['half a byte', (record) => Object.assign(record.steps[0]?.operations.read ?? {}, { bytes: 0.5 })],
  ['a hit fraction above 1', (record) => Object.assign(record.steps[0]?.cache ?? {}, { hitFraction: 1.01 })],
  ['a ratio of 0', (record) => Object.assign(figureOf(record), { ratio: 0 })],
  ['an unknown side', (record) => Object.assign(record.crosscheck?.comparisons[0]?.pairs[0] ?? {}, { first: 'dd' })],
])('%s is invalid, by both schemas', (_what, spoil) => {
  const record = realRecord();
  spoil(record);
  expect(validate(record)).toBe(false);
  expect(runSchema.safeParse(record).success).toBe(false);
});

test('a record without a cross-check is valid, too', () => {
  const record = realRecord();
  delete record.crosscheck;
  expect(validate(record)).toBe(true);
  expect(runSchema.safeParse(record).success).toBe(true);
});

test('a field that the format does not have is invalid by the published schema', () => {
  expect(validate({ ...realRecord(), extra: 1 })).toBe(false);
});

interface Node {
  description?: string;
  type?: string | string[];
  properties?: Record<string, Node>;
  additionalProperties?: Node | false;
  items?: Node;
  anyOf?: Node[];
}

/** Every property below a node, with its path. */
function propertiesOf(node: Node, path: string): [string, Node][] {
  const own = Object.entries(node.properties ?? {}).map(([key, child]): [string, Node] => [`${path}.${key}`, child]);
  const inner = [node.items, node.additionalProperties || undefined, ...(node.anyOf ?? [])].filter((child) => !!child);
  return [
    ...own,
    ...own.flatMap(([where, child]) => propertiesOf(child, where)),
    ...inner.flatMap((child) => propertiesOf(child, path)),
  ];
}

function isNumber(node: Node): boolean {
  const types = [node.type].flat();
  return types.includes('number') || types.includes('integer') || (node.anyOf ?? []).some(isNumber);
}

describe('every property', () => {
  const properties = propertiesOf(runJsonSchema(), 'run');

  test('is reached by this test', () => {
    const paths = properties.map(([path]) => path);
    expect(paths.length).toBeGreaterThan(120);
    expect(paths).toContain('run.steps.operations.latencyNs.p9999');
    expect(paths).toContain('run.steps.operations.intendedLatencyNs.p9999');
    expect(paths).toContain('run.mounts.fileSystem.device.queueDepth');
    expect(paths).toContain('run.crosscheck.comparisons.directions.p99Ns.high');
  });

  test.each(properties)('%s is described', (_path, node) => {
    expect(node.description ?? '').toMatch(/^.{8,}/);
  });

  // Numbers whose words are their unit: versions, codes and kernel values in the kernel's own unit.
  const inWords = /cgroup\.version|ioUringDisabled|schemaVersion/;
  test.each(properties.filter(([path, node]) => isNumber(node) && !inWords.test(path)))(
    '%s names its unit',
    (_, node) => {
      expect(node.description).toMatch(/Unit: /);
    },
  );
});
