// scripts/native-suites.mjs on a program that stands for a GoogleTest binary: groups, the merged report, a crash, a hang.
import { spawnSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../helpers/temporary.js';

const module = fileURLToPath(new URL('../../scripts/native-suites.mjs', import.meta.url));

/** Suites A (40 tests), B/C (5 tests) and D (1 test). FAULT is "test: what it does" of one of them. */
const binary = `#!${process.execPath}
const { appendFileSync, writeFileSync } = require('node:fs');
const option = (name) => process.argv.find((word) => word.startsWith(name + '='))?.slice(name.length + 1);
const suites = { A: 40, 'B/C': 5, D: 1 };
const tests = Object.entries(suites).flatMap(([suite, count]) =>
  Array.from({ length: count }, (_, at) => [suite, 'Test' + at]));
if (process.argv.includes('--gtest_list_tests')) {
  for (const suite of Object.keys(suites)) {
    console.log(suite + '.' + (suite === 'D' ? '  # TypeParam = int' : ''));
    for (const [of, name] of tests) if (of === suite) console.log('  ' + name + '  # GetParam() = 1');
  }
  process.exit(0);
}
appendFileSync(process.env.CALLS, option('--gtest_filter') + '\\n');
const parts = option('--gtest_filter').split(':');
const chosen = tests.filter(([suite, name]) => parts.includes(suite + '.*') || parts.includes(suite + '.' + name));
const [faulty, fault] = (process.env.FAULT ?? '').split(' ');
const has = chosen.some((names) => names.join('.') === faulty);
if (has && fault === 'crash') { console.log('about to crash'); process.kill(process.pid, 'SIGSEGV'); setInterval(() => 0, 1000); }
else {
  const failed = has && fault === 'fail';
  const lines = chosen.map(([suite, name]) =>
    '<testcase name="' + name + '" status="run" result="completed" classname="' + suite + '"' +
    (failed && suite + '.' + name === faulty ? '><failure message="is wrong" type=""></failure></testcase>' : ' />'));
  writeFileSync(option('--gtest_output').slice('xml:'.length),
    '<?xml version="1.0"?><testsuites tests="1"><testsuite name="x">' + lines.join('\\n') + '</testsuite></testsuites>');
  const leaks = fault === 'leak' && (has || (faulty === 'together' && chosen.length === 6));
  if (leaks) console.log('what has leaked');
  process.exit(failed || leaks ? 1 : 0);
}
`;

function runBinary(fault = '') {
  const directory = temporaryDirectory();
  const [program, calls, report] = ['tests', 'calls', 'report.xml'].map((name) => join(directory, name)) as [
    string,
    string,
    string,
  ];
  writeFileSync(program, binary);
  chmodSync(program, 0o755);
  const options = { command: [program], cwd: directory, env: { CALLS: calls, FAULT: fault }, report, parallel: 2 };
  const call = `import(${JSON.stringify(module)}).then(async ({ runSuites }) => {
    process.exitCode = (await runSuites(${JSON.stringify(options)})) ? 0 : 1; })`;
  const { status, stdout } = spawnSync(process.execPath, ['-e', call], { encoding: 'utf8' });
  const xml = readFileSync(report, 'utf8');
  return {
    status,
    stdout,
    calls: readFileSync(calls, 'utf8').trim().split('\n').sort(),
    tests: [...xml.matchAll(/<testcase /g)].length,
    failures: [...xml.matchAll(/<testcase name="([^"]*)"[^>]*classname="([^"]*)"><failure message="([^"]*)/g)].map(
      ([, name, suite, message]) => `${suite}.${name}: ${message}`,
    ),
  };
}

describe('the tests of a binary', () => {
  test('run in few processes, and each is in the report', () => {
    const { status, stdout, calls, tests, failures } = runBinary();
    expect({ status, calls, tests, failures }).toEqual({
      status: 0,
      calls: ['A.*', 'B/C.*:D.*'],
      tests: 46,
      failures: [],
    });
    expect(stdout).toMatch(/^46 tests in 2 processes, [\d.]+ s: 0 failed, 0 skipped$/m);
  });

  test('that fail are told by their own process', () => {
    const { status, stdout, calls, tests, failures } = runBinary('B/C.Test3 fail');
    expect({ status, tests, failures }).toEqual({ status: 1, tests: 46, failures: ['B/C.Test3: is wrong'] });
    expect(calls).toHaveLength(2);
    expect(stdout).toContain(': 1 failed, 0 skipped');
  });

  test.each([
    ['crash', 'ended by SIGSEGV&#x0A;about to crash'],
    ['leak', 'exit status 1&#x0A;what has leaked'],
  ])('one of which ends with a %s are run one by one, and that one is named', (fault, message) => {
    const { status, tests, calls, failures } = runBinary(`B/C.Test3 ${fault}`);
    expect({ status, tests, failures }).toEqual({ status: 1, tests: 46, failures: [`B/C.Test3: ${message}`] });
    expect(calls).toHaveLength(2 + 6);
  });

  test('that fail only together fail', () => {
    const { status, tests, failures } = runBinary('together leak');
    expect({ status, tests }).toEqual({ status: 1, tests: 47 });
    expect(failures).toEqual(['B/C.(together with the suites that follow): exit status 1&#x0A;what has leaked']);
  });
});
