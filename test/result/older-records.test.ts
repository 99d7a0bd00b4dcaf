// Records that earlier versions have written can still be read and reported.
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { finalTable } from '../../src/report/text.js';
import { readRun } from '../../src/result/read-run.js';

const fixture = fileURLToPath(new URL('../fixtures/records/without-chains.json', import.meta.url));

test('a record without chains of workers and without stonewalls', () => {
  const record = readRun(fixture);
  expect(record.steps[0]?.workers[0]).not.toHaveProperty('chains');
  expect(record.steps[0]).not.toHaveProperty('stonewall');
  expect(finalTable(record, { width: 100, colour: false, runJson: fixture })).toContain('small-files');
});
