// `ioproof import tree`: a workload file with files like those of a directory.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { Workplace } from '../../helpers/cli.js';

function placeWithTree(): Workplace {
  const place = new Workplace();
  for (const leaf of ['a/x', 'a/y', 'b/x', 'b/y']) {
    const path = place.path('Data Set', leaf);
    mkdirSync(path, { recursive: true });
    for (let index = 0; index < 25; index++)
      writeFileSync(join(path, `${index}`), Buffer.alloc(index === 0 ? 0 : 4096));
  }
  return place;
}

test('prints a workload that can be shown and planned, and says what was measured', () => {
  const place = placeWithTree();
  const { exitCode, stdout, stderr } = place.run('import', 'tree', 'Data Set');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(stdout).toMatch(/^# {3}files 100, bytes 393216 \(384 KiB\), directories 7$/m);
  expect(stdout).toMatch(/empty files: 4; the workload has files of 1B/);
  expect(parse(stdout)).toMatchObject({
    name: 'data-set',
    files: 100,
    directories: { width: 2, depth: 2 },
    operations: ['open', 'read', 'close'],
    cold: true,
  });
  expect(place.run('import', 'tree', 'Data Set', '-o', 'set.yaml', '--name', 'set')).toMatchObject({ stdout: '' });
  expect(parse(readFileSync(place.path('set.yaml'), 'utf8'))).toMatchObject({ name: 'set' });
  expect(place.run('show', './set.yaml').exitCode).toBe(0);
  expect(place.run('plan', './set.yaml', '--mount', `a=${place.mount('a')}`).exitCode).toBe(0);
});

test('refuses what is no directory, what has no files, and a name that cannot be', () => {
  const place = new Workplace({ file: 'x' });
  place.mount('empty');
  const refusal = (...words: string[]) => {
    const { exitCode, stdout, stderr } = place.run('import', 'tree', ...words);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    return stderr;
  };
  expect(refusal('file')).toContain('"file" is not a directory');
  expect(refusal('missing')).toContain('ENOENT');
  expect(refusal('empty', '-o', 'out.yaml')).toContain('"empty" has no files');
  expect(refusal('.', '--name', 'No Name')).toContain('--name "No Name"');
  expect(existsSync(place.path('out.yaml'))).toBe(false);
});

test('a tree that ioproof has made comes back: files, bytes and leaves', () => {
  const law = '{ histogram: [{ size: 1KiB, percent: 40 }, { size: 16KiB, percent: 60 }] }';
  const place = new Workplace({
    'made.yaml': [
      'name: made',
      'kind: files',
      'operations: [stat]',
      'files: 3000',
      `fileSize: ${law}`,
      'directories: { width: 5, depth: 2 }',
      'engine: sync',
      'direct: false',
      '',
    ].join('\n'),
  });
  const mount = place.mount('a');
  expect(place.run('run', './made.yaml', '--mount', `a=${mount}`, '--quiet').exitCode).toBe(0);
  const data = join(mount, 'ioproof-data');
  const [dataset = ''] = readdirSync(data).filter((name) => !name.startsWith('.'));
  const tree = place.path('tree');
  mkdirSync(tree);
  // The manifest of a data set is no file of it.
  for (const name of readdirSync(join(data, dataset)).filter((entry) => !entry.startsWith('.'))) {
    renameSync(join(data, dataset, name), join(tree, name));
  }
  const { stdout } = place.run('import', 'tree', 'tree');
  const imported = parse(stdout) as { files: number; fileSize: { histogram: { size: string; percent: number }[] } };
  expect(imported).toMatchObject({ files: 3000, directories: { width: 5, depth: 2 } });
  // The percent in which the smaller sizes end has a mean between the two.
  const sizes = imported.fileSize.histogram.map(({ size }) => size);
  expect(sizes.length).toBeLessThanOrEqual(3);
  expect([sizes[0], sizes.at(-1)]).toEqual(['1KiB', '16KiB']);
  const [, measured] = /bytes (\d+) /.exec(stdout) ?? [];
  const [, expected] = /bytes expected: (\d+)/.exec(stdout) ?? [];
  expect(Math.abs(Number(expected) / Number(measured) - 1)).toBeLessThan(0.01);
});
