// The report page in a real browser: it draws, is quiet, dark, printable, usable by keyboard, and gives its record back.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { RunRecord } from '../../src/result/schema.js';
import { judgedRecord } from '../fixtures/acceptance.js';
import { sharedTemporaryDirectory } from '../helpers/temporary.js';
import { browserForFile, missingBrowser } from './chromium.js';
import { pageOf, runSuite, type SavedRun, written } from './report-file.js';

const suite = `
name: two-kinds
workloads:
  - name: reads
    kind: block
    access: random
    blockSize: 4KiB
    files: 1
    size: 8MiB
    queueDepth: 4
    runtime: 500ms
    interval: 100ms
  - name: files
    kind: files
    operations: [open, read, close]
    files: 50
    fileSize: 16KiB
    queueDepth: 4
    runtime: 500ms
    interval: 100ms
`;

const skipped = missingBrowser === '' ? '' : ` (skipped: ${missingBrowser})`;

describe.skipIf(missingBrowser !== '')(`the report page${skipped}`, () => {
  const directory = sharedTemporaryDirectory();
  const open = browserForFile();
  let run: SavedRun;
  let file: string;

  beforeAll(async () => {
    run = await runSuite(directory, suite, 2);
    file = written(directory, 'report.html', pageOf(run));
  }, 180_000);

  test('draws every chart, without a complaint and without any request but for itself', async () => {
    const { page, complaints, requests } = await open(file);
    const blank = await drawAll(page);
    expect(await page.locator('.plot').count()).toBeGreaterThan(5);
    expect(blank).toEqual([]);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) (details as unknown as { open: boolean }).open = true;
    });
    await page.locator('.values table').first().waitFor();
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith('data:'))).toEqual([`file://${file}`]);
  });

  test('draws no chart before it comes near the view', async () => {
    const { page } = await open(file, { viewport: { width: 1000, height: 300 } });
    await page.locator('html[data-ready]').waitFor();
    await page.locator('.plot[data-state]').first().waitFor();
    await expect.poll(() => page.locator('.plot').last().getAttribute('data-state')).toBe('wait');
  });

  test('tells the values of a chart as a table that is made when it is opened', async () => {
    const { page } = await open(file);
    const chart = page.locator('.chart').filter({ hasText: 'Reads a second over time' }).first();
    const values = chart.locator('.values');
    await values.locator('summary').press('Enter');
    await values.locator('tbody tr').first().waitFor();
    const heads = await values.locator('thead th').allTextContents();
    expect(heads.slice(0, 2)).toEqual(['Series', 'time']);
    const rows = await values.locator('tbody tr').allTextContents();
    expect(rows.some((row) => row.startsWith('one'))).toBe(true);
    expect(rows.some((row) => row.startsWith('two'))).toBe(true);
  });

  test('is dark where the system is, and as the reader chooses from then on', async () => {
    const { page } = await open(file, { colorScheme: 'dark' });
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor');
    const dark = brightness(await background());
    await page.getByRole('button', { name: 'Light colours' }).click();
    const light = brightness(await background());
    expect(dark).toBeLessThan(60);
    expect(light).toBeGreaterThan(200);
    await page.reload();
    expect(brightness(await background())).toBe(light);
    await drawAll(page);
    await page.getByRole('button', { name: 'Dark colours' }).click();
    expect(brightness(await background())).toBe(dark);
    expect(await page.locator('.plot[data-state=drawn]').count()).toBeGreaterThan(0);
  });

  test('prints light, with all charts, without what only a screen can do, and is as before afterwards', async () => {
    const { page, complaints } = await open(file, { colorScheme: 'dark' });
    await page.locator('.plot:not([data-state])').first().waitFor({ state: 'detached' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)');
    expect(await page.locator('.topbar').isVisible()).toBe(false);
    expect(await page.getByRole('navigation').count()).toBe(0);
    const [plots, drawn] = [page.locator('.plot'), page.locator('.plot[data-state=drawn]')];
    await expect.poll(() => drawn.count()).toBe(await plots.count());
    expect(await page.locator('pre.code').first().isVisible()).toBe(true);
    await page.emulateMedia({ media: 'screen', colorScheme: 'dark' });
    await expect.poll(() => page.locator('pre.code').first().isVisible()).toBe(false);
    const pdf = await page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.length).toBeGreaterThan(20_000);
    expect(complaints).toEqual([]);
  });

  test('can be used by keyboard alone: skip link, contents, folded parts, buttons, each with a visible focus', async () => {
    const { page } = await open(file);
    await page.keyboard.press('Tab');
    expect(await focused(page)).toContain('Skip to the content');
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.evaluate('document.activeElement.blur(); scrollTo(0, 0)');
    const seen = new Set<string>();
    const unseen: string[] = [];
    for (let step = 0; step < 80; step++) {
      await page.keyboard.press('Tab');
      const what = await focused(page);
      // After the last one the browser itself has the focus.
      if (what.startsWith('BODY')) continue;
      seen.add(what.split(' ')[0] ?? '');
      if ((await page.evaluate('getComputedStyle(document.activeElement).outlineStyle')) === 'none') unseen.push(what);
    }
    expect([...seen]).toEqual(expect.arrayContaining(['A', 'BUTTON', 'SUMMARY', 'DIV']));
    expect(unseen).toEqual([]);
    await page.getByRole('button', { name: 'Dark colours' }).press('Space');
    expect(await page.evaluate('document.documentElement.dataset.theme')).toBe('dark');
  });

  test('has landmarks, captions, scopes and text for what is drawn', async () => {
    const { page } = await open(file);
    // What charts show in words comes with their data.
    await page.locator('.plot:not([data-state])').first().waitFor({ state: 'detached' });
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('navigation', { name: 'Contents' }).count()).toBe(1);
    expect(await page.locator('h1').count()).toBe(1);
    const lacking = await page.evaluate(`[
      ...[...document.querySelectorAll('table')].filter((table) => !table.caption?.textContent),
      ...document.querySelectorAll('th:not([scope])'),
      ...[...document.querySelectorAll('.plot')].filter((plot) => plot.getAttribute('role') !== 'img' || !plot.getAttribute('aria-label') || !document.getElementById(plot.getAttribute('aria-describedby'))?.textContent),
    ].map((element) => element.outerHTML.slice(0, 200))`);
    expect(lacking).toEqual([]);
    const ids = await page.evaluate<string[]>(`[...document.querySelectorAll('[id]')].map(({ id }) => id)`);
    expect(new Set(ids).size).toBe(ids.length);
    const links = await page.evaluate<string[]>(
      `[...document.querySelectorAll('a[href^="#"]')].map(({ hash }) => hash.slice(1))`,
    );
    expect(links.filter((id) => !ids.includes(id))).toEqual([]);
  });

  test('gives run.json back byte for byte, and computes its SHA-256', async () => {
    const { page } = await open(file, { acceptDownloads: true });
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save run.json' }).click(),
    ]);
    const saved = readFileSync(await download.path());
    expect(download.suggestedFilename()).toBe(`run-${run.record.run.id}.json`);
    expect(saved.equals(run.bytes)).toBe(true);
    const sum = createHash('sha256').update(run.bytes).digest('hex');
    expect(await page.locator('code.hash').textContent()).toBe(sum);
    await page.getByRole('button', { name: 'Check its SHA-256' }).click();
    await expect.poll(() => page.getByRole('status').textContent()).toBe(`Matches: ${sum}`);
  });

  test.each([360, 768, 1800])('fits into %i pixels', async (width) => {
    const { page } = await open(file, { viewport: { width, height: 900 } });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
  });

  test('shows verdict, tables and texts without a script, and no button that would do nothing', async () => {
    const { page } = await open(file, { javaScriptEnabled: false });
    expect(await page.locator('h1').isVisible()).toBe(true);
    expect(await page.locator('#workload-0-0 table').first().isVisible()).toBe(true);
    expect(await page.getByRole('button').count()).toBe(0);
    expect(await page.locator('noscript').isVisible()).toBe(true);
  });

  test('shows hostile names as text and runs nothing of them', async () => {
    const record = hostileRecord(run.record);
    const hostile = written(directory, 'hostile.html', pageOf(run, { record }));
    const { page, complaints } = await open(hostile);
    const blank = await drawAll(page);
    await page.locator('.values summary').first().click();
    expect(blank).toEqual([]);
    expect(complaints).toEqual([]);
    expect(await page.evaluate('globalThis.harmed ?? null')).toBeNull();
    expect(await page.locator('img, iframe, main script:not([type])').count()).toBe(0);
    expect(await page.locator('#mounts h3').first().textContent()).toContain(nasty('one'));
    expect(await page.getByText(nasty('workload reads')).count()).toBeGreaterThan(0);
    expect(await page.locator('#failures').textContent()).toContain(nasty('error'));
    await page.locator('.plot').first().hover();
    expect(await page.evaluate('globalThis.harmed ?? null')).toBeNull();
  });

  test('puts the verdict first', async () => {
    const acceptance = [judgedRecord({ mount: 'one', workload: 'reads', verdict: 'fail' })];
    const judged = written(directory, join('judged.html'), pageOf(run, { record: { ...run.record, acceptance } }));
    const { page } = await open(judged);
    expect(await page.locator('main h1').textContent()).toBe('Not accepted');
    expect(await page.locator('main > :first-child').getAttribute('id')).toBe('verdict');
    expect(await page.locator('#acceptance tbody tr').first().textContent()).toContain('read.p99 < 2ms');
  });
});

