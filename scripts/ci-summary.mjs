// ci-summary.mjs DIRECTORY [FAILED STAGE…]: reads the reports of vitest (JSON) and ctest (JUnit XML) in a directory, names
// what failed, what was skipped and why, and ends with "N passed, N failed, N skipped"; status 1 when anything failed or
// nothing ran. Stages that failed without a failed test (a compiler, the linter) count as one failure each.
import { readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';

/** @typedef {{ name: string, outcome: 'passed' | 'failed' | 'skipped', reason: string }} Result */
/** @typedef {{ fullName: string, status: string, meta: { skipReason?: string } }} Assertion */
/** @typedef {{ name: string, status: string, message: string, assertionResults: Assertion[] }} VitestFile */
/** @typedef {{ testResults: VitestFile[] }} VitestReport */

/** @type {Record<string, Result['outcome']>} */
const vitestOutcomes = { passed: 'passed', failed: 'failed', skipped: 'skipped', pending: 'skipped', todo: 'skipped' };

/**
 * @param {string} text
 * @returns {Result[]}
 */
function readVitest(text) {
  const report = /** @type {VitestReport} */ (JSON.parse(text));
  return report.testResults.flatMap((file) => {
    /** @type {Result[]} */
    const results = file.assertionResults.map(({ fullName, status, meta }) => ({
      name: fullName,
      outcome: vitestOutcomes[status] ?? 'failed',
      reason: meta.skipReason ?? '',
    }));
    // A file that does not load, or whose hook fails, can fail without any failed test.
    const hidden = file.status === 'failed' && !results.some(({ outcome }) => outcome === 'failed');
    return hidden ? [...results, { name: file.name, outcome: 'failed', reason: file.message }] : results;
  });
}

/** @param {string} text */
const unescape = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#10;', '\n')
    .replaceAll('&amp;', '&');

/**
 * @param {string} text
 * @returns {Result[]}
 */
function readCtest(text) {
  return [...text.matchAll(/<testcase name="([^"]*)"[^>]*status="([^"]*)"[^>]*?(?:\/>|>([^]*?)<\/testcase>)/g)].map(
    ([, name = '', status = '', body = '']) => {
      const skipped = body.includes('<skipped') || status === 'disabled';
      // GoogleTest prints "file:line: Skipped", the reason, and then the line of the verdict.
      const reason = /: Skipped\n([^]*?)\n*\[ {2}SKIPPED/.exec(unescape(body))?.[1] ?? '';
      const outcome = skipped ? 'skipped' : status === 'run' && !body.includes('<failure') ? 'passed' : 'failed';
      return { name: unescape(name), outcome, reason: reason.trim().replaceAll('\n', ' ') };
    },
  );
}

/**
 * @param {Result[]} results
 * @param {Result['outcome']} outcome
 */
const of = (results, outcome) => results.filter((result) => result.outcome === outcome);

/** @param {Result[]} results */
const sums = (results) =>
  `${of(results, 'passed').length} passed, ${of(results, 'failed').length} failed, ${of(results, 'skipped').length} skipped`;

const [directory = '.', ...failedStages] = process.argv.slice(2);
/** @type {Result[]} */
const all = [];
for (const file of readdirSync(directory).sort()) {
  const text = readFileSync(join(directory, file), 'utf8');
  const results = file.endsWith('.json') ? readVitest(text) : readCtest(text);
  all.push(...results);
  console.log(`${parse(file).name}: ${sums(results)}`);
  for (const { name, outcome, reason } of results) {
    if (outcome !== 'passed') console.log(`  ${outcome.toUpperCase()} ${name}${reason && `: ${reason}`}`);
  }
}
for (const stage of failedStages) console.log(`stage failed: ${stage}`);
if (of(all, 'failed').length === 0) {
  all.push(...failedStages.map((name) => ({ name, outcome: /** @type {const} */ ('failed'), reason: '' })));
}
console.log(sums(all));
process.exitCode = of(all, 'failed').length > 0 || of(all, 'passed').length === 0 ? 1 : 0;
