// The hash of an installation: the same for each copy of a build, another for any other, and what a shell computes.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { hashOf } from '../../src/provenance/tool-hash.js';
import { temporaryDirectory } from '../helpers/temporary.js';

function installation(content = 'one'): string {
  const root = temporaryDirectory();
  mkdirSync(join(root, 'dist', 'cli'), { recursive: true });
  mkdirSync(join(root, 'build', 'Release'), { recursive: true });
  writeFileSync(join(root, 'dist', 'cli', 'main.js'), content);
  writeFileSync(join(root, 'dist', 'cli.js'), 'two');
  writeFileSync(join(root, 'build', 'Release', 'ioproof.node'), 'addon');
  return root;
}

const hash = (root: string) => hashOf(join(root, 'dist'), [join(root, 'build', 'Release', 'ioproof.node')]);

test('two copies agree, whatever the compiler notes beside them', () => {
  const [first, second] = [installation(), installation()];
  writeFileSync(join(second, 'dist', '.tsbuildinfo'), 'notes');
  writeFileSync(join(second, 'dist', 'cli.d.ts'), 'types');
  expect(hash(first)).toMatch(/^[0-9a-f]{64}$/);
  expect(hash(second)).toBe(hash(first));
  expect(hash(installation('other'))).not.toBe(hash(first));
});

test('a shell computes the same by the rule of docs/provenance.md', () => {
  const root = installation();
  const command =
    "{ find dist -type f ! -name '.*' ! -name '*.d.ts' | LC_ALL=C sort | xargs -d '\\n' sha256sum; " +
    '(cd build/Release && sha256sum ioproof.node); } | sha256sum';
  const { stdout } = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
  expect(stdout.slice(0, 64)).toBe(hash(root));
});

test('there is none where the addon is missing', () => {
  expect(hashOf(join(installation(), 'dist'), ['/nowhere/ioproof.node'])).toBeNull();
});
