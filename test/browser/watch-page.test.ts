// The page of the live view in a real browser, on a real run: charts grow, nothing complains, only the watch is asked.
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { nullWorkload, type Running, Workplace } from '../helpers/cli.js';
import { browserForFile, missingBrowser, type Watched } from './chromium.js';

const open = browserForFile();

/** Reads in real time, which the null engine with a latency does not. */
const pacedWorkload = `
{ kind: block, name: watched, engine: sync, direct: false, size: 1MiB, rate: { operations: 500 }, runtime: 10s, interval: 500ms,
  accept: ['read.p99 < 1ns'] }
`;

async function addressOf(watch: Running): Promise<string> {
  for (;;) {
    const [, url] = /^ {2}(http:\/\/\S+)$/m.exec(watch.stdoutSoFar) ?? [];
    if (url !== undefined) return url;
    if (watch.stderrSoFar !== '') throw new Error(watch.stderrSoFar);
    await sleep(10);
  }
}

/** Symbols of the lines of a chart: one for each interval while there are few. */
async function drawnIn({ page }: Watched, chart: string): Promise<number> {
  return page.locator(`.plot[data-chart="${chart}"] svg path`).count();
}

test('charts of a run grow, steps and verdicts follow, and the end is told', async (context) => {
  context.skip(missingBrowser !== '', missingBrowser);
  const place = new Workplace({ 'watched.yaml': pacedWorkload });
  place.mount('a');
  const run = place.start('run', 'watched.yaml', '--mount', 'a=a', '--quiet');
  while (place.events().length === 0) await sleep(10);
  const watch = place.start('watch');
  const url = await addressOf(watch);
  const watched = await open(url);
  const { page } = watched;

  await page.waitForSelector('.plot[data-chart="live-rate"][data-state=drawn]');
  expect(await page.textContent('#headline')).toBe('Running');
  const early = await drawnIn(watched, 'live-rate');
  await page.waitForSelector('.plot[data-chart^="live-heatmap"] canvas');
  while ((await drawnIn(watched, 'live-rate')) <= early) await sleep(50);
  expect(await page.locator('tr.running').count()).toBe(1);

  expect((await run.ended).exitCode).toBe(1);
  await page.locator('#headline', { hasText: /^Complete, not accepted$/ }).waitFor();
  expect(await page.locator('#step-rows tr.complete').count()).toBe(1);
  expect(await page.textContent('#acceptance-rows')).toContain('read.p99 < 1ns');
  expect(await page.getAttribute('#progress', 'aria-valuenow')).toBe('100');
  expect(await page.isVisible('#trouble')).toBe(false);

  const colour = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
  const light = await colour();
  await page.click('#theme');
  expect(await colour()).not.toBe(light);

  watch.signal('SIGINT');
  await page.locator('#link', { hasText: 'The watch was ended' }).waitFor();
  expect((await watch.ended).exitCode).toBe(0);
  expect(watched.complaints).toEqual([]);
  expect(new Set(watched.requests)).toEqual(new Set([url, `${url}events`]));
});

test('a lost connection is told, and what was seen stays', async (context) => {
  context.skip(missingBrowser !== '', missingBrowser);
  const place = new Workplace({ 'short.yaml': nullWorkload('short', 'runtime: 200ms') });
  place.mount('a');
  expect(place.run('run', 'short.yaml', '--mount', 'a=a', '--quiet').exitCode).toBe(0);
  const watch = place.start('watch');
  const { page } = await open(await addressOf(watch));
  await page.locator('#headline', { hasText: /^Complete$/ }).waitFor();
  watch.signal('SIGKILL');
  await page.waitForSelector('#link.lost');
  expect(await page.textContent('#link')).toContain('is lost');
  expect(await page.textContent('#headline')).toBe('Complete');
});
