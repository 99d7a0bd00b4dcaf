// Several processes at once: claims agree on one marker, also while another process cleans.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { compileMountModule, inProcesses } from './processes.js';

const directory = sharedTemporaryDirectory();
const module = compileMountModule(join(directory, 'js'));
const rounds = 150;

/** Every process goes through the same mounts, and waits at each until the clock says so. */
function script(body: string, name: string): string {
  const paths = Array.from({ length: rounds }, (_, round) => join(directory, `${name}-${round}`));
  for (const path of paths) mkdirSync(path);
  return `
    import { claim } from '${module}/data-directory.js';
    import { clean } from '${module}/clean.js';
    const startAt = ${Date.now() + 700};
    const results = [];
    for (const [round, path] of ${JSON.stringify(paths)}.entries()) {
      while (Date.now() < startAt + round * 5);
      ${body}
    }
    console.log(JSON.stringify(results));`;
}

test('all processes that claim a mount at once get the same id', async () => {
  const ids = await inProcesses<string[]>(4, script('results.push(claim(path).id);', 'claim'));
  expect(ids[0]).toHaveLength(rounds);
  expect(new Set(ids[0])).toHaveProperty('size', rounds);
  for (const other of ids.slice(1)) expect(other).toEqual(ids[0]);
});

test('claims and cleans at once never refuse, and leave nothing after a last clean', async () => {
  const body = 'claim(path); results.push(clean(path)); clean(path);';
  const removals = await inProcesses<unknown[]>(4, script(body, 'clean'));
  expect(removals.flat()).toEqual(Array(4 * rounds).fill({ files: 0, bytes: 0, kept: [] }));
});
