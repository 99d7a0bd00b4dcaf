// Chains that make, rename and remove names, from the workload file to the record, and the mount as they leave it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { RecordedKind } from '../../src/native/contract.js';
import type { RunRecord } from '../../src/result/schema.js';
import { Workplace } from '../helpers/cli.js';

function workload(operations: readonly string[], ...lines: string[]): string {
  const head = ['name: names', 'kind: files', 'files: 60', 'fileSize: 4KiB', 'filesPerDirectory: 25', 'direct: false'];
  return [...head, 'workers: 2', `operations: [${operations.join(', ')}]`, ...lines, ''].join('\n');
}

function run(operations: readonly string[], ...lines: string[]): { record: RunRecord; left: string[] } {
  const place = new Workplace({ 'names.yaml': workload(operations, ...lines) });
  const path = place.mount('a');
  const result = place.run('run', './names.yaml', '--mount', `a=${path}`, '--out', 'out', '--quiet');
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return { record: place.record('out'), left: readdirSync(join(path, 'ioproof-data')) };
}

/** Counts by kind; an interval of a step has no kind that did not run. */
function counts(record: RunRecord): Partial<Record<RecordedKind, number>> {
  const kinds = Object.entries(record.steps[0]?.operations ?? {});
  return Object.fromEntries(kinds.map(([kind, { count, errors }]) => [kind, errors === 0 ? count : NaN]));
}

describe.each([
  ['sync', 1],
  ['auto', 8],
] as const)('engine %s', (engine, queueDepth) => {
  const depth = [`engine: ${engine}`, `queueDepth: ${queueDepth}`];

  test.each([
    ['create', 'write', 'close', 'rename', 'stat', 'unlink'],
    ['mkdir', 'rmdir'],
    ['mkdir', 'stat', 'rename', 'setattr', 'rmdir'],
    ['rename', 'readdir'],
    ['link', 'symlink', 'stat', 'unlink', 'unlink', 'unlink', 'create', 'close'],
  ])('[%s, %s …] does each operation on each file in each epoch, and leaves nothing', (...operations) => {
    const { record, left } = run(operations, 'epochs: 3', ...depth);
    const times = (kind: string) => operations.filter((operation) => operation === kind).length * 180;
    expect(counts(record)).toEqual({
      ...Object.fromEntries(operations.map((kind) => [kind, times(kind)])),
      chain: 180,
    });
    expect(left).toEqual(['.ioproof.json']);
  });

  test('one epoch may leave what it makes; it goes with the data set', () => {
    const { record, left } = run(['link', 'symlink', 'rename'], ...depth);
    expect(counts(record)).toEqual({ link: 60, symlink: 60, rename: 60, chain: 60 });
    expect(left).toEqual(['.ioproof.json']);
  });

  test('a listing shares the files of workloads that read them', () => {
    const { record, left } = run(['readdir', 'setattr'], ...depth);
    expect(counts(record)).toEqual({ readdir: 60, setattr: 60, chain: 60 });
    expect(left).toEqual(['.ioproof.json', expect.stringMatching(/^files-60x4KiB-[0-9a-f]{12}$/) as string]);
  });
});

test('clean removes what a chain of a step that died has left', () => {
  const place = new Workplace({ 'names.yaml': workload(['readdir']) });
  const path = place.mount('a');
  expect(place.run('run', './names.yaml', '--mount', `a=${path}`, '--out', 'out', '--quiet').exitCode).toBe(0);
  const [name = ''] = readdirSync(join(path, 'ioproof-data')).filter((entry) => entry.startsWith('files-'));
  const directory = join(path, 'ioproof-data', name, 'd000000');
  mkdirSync(join(directory, 'f000000000.dir'));
  writeFileSync(join(directory, 'f000000001.renamed'), 'x');
  expect(place.run('clean', '--mount', `a=${path}`).exitCode).toBe(0);
  expect(readdirSync(path)).toEqual([]);
});
