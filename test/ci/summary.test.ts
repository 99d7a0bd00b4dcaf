// scripts/ci-summary.mjs on reports of vitest and GoogleTest: sums, skips, second tries, failures with file and first lines.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';

const script = fileURLToPath(new URL('../../scripts/ci-summary.mjs', import.meta.url));
const repository = fileURLToPath(new URL('../../', import.meta.url));

interface Tested {
  fullName: string;
  status: string;
  failureMessages?: string[];
  meta?: object;
}

function vitestFile(name: string, assertionResults: Tested[], message = '') {
  const all = assertionResults.map((result) => ({ failureMessages: [], meta: {}, ...result }));
  const failed = message !== '' || all.some(({ status }) => status === 'failed');
  return { name: join(repository, name), status: failed ? 'failed' : 'passed', message, assertionResults: all };
}

function linesOf(reports: Record<string, string>, args: (directory: string) => string[]) {
  const directory = temporaryDirectory();
  for (const [name, text] of Object.entries(reports)) writeFileSync(join(directory, name), text);
  const { status, stdout } = spawnSync(process.execPath, [script, ...args(directory)], { encoding: 'utf8' });
  return { status, lines: stdout.trimEnd().split('\n') };
}

const summaryOf = (reports: Record<string, string>, ...stages: string[]) =>
  linesOf(reports, (directory) => [directory, ...stages]);

const error = [
  'AssertionError: expected 1 to be 2',
  'and more',
  `    at ${repository}test/a.test.ts:5:3`,
  `    at file://${repository}node_modules/runner/index.js:302:11`,
  '    at new Promise (<anonymous>)',
].join('\n');

const testcase = (name: string, attributes: string, body = '') =>
  `<testcase name="${name}" file="${repository}native/test/x_test.cpp" line="9" ${attributes} classname="Suite">${body}</testcase>\n`;

test('what failed stands at the end, with its file and the first lines of why', () => {
  const vitest = {
    testResults: [
      vitestFile('test/a.test.ts', [
        { fullName: 'group adds', status: 'failed', failureMessages: [error] },
        { fullName: 'group waits', status: 'passed', failureMessages: [error, error] },
        { fullName: 'group wants root', status: 'skipped', meta: { skipReason: 'no root here' } },
        { fullName: 'group holds', status: 'passed' },
      ]),
      vitestFile('test/b.test.ts', [{ fullName: 'never ran', status: 'skipped' }], 'Error: the hook fails'),
    ],
  };
  const native =
    '<testsuites><testsuite name="Suite">' +
    `<testcase name="Passes" status="run" result="completed" classname="Suite" />` +
    testcase(
      'Skips',
      'status="run" result="skipped"',
      '<skipped message="/x/y.cpp:7&#x0A;needs &quot;root&quot;"></skipped>',
    ) +
    testcase('Fails', 'status="run"', '<failure message="x_test.cpp:9&#x0A;1 &lt; 2" type=""><![CDATA[]]></failure>') +
    '</testsuite></testsuites>';
  expect(summaryOf({ 'vitest.json': JSON.stringify(vitest), 'native.xml': native }, 'npm test')).toEqual({
    status: 1,
    lines: [
      'native: 1 passed, 1 failed, 1 skipped',
      'vitest: 2 passed, 2 failed, 2 skipped',
      'SKIPPED Suite.Skips: needs "root"',
      'SKIPPED group wants root: no root here',
      'SKIPPED never ran',
      'SECOND TRY test/a.test.ts: group waits: AssertionError: expected 1 to be 2',
      'FAILED native/test/x_test.cpp: Suite.Fails',
      '    x_test.cpp:9',
      '    1 < 2',
      'FAILED test/a.test.ts: group adds',
      '    AssertionError: expected 1 to be 2',
      '    and more',
      '        at test/a.test.ts:5:3',
      'FAILED test/b.test.ts: (the whole file)',
      '    Error: the hook fails',
      'stage failed: npm test',
      '1 passed at the second try only',
      '3 passed, 3 failed, 3 skipped',
    ],
  });
});

test('at the end of a stage only what failed is told', () => {
  const failed = { fullName: 'adds', status: 'failed', failureMessages: [error] };
  const files = [vitestFile('test/a.test.ts', [failed, { fullName: 'waits', status: 'passed' }])];
  const { status, lines } = linesOf({ 'vitest.json': JSON.stringify({ testResults: files }) }, (directory) => [
    '--failed',
    directory,
  ]);
  expect(status).toBe(0);
  expect(lines.slice(0, 2)).toEqual(['FAILED test/a.test.ts: adds', '    AssertionError: expected 1 to be 2']);
  expect(lines).toHaveLength(4);
});

test('of a long reason the first lines are told', () => {
  const lines = Array.from({ length: 30 }, (_, at) => `line ${at}`);
  const failed = { fullName: 'is long', status: 'failed', failureMessages: [lines.join('\n')] };
  const report = JSON.stringify({ testResults: [vitestFile('test/a.test.ts', [failed])] });
  const told = summaryOf({ 'vitest.json': report }).lines.filter((line) => line.startsWith('    '));
  expect(told).toEqual(lines.slice(0, 8).map((line) => `    ${line}`));
});

test('what passed is a success; a stage without a failed test is a failure; nothing is one too', () => {
  const passed = vitestFile('test/a.test.ts', [{ fullName: 'holds', status: 'passed' }]);
  const report = { 'vitest.json': JSON.stringify({ testResults: [passed] }) };
  const end = ['0 passed at the second try only', '1 passed, 0 failed, 0 skipped'];
  expect(summaryOf(report)).toEqual({ status: 0, lines: ['vitest: 1 passed, 0 failed, 0 skipped', ...end] });
  const staged = summaryOf(report, 'lint');
  expect(staged.status).toBe(1);
  expect(staged.lines.slice(1)).toEqual(['stage failed: lint', end[0], '1 passed, 1 failed, 0 skipped']);
  expect(summaryOf({}).status).toBe(1);
});
