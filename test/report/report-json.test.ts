// JSON of a report: valid by its published schema, numbers as numbers.
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/report-json.js';
import { type ReportJson, reportJsonSchema } from '../../src/report/report-json-schema.js';
import { documentOf, fullRecord, readRunOf } from '../fixtures/documents.js';

const text = jsonReport(documentOf(readRunOf(fullRecord(), { integrity: 'differs' })));
const report = JSON.parse(text) as ReportJson;
const validate = new Ajv2020({ strict: true, allErrors: true }).compile(reportJsonSchema());

test('is valid by its schema', () => {
  expect(validate(report), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...report, verdict: 'perhaps' })).toBe(false);
});

test('has the verdict, the notes, the sum, and every figure as a number with its unit', () => {
  expect(report).toMatchObject({ schemaVersion: 1, verdict: 'not accepted' });
  expect(report.notes.map(({ code }) => code)).toEqual(['RECORD_CHANGED', 'RUN_NOT_COMPLETE']);
  expect(report.runs[0]).toMatchObject({ sha256: 'ab'.repeat(32), integrity: 'differs', status: 'partial' });
  expect(report.steps[0]?.figures).toMatchObject({ 'read.perSecond': 20_000, 'read.p99': 3_000_319 });
  expect(report.figures['read.p99']).toMatchObject({ unit: 'nanoseconds', better: 'lower' });
  const used = new Set(report.steps.flatMap(({ figures }) => Object.keys(figures)));
  expect(new Set(Object.keys(report.figures))).toEqual(used);
  expect(report.comparison?.rows.some(({ side, ratio }) => side === 'nfs' && ratio !== null)).toBe(true);
});
