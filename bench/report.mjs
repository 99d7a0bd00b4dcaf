// Results of the benchmark as a table for the terminal, as Markdown for docs/performance.md, and as JSON.
import { availableParallelism, cpus, release } from 'node:os';
import { meets } from './case.mjs';
import { fioVersion } from './fio-side.mjs';
import { ratios, spread } from './pairs.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./case.mjs').Unit} Unit
 * @typedef {import('./pairs.mjs').Pair} Pair
 * @typedef {{ case: Case, pairs: Pair[], status: 'measured' | 'skipped' | 'failed', reason: string }} Result
 */

/** @type {Record<Unit, { divisor: number, name: string, digits: number }>} */
const display = {
  'operations/s': { divisor: 1e6, name: 'M op/s', digits: 3 },
  'bytes/s': { divisor: 1e9, name: 'GB/s', digits: 2 },
  ms: { divisor: 1, name: 'ms', digits: 0 },
  us: { divisor: 1, name: 'us', digits: 1 },
  bytes: { divisor: 1e6, name: 'MB', digits: 1 },
  ratio: { divisor: 1, name: '×', digits: 4 },
};

/**
 * @param {number} value
 * @param {Unit} unit
 */
const show = (value, unit) => {
  const { divisor, name, digits } = display[unit];
  return `${(value / divisor).toFixed(digits)} ${name}`;
};

/** @param {Case} of */
function showTarget({ target, unit, against = 'fio' }) {
  const [sign, bound] = 'atLeast' in target ? ['≥', target.atLeast] : ['≤', target.atMost];
  return target.of === 'ratio' ? `${sign} ${bound} × ${against}` : `${sign} ${show(bound, unit)}`;
}

/**
 * Figures of a measured case; null for the others.
 * @param {Result} result
 */
function figuresOf({ case: { target }, pairs, status }) {
  if (status !== 'measured') return null;
  const ours = spread(pairs.map((pair) => pair.ours));
  const theirs = pairs.flatMap((pair) => (pair.theirs === null ? [] : [pair.theirs]));
  const ratio = ratios(pairs);
  const judged = target.of === 'ratio' ? (ratio?.median ?? NaN) : ours.median;
  return { ours, theirs: theirs.length === 0 ? null : spread(theirs), ratio, pass: meets(target, judged) };
}

const head = ['case', 'ioproof', 'compared with', 'ratio (min–max)', 'target', 'verdict'];

/** @param {Result} result */
function row(result) {
  const { name, unit, against = 'fio' } = result.case;
  const figures = figuresOf(result);
  if (figures === null)
    return [name, result.status, '', '', showTarget(result.case), result.reason.replaceAll('\n', ' ')];
  const { ours, theirs, ratio, pass } = figures;
  const compared = ratio === null ? '' : `${ratio.median.toFixed(3)} (${ratio.min.toFixed(3)}–${ratio.max.toFixed(3)})`;
  const verdict = pass ? 'pass' : 'FAIL';
  return [
    name,
    show(ours.median, unit),
    theirs === null ? '' : `${against}: ${show(theirs.median, unit)}`,
    compared,
    showTarget(result.case),
    verdict,
  ];
}

/** @param {Result[]} results */
export function toTable(results) {
  const rows = [head, ...results.map(row)];
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? '').length)));
  // The last column holds reasons: its width must not pad the others.
  return rows
    .map((cells) =>
      cells
        .map((cell, column) => cell.padEnd(column === 5 ? 0 : (widths[column] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Facts that a figure depends on. */
export function machine() {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    processors: availableParallelism(),
    kernel: release(),
    node: process.version,
    fio: fioVersion(),
  };
}

/**
 * @param {Result[]} results
 * @param {{ pairs: number, seconds: number }} options
 */
export function toMarkdown(results, { pairs, seconds }) {
  const { cpu, processors, kernel, node, fio } = machine();
  const lines = [head, head.map(() => '---'), ...results.map(row)].map((cells) => `| ${cells.join(' | ')} |`);
  const questions = results.map(({ case: { name, question } }) => `- \`${name}\`: ${question}`);
  const where = `${processors} × ${cpu}, Linux ${kernel}, Node ${node}, ${fio ?? 'no fio'}`;
  const how = `medians of ${pairs} pairs of ${seconds} s, the order turned round each time`;
  return [`${where}; ${how}.`, lines.join('\n'), questions.join('\n')].join('\n\n');
}

/**
 * Values in the unit of each case: operations a second, bytes a second, milliseconds or bytes.
 * @param {Result[]} results
 * @param {{ pairs: number, seconds: number }} options
 */
export function toJson(results, options) {
  const cases = results.map((result) => {
    const { name, question, unit, target, against = 'fio' } = result.case;
    const { status, reason, pairs } = result;
    return { name, question, unit, target, against, status, reason, ...figuresOf(result), pairs };
  });
  return JSON.stringify({ machine: machine(), options, cases }, null, 2);
}