/** Brings each chart into view; gives those that then show nothing. */
async function drawAll(page: Page): Promise<string[]> {
  const blank: string[] = [];
  for (const plot of await page.locator('.plot').all()) {
    if (!(await plot.isVisible())) continue;
    await plot.scrollIntoViewIfNeeded();
    await expect.poll(() => plot.getAttribute('data-state')).toBe('drawn');
    const marks = await plot.evaluate(`(element) => {
      const canvas = element.querySelector('canvas');
      if (canvas === null) return element.querySelectorAll('svg path').length;
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;
    }`);
    if (Number(marks) < 4) blank.push((await plot.getAttribute('aria-label')) ?? '');
  }
  return blank;
}

function focused(page: Page): Promise<string> {
  return page.evaluate<string>(
    `document.activeElement.tagName + ' ' + document.activeElement.textContent.slice(0, 60)`,
  );
}

/** Mean of red, green and blue of a colour such as `rgb(14, 18, 24)`. */
function brightness(colour: unknown): number {
  const parts = (String(colour).match(/[\d.]+/g) ?? []).slice(0, 3).map(Number);
  return parts.reduce((sum, part) => sum + part, 0) / 3;
}

function nasty(name: string): string {
  return `${name}</script><img src=x onerror="harmed=1">'"&<!--`;
}

