// Test runner: one file at a time, since tests that do I/O compete for the same device and cores.
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { SecondTries } from './test/helpers/second-tries.js';
import { SkipReasons } from './test/helpers/skip-reasons.js';

const {
  IOPROOF_TEST_REPORTS: reports = '',
  IOPROOF_TEST_SUITE: suite = 'vitest',
  IOPROOF_TEST_ON_DEMAND: onDemand = '',
} = process.env;

/** They change nothing outside their own file, so that one process can take them all. */
const pure = [
  ...['accept', 'analyze', 'charts', 'compare', 'dlio', 'figure', 'fio', 'mdtest', 'plan', 'report'],
  ...['spec', 'statistics'],
].map((folder) => `test/${folder}/**/*.test.ts`);

export default defineConfig({
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: pure, isolate: false } },
      {
        extends: true,
        test: {
          name: 'machine',
          // Where a whole check of the repository is at stake, a test that the machine has disturbed is tried again, and told.
          retry: reports === '' ? 0 : 1,
          include: ['test/**/*.test.ts'],
          exclude: [...pure, ...(onDemand === '' ? ['test/on-demand/**'] : [])],
        },
      },
    ],
    globalSetup: ['test/helpers/build-dist.ts'],
    pool: 'forks',
    fileParallelism: false,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    reporters: [
      'default',
      new SkipReasons(),
      new SecondTries(),
      ...(reports === '' ? [] : [['json', { outputFile: join(reports, `${suite}.json`) }] as ['json', object]]),
    ],
  },
});
