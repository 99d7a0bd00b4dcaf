// Chromium without a window, for tests that need a real browser.
import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, onTestFinished } from 'vitest';

const path = process.env['IOPROOF_CHROMIUM'] ?? '/usr/bin/chromium';

/** Why there is no browser; empty where there is one. */
export const missingBrowser = existsSync(path)
  ? ''
  : `no Chromium at ${path}; install it, or set IOPROOF_CHROMIUM to its path`;

const quiet = [
  ...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
  ...['--disable-component-update', '--disable-sync'],
];

/** What a page did while a test looked at it. */
export interface Watched {
  page: Page;
  /** Messages of level error and warning, and errors that nobody caught. */
  complaints: string[];
  /** Every address that was asked for. */
  requests: string[];
}

/** One browser for the tests of a file; call it outside of tests. Gives what opens a file, or an address, in a context of its own. */
export function browserForFile(): (place: string, options?: BrowserContextOptions) => Promise<Watched> {
  let browser: Browser | null = null;
  beforeAll(async () => {
    if (missingBrowser === '') browser = await chromium.launch({ executablePath: path, args: quiet });
  });
  afterAll(async () => {
    await browser?.close();
  });
  return async (place, options = {}) => {
    if (browser === null) throw new Error(missingBrowser);
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    onTestFinished(() => context.close());
    const page = await context.newPage();
    const watched: Watched = { page, complaints: [], requests: [] };
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) watched.complaints.push(message.text());
    });
    page.on('pageerror', (error) => watched.complaints.push(error.message));
    page.on('request', (request) => watched.requests.push(request.url()));
    await page.goto(place.startsWith('http://') ? place : `file://${place}`);
    return watched;
  };
}
