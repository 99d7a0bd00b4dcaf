// The example of an acceptance suite in docs/: it loads as it is, with all of its expressions.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { builtinDirectory } from '../../src/cli/package.js';
import { loadWorkloads } from '../../src/spec/load.js';

const cwd = fileURLToPath(new URL('../../docs/examples', import.meta.url));

test('the suite of docs/examples loads, and demands something of workloads and of mounts', () => {
  const { workloads, accept } = loadWorkloads('./acceptance-suite.yaml', { set: [], cwd, builtinDirectory });
  const demands = Object.fromEntries(workloads.map(({ name, accept: texts }) => [name, texts]));
  expect(demands).toEqual({
    'random-read': ['read.errors == 0', 'read.perSecond >= 500k', 'read.p99 < 2ms'],
    'sequential-read': ['read.errors == 0'],
    training: ['auPercent >= 90'],
    checkpoint: ['save.slowestSeconds <= 30'],
  });
  expect(accept.map(({ text }) => text)).toEqual([expect.stringMatching(/^mounts\.weka\..* >= 2\.5 \* mounts\.nfs\./)]);
});
