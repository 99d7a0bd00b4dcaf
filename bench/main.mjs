// npm run bench [-- NAME…]: measures ioproof, against fio where fio can do the same. Passing a target or not is
// information: the exit status is 0 unless a case could not be measured for another reason than a missing tool.
import { existsSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { loadavg, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { NotMeasurable } from './case.mjs';
import { checkpointCases } from './checkpoint-cases.mjs';
import { cliCases } from './cli-cases.mjs';
import { compareCases } from './compare-cases.mjs';
import { countersCases } from './counters-cases.mjs';
import { filesCases } from './files-cases.mjs';
import { gpuCases } from './gpu-cases.mjs';
import { htmlCases } from './html-cases.mjs';
import { ioCases } from './io-cases.mjs';
import { addon, cli } from './ioproof-side.mjs';
import { loadCases } from './load-cases.mjs';
import { memoryCases } from './memory-cases.mjs';
import { measurePairs } from './pairs.mjs';
import { toJson, toMarkdown, toTable } from './report.mjs';
import { trainingCases } from './training-cases.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./report.mjs').Result} Result
 * @typedef {{ pairs: number, seconds: number }} Extent
 */

const dataCases = [...ioCases, ...memoryCases, ...loadCases, ...filesCases, ...gpuCases, ...countersCases];
const cases = [...dataCases, ...trainingCases, ...checkpointCases, ...cliCases, ...compareCases, ...htmlCases];
const memoryParent = '/dev/shm';
const tmpfsMagic = 0x01021994;

const usage = `npm run bench [-- [options] [NAME…]]

  --pairs N      Measurements of each side, the first side taking turns (default 7)
  --seconds N    Time of one measurement (default 5)
  --dir PATH     Existing folder on the disk to measure; a folder made in it is removed at the end
                 (default: the temporary folder of the system). 1 GiB is needed; direct-seqwrite
                 writes for the whole time of its measurements. The tmpfs cases take 512 MiB of memory.
  --json         Write JSON to standard output
  --markdown     Write Markdown, as in docs/performance.md, to standard output

${cases.map(({ name, question }) => `  ${name.padEnd(15)}  ${question}`).join('\n')}
`;

/**
 * @param {string} sentence
 * @returns {never}
 */
function refuse(sentence) {
  console.error(`bench: ${sentence}`);
  process.exit(2);
}

function readOptions() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        pairs: { type: 'string', default: '7' },
        seconds: { type: 'string', default: '5' },
        dir: { type: 'string', default: tmpdir() },
        json: { type: 'boolean', default: false },
        markdown: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string[]} names */
function chosen(names) {
  const unknown = names.filter((name) => !cases.some((one) => one.name === name));
  if (unknown.length > 0) {
    refuse(`no case is named ${unknown.join(', ')}; there are ${cases.map(({ name }) => name).join(', ')}.`);
  }
  return names.length === 0 ? cases : cases.filter(({ name }) => names.includes(name));
}

/**
 * Whatever stops one case, the others go on; an interruption stops all.
 * @param {Case} one
 * @param {Extent} extent
 * @param {string} directory
 * @param {AbortSignal} signal
 * @returns {Promise<Result>}
 */
async function measureCase(one, { pairs, seconds }, directory, signal) {
  /** @type {string | null} */
  let own = null;
  try {
    own = placeOf(one, directory);
    const { ours, theirs } = await one.prepare({ directory: own, seconds, signal });
    const measured = await measurePairs(pairs, ours, theirs, (done) => {
      console.error(`${one.name}: ${done} of ${pairs}`);
    });
    return { case: one, pairs: measured, status: 'measured', reason: '' };
  } catch (error) {
    if (signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    return { case: one, pairs: [], status: error instanceof NotMeasurable ? 'skipped' : 'failed', reason };
  } finally {
    if (own !== null) rmSync(own, { recursive: true, force: true });
  }
}

/**
 * A new folder for the data of a case.
 * @param {Case} one
 * @param {string} directory
 */
function placeOf(one, directory) {
  if (one.tmpfs !== true) return mkdtempSync(join(directory, `${one.name}-`));
  if (!existsSync(memoryParent) || statfsSync(memoryParent).type !== tmpfsMagic) {
    throw new NotMeasurable(`${memoryParent} is no tmpfs`);
  }
  return mkdtempSync(join(memoryParent, 'ioproof-bench-'));
}

/** @param {string} parent */
function makeDirectory(parent) {
  try {
    return mkdtempSync(join(resolve(parent), 'ioproof-bench-'));
  } catch (error) {
    return refuse(`--dir ${parent}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * @param {Case[]} some
 * @param {Extent} extent
 * @param {string} parent
 */
async function measureAll(some, extent, parent) {
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM']) {
    process.once(name, () => {
      interruption.abort();
    });
  }
  const directory = makeDirectory(parent);
  try {
    /** @type {Result[]} */
    const results = [];
    for (const one of some) results.push(await measureCase(one, extent, directory, interruption.signal));
    return results;
  } catch (error) {
    if (interruption.signal.aborted) return null;
    throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const { values, positionals } = readOptions();
const extent = { pairs: Number(values.pairs), seconds: Number(values.seconds) };
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (!Number.isInteger(extent.pairs) || extent.pairs < 1) refuse(`--pairs ${values.pairs}: give a whole number from 1.`);
if (!(extent.seconds >= 0.1 && extent.seconds <= 3600)) refuse(`--seconds ${values.seconds}: give 0.1 to 3600.`);
if (values.json && values.markdown) refuse('give one of --json and --markdown.');
const some = chosen(positionals);
for (const built of [cli, addon]) if (!existsSync(built)) refuse(`${built} is not built: run "npm ci".`);

const [load = 0] = loadavg();
if (load > 0.5) console.error(`bench: load average ${load.toFixed(1)}: other work on this machine blurs the figures.`);
const results = await measureAll(some, extent, values.dir);
if (results === null) {
  process.exitCode = 130;
} else {
  const write = values.json ? toJson : values.markdown ? toMarkdown : toTable;
  console.log(write(results, extent));
  process.exitCode = results.some(({ status }) => status === 'failed') ? 1 : 0;
}