/** The record with names and messages that try to become markup. */
function hostileRecord(record: RunRecord): RunRecord {
  const error = { code: nasty('code'), message: nasty('error'), path: nasty('path') };
  const warning = { code: nasty('warning'), evidence: { [nasty('key')]: nasty('value') }, advice: nasty('advice') };
  return {
    ...record,
    run: { ...record.run, command: [nasty('argument')], status: 'partial', reasons: [nasty('reason')] },
    hosts: record.hosts.map((host) => ({ ...host, name: nasty('host'), kernel: nasty('kernel') })),
    mounts: record.mounts.map((mount) => ({
      ...mount,
      name: nasty(mount.name),
      path: nasty('path'),
      fileSystem: { ...mount.fileSystem, options: [nasty('option')], source: nasty('source') },
    })),
    steps: record.steps.map((step, at) => ({
      ...step,
      mount: nasty(step.mount),
      workload: nasty(`workload ${step.workload}`),
      variant: { [nasty('swept')]: nasty('variant') },
      job: { ...step.job, description: nasty('description'), [nasty('key')]: nasty('value') },
      warnings: [warning],
      ...(at === 0 ? { status: 'failed' as const, error } : {}),
    })),
    acceptance: [judgedRecord({ expression: nasty('expression'), reason: nasty('why'), mount: nasty('one') })],
  };
}
