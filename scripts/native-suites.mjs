// Runs the tests of a GoogleTest binary in groups of suites, a process each, and merges their reports into one. A group
// whose process does not end well is run again test by test, so that a crash, a leak or a hang has the name of its test.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @typedef {{ suite: string, tests: string[] }} Suite */
/** @typedef {{ command: string[], cwd: string, env: NodeJS.ProcessEnv, report: string | null, parallel: number }} Options */
/** @typedef {{ ok: boolean, why: string, output: string, xml: string }} Ended */

/** Starting a process takes as long as many a test, under a sanitizer much longer; of a crash, few are to be run again. */
const testsOfGroup = 40;
const groupSeconds = 900;
const testSeconds = 300;
const mostLines = 60;

/**
 * What `--gtest_list_tests` prints.
 * @param {string} text
 * @returns {Suite[]}
 */
export function parseList(text) {
  /** @type {Suite[]} */
  const suites = [];
  for (const line of text.split('\n')) {
    const [name = ''] = line.split('#');
    if (/^\S+\.\s*$/.test(name)) suites.push({ suite: name.trim(), tests: [] });
    else if (/^ {2}\S/.test(name)) suites.at(-1)?.tests.push(name.trim());
  }
  return suites.filter(({ tests }) => tests.length > 0);
}

/** @param {Suite[]} suites */
function groupsOf(suites) {
  /** @type {Suite[][]} */
  const groups = [];
  let tests = Infinity;
  for (const suite of suites) {
    if (tests >= testsOfGroup) {
      groups.push([]);
      tests = 0;
    }
    groups.at(-1)?.push(suite);
    tests += suite.tests.length;
  }
  return groups;
}

/** @param {string} text */
const escape = (text) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\n', '&#x0A;')
    // Colours of a terminal have no place in XML.
    .replace(/[^\t\x20-\uFFFD]/g, '');

/** @param {string} output */
const lastLines = (output) => output.trimEnd().split('\n').slice(-mostLines).join('\n');

/**
 * One process of the binary.
 * @param {Options} options
 * @param {string} filter
 * @param {string} xml
 * @param {number} seconds
 * @returns {Promise<Ended>}
 */
function runFilter({ command, cwd, env }, filter, xml, seconds) {
  const [program = '', ...args] = command;
  rmSync(xml, { force: true });
  const child = spawn(program, [...args, `--gtest_filter=${filter}`, `--gtest_output=xml:${xml}`, '--gtest_brief=1'], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (/** @type {Buffer} */ chunk) => (output += chunk.toString()));
  let late = false;
  const deadline = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  return new Promise((resolve) => {
    const end = (/** @type {string} */ why) => {
      clearTimeout(deadline);
      resolve({ ok: why === '', why, output, xml: existsSync(xml) ? readFileSync(xml, 'utf8') : '' });
    };
    child.on('error', ({ message }) => {
      end(message);
    });
    child.on('close', (status, signal) => {
      if (late) end(`not over after ${String(seconds)} s`);
      else if (signal !== null) end(`ended by ${signal}`);
      else end(status === 0 ? '' : `exit status ${String(status)}`);
    });
  });
}

/** @param {string} xml */
const suitesIn = (xml) => /<testsuites[^>]*>([^]*)<\/testsuites>/.exec(xml)?.[1] ?? '';

/**
 * A test whose process did not end well, or of which there is no report.
 * @param {string} suite
 * @param {string} test
 * @param {Ended} ended
 */
function failedSuite(suite, test, { why, output }) {
  const message = escape(`${why}\n${lastLines(output)}`);
  const name = escape(suite.replace(/\.$/, ''));
  return (
    `<testsuite name="${name}"><testcase name="${escape(test)}" status="run" result="completed" ` +
    `classname="${name}"><failure message="${message}" type=""></failure></testcase></testsuite>\n`
  );
}

/**
 * The tests of a group, one by one. What only fails together with others is a failure of the first of them.
 * @param {Options} options
 * @param {Suite[]} group
 * @param {Ended} together
 * @param {string} file
 */
async function runSingly(options, group, together, file) {
  const reports = [];
  let found = false;
  for (const { suite, tests } of group)
    for (const test of tests) {
      const ended = await runFilter(options, suite + test, file, testSeconds);
      const isTold = ended.xml.includes('<failure');
      found ||= !ended.ok;
      if (!ended.ok) console.log(ended.output);
      reports.push(ended.ok || isTold ? suitesIn(ended.xml) : failedSuite(suite, test, ended));
    }
  const [first] = group;
  if (!found && first !== undefined) {
    console.log(together.output);
    reports.push(failedSuite(first.suite, '(together with the suites that follow)', together));
  }
  return reports.join('');
}

/**
 * @param {Options} options
 * @param {Suite[]} group
 * @param {string} file
 * @returns {Promise<{ ok: boolean, suites: string }>}
 */
async function runGroup(options, group, file) {
  const filter = group.map(({ suite }) => `${suite}*`).join(':');
  const ended = await runFilter(options, filter, file, groupSeconds);
  if (ended.ok && ended.xml !== '') return { ok: true, suites: suitesIn(ended.xml) };
  if (ended.xml.includes('<failure')) {
    console.log(ended.output);
    return { ok: false, suites: suitesIn(ended.xml) };
  }
  console.log(`${ended.why || 'no report'}; one by one: ${filter}`);
  return { ok: false, suites: await runSingly(options, group, ended, file) };
}

/**
 * Runs all tests of `command`, as many processes at a time as `parallel`, and leaves a JUnit report. True when all of
 * them have passed or skipped.
 * @param {Options} options
 */
export async function runSuites(options) {
  const [program = '', ...args] = options.command;
  const env = { ...process.env, ...options.env };
  const listed = spawnSync(program, [...args, '--gtest_list_tests'], { cwd: options.cwd, env, encoding: 'utf8' });
  const groups = groupsOf(parseList(listed.stdout));
  if (listed.status !== 0 || groups.length === 0) {
    console.error(`${program} lists no tests: ${listed.stderr || (listed.error?.message ?? '')}`);
    return false;
  }
  const directory = mkdtempSync(join(tmpdir(), 'ioproof-gtest-'));
  const started = performance.now();
  /** @type {{ ok: boolean, suites: string }[]} */
  const results = [];
  const waiting = groups.entries();
  const worker = async () => {
    for (const [index, group] of waiting)
      results[index] = await runGroup(options, group, join(directory, `${String(index)}.xml`));
  };
  await Promise.all(Array.from({ length: options.parallel }, worker));
  rmSync(directory, { recursive: true, force: true });
  const merged = `<testsuites>\n${results.map(({ suites }) => suites).join('')}</testsuites>\n`;
  if (options.report !== null) writeFileSync(options.report, merged);
  const count = (/** @type {RegExp} */ what) => [...merged.matchAll(what)].length;
  console.log(
    `${String(count(/<testcase /g))} tests in ${String(groups.length)} processes, ` +
      `${((performance.now() - started) / 1000).toFixed(1)} s: ` +
      `${String(count(/<testcase (?:(?!<testcase )[^])*?<failure /g))} failed, ${String(count(/<skipped/g))} skipped`,
  );
  return results.every(({ ok }) => ok);
}
