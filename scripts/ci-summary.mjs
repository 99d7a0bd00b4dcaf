// ci-summary.mjs DIRECTORY [FAILED STAGE…]: reads the reports of vitest (JSON) and GoogleTest (XML) in a directory and says,
// in this order: sums of each suite, what was skipped and why, what passed at a second try only, what failed with its file
// and the first lines of why, and at last "N passed, N failed, N skipped". Status 1 when anything failed or nothing ran.
// Stages that failed without a failed test (a compiler, the linter) count as one failure each.
// ci-summary.mjs --failed DIRECTORY: what failed only, for the end of a stage.
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse, relative } from 'node:path';
import { root } from './process.mjs';

/** @typedef {'passed' | 'failed' | 'skipped'} Outcome */
/** @typedef {{ name: string, file: string, outcome: Outcome, reason: string, retried: boolean }} Result */
/** @typedef {{ fullName: string, status: string, failureMessages?: string[] | null, meta: { skipReason?: string } }} Assertion */
/** @typedef {{ name: string, status: string, message: string, assertionResults: Assertion[] }} VitestFile */
/** @typedef {{ testResults: VitestFile[] }} VitestReport */

const mostLinesOfReason = 8;

/** @type {Record<string, Outcome>} */
const vitestOutcomes = { passed: 'passed', failed: 'failed', skipped: 'skipped', pending: 'skipped', todo: 'skipped' };

/**
 * An error with the places in the repository that it came from, without those in the packages below it.
 * @param {string} text
 */
function withOwnFrames(text) {
  const isForeign = (/** @type {string} */ line) =>
    /^\s+at /.test(line) && (!line.includes(root) || /\bnode_modules\b/.test(line));
  return text
    .split('\n')
    .filter((line) => !isForeign(line))
    .join('\n')
    .replaceAll(root, '');
}

/**
 * @param {string} text
 * @returns {Result[]}
 */
function readVitest(text) {
  const report = /** @type {VitestReport} */ (JSON.parse(text));
  return report.testResults.flatMap((tested) => {
    const file = relative(root, tested.name);
    /** @type {Result[]} */
    const results = tested.assertionResults.map(({ fullName, status, failureMessages, meta }) => {
      const outcome = vitestOutcomes[status] ?? 'failed';
      const [error = ''] = failureMessages ?? [];
      const reason = outcome === 'skipped' ? (meta.skipReason ?? '') : withOwnFrames(error);
      return { name: fullName, file, outcome, reason, retried: outcome === 'passed' && error !== '' };
    });
    // A file that does not load, or whose hook fails, can fail without any failed test.
    const hidden = tested.status === 'failed' && !results.some(({ outcome }) => outcome === 'failed');
    const whole = { name: '(the whole file)', file, reason: withOwnFrames(tested.message), retried: false };
    return hidden ? [...results, { ...whole, outcome: /** @type {const} */ ('failed') }] : results;
  });
}

/** @param {string} text */
const unescape = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replace(/&#x([0-9A-Fa-f]+);/g, (_, digits) => String.fromCodePoint(parseInt(String(digits), 16)))
    .replaceAll('&amp;', '&');

/**
 * @param {string} text Attributes of an XML element.
 * @param {string} name
 */
const attribute = (text, name) => unescape(new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '');

/**
 * @param {string} text
 * @returns {Result[]}
 */
function readGoogleTest(text) {
  return [...text.matchAll(/<testcase ([^>]*?)(?:\/>|>([^]*?)<\/testcase>)/g)].map(([, attributes = '', body = '']) => {
    const message = (/** @type {string} */ element) =>
      attribute(new RegExp(`<${element} ([^>]*)>`).exec(body)?.[1] ?? '', 'message');
    const failed = body.includes('<failure');
    const isSkipped = body.includes('<skipped') || attribute(attributes, 'status') === 'notrun';
    return {
      name: `${attribute(attributes, 'classname')}.${attribute(attributes, 'name')}`,
      file: relative(root, attribute(attributes, 'file')),
      outcome: failed ? 'failed' : isSkipped ? 'skipped' : 'passed',
      // The reason of a skip comes after the line that gives it.
      reason: failed
        ? withOwnFrames(message('failure'))
        : message('skipped')
            .replace(/^.*:\d+\n/, '')
            .trim()
            .replaceAll('\n', ' '),
      retried: false,
    };
  });
}

/**
 * @param {Result[]} results
 * @param {Outcome} outcome
 */
const of = (results, outcome) => results.filter((result) => result.outcome === outcome);

/** @param {Result[]} results */
const sums = (results) =>
  `${of(results, 'passed').length} passed, ${of(results, 'failed').length} failed, ${of(results, 'skipped').length} skipped`;

/** @param {Result} result */
const named = ({ name, file }) => (file === '' ? name : `${file}: ${name}`);

/** @param {Result} result */
function printFailed(result) {
  const lines = result.reason.split('\n').filter((line) => line.trim() !== '');
  console.log(`FAILED ${named(result)}`);
  for (const line of lines.slice(0, mostLinesOfReason)) console.log(`    ${line}`);
}

/** @param {string} directory */
const reportsIn = (directory) =>
  readdirSync(directory)
    .sort()
    .map((file) => {
      const text = readFileSync(join(directory, file), 'utf8');
      return { suite: parse(file).name, results: file.endsWith('.json') ? readVitest(text) : readGoogleTest(text) };
    });

/**
 * @param {string} directory
 * @param {string[]} failedStages
 */
function summarize(directory, failedStages) {
  const reports = reportsIn(directory);
  for (const { suite, results } of reports) console.log(`${suite}: ${sums(results)}`);
  const all = reports.flatMap(({ results }) => results);
  for (const { name, reason } of of(all, 'skipped')) console.log(`SKIPPED ${name}${reason && `: ${reason}`}`);
  const retried = all.filter((result) => result.retried);
  for (const result of retried) console.log(`SECOND TRY ${named(result)}: ${result.reason.split('\n')[0] ?? ''}`);
  of(all, 'failed').forEach(printFailed);
  for (const stage of failedStages) console.log(`stage failed: ${stage}`);
  if (of(all, 'failed').length === 0) {
    const ofStage = { file: '', outcome: /** @type {const} */ ('failed'), reason: '', retried: false };
    all.push(...failedStages.map((name) => ({ name, ...ofStage })));
  }
  console.log(`${retried.length} passed at the second try only`);
  console.log(sums(all));
  process.exitCode = of(all, 'failed').length > 0 || of(all, 'passed').length === 0 ? 1 : 0;
}

const [first = '.', ...others] = process.argv.slice(2);
if (first === '--failed') {
  for (const { results } of reportsIn(others[0] ?? '.')) of(results, 'failed').forEach(printFailed);
} else {
  summarize(first, others);
}
