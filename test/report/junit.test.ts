// JUnit XML of a report: suites, cases and counts, valid by the schema, whatever names there are.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { junitReport } from '../../src/report/junit.js';
import { attributeText, contentText, element, textElement } from '../../src/report/xml.js';
import { judgedRecord as judged } from '../fixtures/acceptance.js';
import { documentOf, fullRecord, hostileNames, readRunOf } from '../fixtures/documents.js';
import { runRecord, stepRecord } from '../fixtures/records.js';
import { temporaryDirectory } from '../helpers/temporary.js';

const schema = fileURLToPath(new URL('../fixtures/junit.xsd', import.meta.url));
const xmllintMissing = spawnSync('xmllint', ['--version']).error !== undefined;

/** What xmllint says of the text, empty where it is valid; skips the test where there is no xmllint. */
function problemsOf(text: string, skip: (note: string) => never, options: readonly string[] = []): string {
  if (xmllintMissing) skip('xmllint is not installed (Debian: libxml2-utils)');
  const file = join(temporaryDirectory(), 'report.xml');
  writeFileSync(file, text);
  const { status, stderr } = spawnSync('xmllint', ['--noout', ...options, file], { encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

const document = documentOf(readRunOf(fullRecord()));
const text = junitReport(document);
const lines = text.split('\n');
const starting = (tag: string) => lines.filter((line) => line.startsWith(`<${tag} `));

test('counts a breach as a failure, a failed step as an error', () => {
  expect(starting('testsuites')).toEqual([
    '<testsuites name="ioproof" tests="9" failures="2" errors="1" skipped="0" time="25.000000">',
  ]);
  expect(
    starting('testsuite').map((line) => /name="([^"]*)" tests="(\d+)" failures="(\d+)"/.exec(line)?.slice(1)),
  ).toEqual([
    ['random-read-4k on lustre', '4', '0'],
    ['random-read-4k on nfs', '4', '1'],
    ['all workloads over mounts', '1', '1'],
  ]);
});

test('has a case for each expression and each step, with its measured time', () => {
  expect(starting('testcase').slice(0, 3)).toEqual([
    '<testcase classname="ioproof.random-read-4k.lustre" name="read.p99 &lt; 2ms" time="0.000000">',
    '<testcase classname="ioproof.random-read-4k.lustre" name="random-read-4k/lustre/1" time="5.000000">',
    '<testcase classname="ioproof.random-read-4k.lustre" name="random-read-4k/lustre/2" time="5.000000">',
  ]);
  expect(starting('failure').join('\n')).toMatch(
    /message="read\.perSecond is 10\.5k, [^"]*" type="breach"[^]*type="marginal"/,
  );
  expect(starting('error')).toEqual([expect.stringContaining('type="IO_ERROR"')]);
});

test('carries where it comes from', () => {
  for (const property of [
    'run.sha256" value="abab',
    'mount.path" value="/mnt/nfs"',
    'report.verdict" value="not accepted"',
  ]) {
    expect(text).toContain(`<property name="${property}`);
  }
});

test('a marginal expression passes where that was agreed', () => {
  const judging = {
    confidence: 0.95,
    seed: 1,
    resamples: 2000,
    marginal: 'pass',
    repeats: 1,
    earlyStop: false,
  } as const;
  const record = runRecord([stepRecord()], { acceptance: [judged({ verdict: 'marginal' })], judging });
  expect(junitReport(documentOf(readRunOf(record)))).toContain('tests="2" failures="0"');
});

test('skipped steps are skipped, and a changed record is told', () => {
  const record = runRecord([stepRecord({ status: 'skipped' })]);
  const changed = junitReport(documentOf(readRunOf(record, { integrity: 'differs' })));
  expect(changed).toContain('skipped="1"');
  expect(changed).toMatch(/<system-err>RECORD_CHANGED: /);
});

describe('xmllint', () => {
  test('finds a report valid by the schema', ({ skip }) => {
    expect(problemsOf(text, skip, ['--schema', schema])).toBe('');
  });

  test('finds it valid with hostile names, and a report that lacks something invalid', ({ skip }) => {
    const steps = hostileNames.map((mount) => stepRecord({ mount, workload: mount }));
    const hostile = junitReport(documentOf(readRunOf(runRecord(steps))));
    expect(problemsOf(hostile, skip, ['--schema', schema])).toBe('');
    expect(problemsOf(text.replace(' time="25.000000"', ''), skip, ['--schema', schema])).toMatch(/time/);
  });

  test('reads any text, in attributes and in elements', ({ skip }) => {
    const texts = fc.sample(fc.string({ unit: 'binary' }), 300);
    const children = texts.map((each) => element('a', { b: each }, [textElement('c', {}, each)]));
    expect(problemsOf(element('d', {}, children), skip)).toBe('');
  });
});

describe('a parser gets back', () => {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  const decoded = (xml: string) =>
    xml.replace(/&(?:#(\d+)|(\w+));/g, (all, code?: string, name?: string) =>
      code === undefined ? (named[name ?? ''] ?? all) : String.fromCodePoint(Number(code)),
    );
  const allowed = (given: string) =>
    given.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd');

  test.each([
    { what: 'attributes', write: attributeText, raw: /[<"\t\n\r]/ },
    { what: 'elements', write: contentText, raw: /[<\r]|\]\]>/ },
  ])('the text of $what', ({ write, raw }) => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (given) => {
        const written = write(given);
        expect(written).not.toMatch(raw);
        expect(decoded(written)).toBe(allowed(given));
      }),
    );
  });
});
