// The table of a plan marks bytes that nobody knows before the files are written.
import { expect, test } from 'vitest';
import { makePlan } from '../../src/plan/plan.js';
import { planTable } from '../../src/report/plan.js';
import { files, KiB, mount } from '../plan/samples.js';

const textOf = (fileSize: Parameters<typeof files>[0]) =>
  planTable(makePlan([files(fileSize)], [mount('A')], { repeat: 1 }));

test('bytes of drawn sizes are marked, and the mark is explained', () => {
  const text = textOf({ files: 100, fileSize: { uniform: { from: 4 * KiB, to: 12 * KiB } } });
  expect(text).toMatch(/A \(\/mnt\/A\): 1 data set, ~\d+(\.\d+)? KiB,/);
  expect(text).toContain('~: sizes of files are drawn; their expected sum, and four standard deviations to spare');
});

test('bytes of one size are exact', () => {
  expect(textOf({ files: 100, fileSize: 8 * KiB })).not.toContain('~');
});
