// The cases of the HTML report: how large and how quickly usable the page of 10 mounts with 50 steps each is.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { NotMeasurable } from './case.mjs';
import { parseJson } from './command.mjs';
import { runCli } from './ioproof-side.mjs';
import { writeLargeRun } from './large-run.mjs';

/**
 * @typedef {import('./case.mjs').Case} Case
 * @typedef {import('./ioproof-side.mjs').Place} Place
 * @typedef {import('../src/result/schema.js').RunRecord} RunRecord
 */

const [mounts, steps, intervals] = [10, 50, 60];
const browserPath = process.env['IOPROOF_CHROMIUM'] ?? '/usr/bin/chromium';

/**
 * Writes the large run and gives its folder.
 * @param {Place} place
 */
async function layOutRun(place) {
  const model = await runOnce(place);
  const record = /** @type {RunRecord} */ (parseJson(readFileSync(join(model, 'run.json'), 'utf8')));
  const folder = join(place.directory, 'large');
  writeLargeRun(record, { mounts, steps, intervals }, folder);
  return folder;
}

/** @param {Place} place */
const pageFile = (place) => join(place.directory, 'report.html');

/**
 * @param {string} run
 * @param {Place} place
 */
function writePage(run, place) {
  return runCli(['report', run, '--format', 'html', '-o', pageFile(place)], place);
}

/**
 * A step of each of three block workloads; gives the folder of the run.
 * @param {Place} place
 */
async function runOnce(place) {
  const block = {
    kind: 'block',
    files: 1,
    size: '64MiB',
    runtime: `${Math.round(Math.min(1, place.seconds) * 1000)}ms`,
  };
  const workloads = [
    { ...block, name: 'random-read', access: 'random', blockSize: '4KiB', queueDepth: 32 },
    { ...block, name: 'sequential-read', access: 'sequential', blockSize: '1MiB', queueDepth: 8 },
    { ...block, name: 'random-write', access: 'random', blockSize: '4KiB', readPercent: 0, queueDepth: 32 },
  ];
  const suite = join(place.directory, 'html-suite.yaml');
  writeFileSync(suite, JSON.stringify({ name: 'html-suite', workloads }));
  const out = join(place.directory, 'html-results');
  await runCli(['run', suite, '--mount', `bench=${place.directory}`, '--out', out, '--quiet'], place);
  const run = readdirSync(out, { withFileTypes: true }).find((entry) => entry.isDirectory());
  if (run === undefined) throw new Error(`no run in ${out}`);
  return join(out, run.name);
}

/** @type {Case} */
const size = {
  name: 'html-size',
  question: `size of the HTML report of ${mounts} mounts with ${steps} steps of ${intervals} intervals each, the record in it`,
  unit: 'bytes',
  target: { of: 'value', atMost: 5e6 },
  prepare: async (place) => {
    await writePage(await layOutRun(place), place);
    return { ours: () => Promise.resolve(readFileSync(pageFile(place)).length), theirs: null };
  },
};

/** @type {Case} */
const written = {
  name: 'html-write',
  question: 'wall time of ioproof report of that run as HTML',
  unit: 'ms',
  target: { of: 'value', atMost: 10_000 },
  prepare: async (place) => {
    const run = await layOutRun(place);
    return { ours: async () => (await writePage(run, place)).milliseconds, theirs: null };
  },
};

/** @type {Case} */
const interactive = {
  name: 'html-interactive',
  question: 'time from opening that page in Chromium to the end of the last task over 50 ms',
  unit: 'ms',
  target: { of: 'value', atMost: 2000 },
  prepare: async (place) => {
    if (!existsSync(browserPath)) throw new NotMeasurable(`no Chromium at ${browserPath}`);
    await writePage(await layOutRun(place), place);
    return { ours: () => timeToInteractive(pageFile(place)), theirs: null };
  },
};

/** Nothing has come for so long: the page is at rest. Unit: milliseconds. */
const quietMs = 1500;

/** @param {string} file */
async function timeToInteractive(file) {
  const { chromium } = await import('playwright-core');
  const args = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'];
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [...args, '--disable-component-update', '--disable-sync'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    await page.goto(pathToFileURL(file).href);
    await page.locator('html[data-ready]').waitFor({ state: 'attached' });
    const source = `new Promise((resolve) => {
      let last = performance.getEntriesByName('ioproof-ready')[0].startTime;
      const observer = new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) last = Math.max(last, startTime + duration);
      });
      observer.observe({ type: 'longtask', buffered: true });
      const look = () => (performance.now() - last > ${quietMs} ? resolve(last) : setTimeout(look, 100));
      setTimeout(look, ${quietMs});
    })`;
    return await page.evaluate(/** @type {() => number} */ (/** @type {unknown} */ (source)));
  } finally {
    await browser.close();
  }
}

export const htmlCases = [size, written, interactive];
