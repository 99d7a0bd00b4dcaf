// The built-in suite io500-like, small: all phases on the same files, and a score that is none of IO500.
import { expect, test } from 'vitest';
import { Workplace } from '../../helpers/cli.js';

test('has a score of all twelve phases', () => {
  const place = new Workplace();
  const small = ['--scale', '0.002', '--set', 'size={percentOfFree: 10, atMost: 16MiB}'];
  const { exitCode, stdout } = place.run('run', 'io500-like', ...small, '--mount', `a=${place.mount('a')}`, '--quiet');
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/^ {2}a: bandwidth [\d.]+ GiB\/s, metadata [\d.]+ kIOPS, total [\d.]+$/m);
  expect(stdout).toContain('io500-like, not an IO500 score');
  const { steps } = place.record();
  const step = (name: string) => steps.find(({ workload }) => workload === name);
  // 2000 empty files and 800 others, each found once; the directories of the four workers, and the one that they share.
  expect(step('find-easy')?.operations.list).toMatchObject({ count: 4, entries: 2000 });
  expect(step('find-hard')?.operations.list).toMatchObject({ count: 1, entries: 800 });
  expect(step('ior-hard-read')?.operations.read?.bytes).toBe(step('ior-hard-write')?.operations.write?.bytes);
  expect(step('mdtest-hard-read')?.operations.read?.bytes).toBe(800 * 3901);
});
