// The HTML report as text: what it says of verdicts, comparisons, figures, failures and provenance, and what it carries.
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Comparison, ComparisonRow } from '../../../src/compare/comparison.js';
import { type ReadRun, reportDocument } from '../../../src/report/document.js';
import { type HtmlAssets, htmlReport } from '../../../src/report/html/html.js';
import { notNeeded } from '../../../src/result/not-needed.js';
import type { RunRecord, ScenarioRecord, StepRecord } from '../../../src/result/schema.js';
import { judgedRecord, judgingRecord } from '../../fixtures/acceptance.js';
import { failedStep, mountRecord, operation, runRecord, stepRecord } from '../../fixtures/records.js';

const options = { createdAt: '2026-11-22T08:00:00.000Z', version: '0.1.0' };
const textOf = (record: RunRecord) => `${JSON.stringify(record, null, 2)}\n`;
const sumOf = (text: string) => createHash('sha256').update(text).digest('hex');

function read(record: RunRecord, given: Partial<ReadRun> = {}): ReadRun {
  const text = textOf(record);
  return {
    ...{ path: 'results/a/run.json', record, sha256: sumOf(text), sizeBytes: text.length },
    ...{ integrity: 'matches' as const, intervals: new Map() },
    ...given,
  };
}

function page(runs: ReadRun[], comparison: Comparison | null = null, assets: Partial<HtmlAssets> = {}): string {
  return htmlReport(reportDocument(runs, comparison, options), { script: 'void 0', ...assets });
}

/** Text that is seen, with spaces between the elements. */
const seen = (html: string) =>
  html
    .replace(/<(script|style)[^]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#39;/g, "'")
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/\s+/g, ' ');

/** The part with this id. */
const part = (html: string, id: string) => {
  const start = html.indexOf(`<section id="${id}"`);
  return start < 0 ? '' : seen(html.slice(start, html.indexOf('</section>', start)));
};

const twoMounts = runRecord(
  [
    stepRecord({ mount: 'a', operations: { read: operation({ perSecond: 10_000 }) } }),
    stepRecord({ mount: 'a', repeat: 2, operations: { read: operation({ perSecond: 30_000 }) } }),
    stepRecord({ mount: 'b', operations: { read: operation({ perSecond: 50_000 }) } }),
  ],
  { mounts: [mountRecord('a'), mountRecord('b')] },
);

function carried(html: string, key = 'record-0'): Buffer | null {
  const found = new RegExp(`data-key="${key}">([^<]*)</script>`).exec(html)?.[1];
  return found === undefined ? null : gunzipSync(Buffer.from(found, 'base64'));
}

describe('the verdict', () => {
  test.each([
    { verdict: 'pass', word: 'Accepted' },
    { verdict: 'fail', word: 'Not accepted' },
  ] as const)('of an expression with $verdict is "$word", before all else', ({ verdict, word }) => {
    const text = seen(page([read({ ...twoMounts, acceptance: [judgedRecord({ verdict, mount: 'a' })] })]));
    const main = text.slice(text.indexOf('Storage acceptance report'));
    expect(main.startsWith(`Storage acceptance report ${word}`)).toBe(true);
  });

  test('names expression, value, interval, limit and how it was judged', () => {
    const record = { ...twoMounts, acceptance: [judgedRecord({ mount: 'a' })], judging: judgingRecord() };
    const text = part(page([read(record)]), 'acceptance');
    for (const expected of ['read.p99 < 2ms', '1.20ms', '1.10ms – 1.31ms', '2.00ms', 'over repeats', 'seed 1']) {
      expect(text).toContain(expected);
    }
  });

  test('has what failed first', () => {
    const acceptance = (['pass', 'marginal', 'fail'] as const).map((verdict) =>
      judgedRecord({ verdict, expression: `read.p99 < ${verdict}` }),
    );
    const text = part(page([read({ ...twoMounts, acceptance })]), 'acceptance');
    const places = ['fail', 'marginal', 'pass'].map((verdict) => text.indexOf(`read.p99 < ${verdict}`));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  test('without expressions is no verdict: the page names what ran on what', () => {
    const text = seen(page([read(twoMounts)]));
    expect(text).toContain('Storage benchmark report random-read-4k on a and b');
    expect(text).not.toMatch(/accepted/i);
  });
});

describe('figures', () => {
  test('stand in a column a mount, the median with the range of the repeats', () => {
    const html = page([read(twoMounts)]);
    const row = /read\/s<small>[^]*?(?=<tr|<\/table)/.exec(html)?.[0] ?? '';
    const cells = row
      .split('<td')
      .slice(1)
      .map((cell) => seen(`<td${cell}`).trim());
    expect(cells).toEqual(['20.0k 10.0k – 30.0k', '50.0k']);
  });

  test('of a mount without a value are a dash', () => {
    const record = runRecord([stepRecord({ mount: 'a' }), failedStep({ mount: 'b' })], { mounts: twoMounts.mounts });
    expect(part(page([read(record)]), 'workload-0-0')).toContain('10.0k –');
  });

  test('of a sweep stand by variant', () => {
    const steps = [1, 8].map((queueDepth) => stepRecord({ mount: 'a', variant: { queueDepth } }));
    const text = part(page([read(runRecord(steps, { mounts: [mountRecord('a')] }))]), 'workload-0-0');
    expect(text).toContain('swept: queueDepth');
    expect(text).toMatch(/queueDepth=1 10\.0k queueDepth=8 10\.0k/);
  });
});

describe('a comparison', () => {
  const row = (given: Partial<ComparisonRow>): ComparisonRow => ({
    ...{ workload: 'random-read-4k', variant: '', figure: 'read.perSecond', unit: 'per second', better: 'higher' },
    ...{ side: 'b', isBaseline: false, values: [1, 2, 3], level: { value: 50_000, low: 49_000, high: 51_000 } },
    ...{ ratio: { value: 2.5, low: 2.1, high: 2.9 }, p: 0.0079, verdict: 'faster', moreRepeats: null, note: '' },
    pAdjusted: 0.0079,
    ...{ mount: '', failed: 0, failure: '' },
    ...given,
  });
  const comparison = (rows: ComparisonRow[]): Comparison => ({
    ...{ by: 'mount', baseline: 'a', sides: ['a', 'b'], confidence: 0.95, margin: 0.03, seed: 7, resamples: 2000 },
    ...{ rows, drift: [], differences: [], unmeasured: [] },
  });

  test('is told in a sentence, and row by row with interval, verdict, p and further repeats', () => {
    const rows = [row({}), row({ figure: 'read.p99', verdict: 'undecided', p: 0.31, moreRepeats: 6 })];
    const html = page([read(twoMounts)], comparison(rows));
    expect(seen(html)).toContain('b is faster than a in 1 of 2 figures, undecided in 1.');
    expect(part(html, 'comparison')).toContain('2.50× 2.10× – 2.90× faster 0.008');
    expect(part(html, 'comparison')).toContain('undecided 0.310 6');
    expect(part(html, 'comparison')).toContain('seed 7');
  });

  test('says what failed beside the figures of the others, and what no side has', () => {
    const unmeasured = [{ workload: 'writes', variant: '', mount: '', side: 'b', failure: '2 steps failed: ENOSPC' }];
    const html = page([read(twoMounts)], {
      ...comparison([row({ failed: 1, failure: '1 step failed: EIO' })]),
      unmeasured,
    });
    expect(part(html, 'comparison')).toContain('1 step failed: EIO');
    expect(part(html, 'comparison')).toContain('No side has a value of: writes, b: 2 steps failed: ENOSPC');
  });

  test('of single repeats says why there is no verdict', () => {
    const rows = [row({ verdict: null, p: null, note: 'one repeat' })];
    expect(seen(page([read(twoMounts)], comparison(rows)))).toContain(
      'b against a: ratios without a verdict (one repeat).',
    );
  });

  test('says once what holds of all rows, and has no columns that would be empty', () => {
    const single = { verdict: null, p: null, note: 'one repeat', ratio: { value: 2.5, low: null, high: null } };
    const rows = [
      row({ ...single, side: 'a', isBaseline: true, note: '' }),
      row(single),
      row({ ...single, figure: 'read.p99' }),
    ];
    const told = part(page([read(twoMounts)], comparison(rows)), 'comparison');
    expect(told).toContain('Mind One repeat.');
    expect(told.split(/one repeat/i)).toHaveLength(2);
    expect(told).not.toMatch(/Verdict|95 % interval |More repeats/);
    const mixed = part(page([read(twoMounts)], comparison([...rows, row({})])), 'comparison');
    expect(mixed).toContain('Verdict p');
    expect(mixed.split('one repeat')).toHaveLength(3);
  });
});

describe('a scenario', () => {
  const figure = { figure: 'read.p99', unit: 'nanoseconds', better: 'lower' as const };
  const none = { everySeconds: null, untilSeconds: null, untilPart: null, durationSeconds: null };
  const measured = (alone: number | null, together: number) => ({
    ...{ part: 'reads', workload: 'noisy.reads', atSeconds: 0, ...none, runs: [] },
    figures: [{ ...figure, alone, together, ratio: alone === null ? null : together / alone }],
  });
  const scenario = (mount: string, alone: number | null, together: number): ScenarioRecord => ({
    ...{ name: 'noisy', mount, repeat: 1, status: 'complete', failedPart: null, parts: [measured(alone, together)] },
  });
  const steps = (['alone', 'together'] as const).map((run) =>
    stepRecord({
      ...{ workload: 'noisy.reads', mount: 'a', variant: { run } },
      scenario: { name: 'noisy', part: 'reads', run, occurrence: 1 },
    }),
  );
  const record = {
    ...runRecord(steps, { mounts: twoMounts.mounts }),
    scenarios: [scenario('a', 1e6, 3e6), scenario('b', null, 2e6)],
  };

  test('has its parts alone and together, and its charts', () => {
    const html = page([read(record)]);
    expect(seen(html)).toContain('noisy on a and b');
    const text = part(html, 'scenario-0-0');
    expect(text).toContain('read p99 lower is better a 1.00ms 3.00ms 3.00× b – 2.00ms –');
    expect(text).toContain('Together with the other parts, in percent of alone');
  });

  test('names the runs of its parts by what they are', () => {
    const text = part(page([read(record)]), 'workload-0-0');
    expect(text).toMatch(/ alone 10\.0k .* together 10\.0k /);
    expect(text).not.toContain('run=');
  });
});

describe('what bounded the steps', () => {
  const bounded = (queueDepth: number, mount: string, sentence: string) => {
    const diagnosis = { bound: 'device' as const, sentence, evidence: {}, advice: '' };
    return stepRecord({ mount, variant: { queueDepth }, diagnosis });
  };
  const told = (steps: StepRecord[]) => part(page([read(runRecord(steps, { mounts: twoMounts.mounts }))]), 'bounds-0');

  test('stands once for variants and mounts of which the same is said', () => {
    const depths = [1, 2, 4, 8, 16, 32];
    const steps = ['a', 'b'].flatMap((mount) =>
      depths.map((depth) => bounded(depth, mount, depth === 4 ? `${mount} was idle.` : 'vda was busy.')),
    );
    const rows = told(steps);
    expect(rows.split('vda was busy.')).toHaveLength(2);
    expect(rows).toContain(
      'queueDepth=1, queueDepth=2, queueDepth=8, queueDepth=16, queueDepth=32 a, b device vda was busy.',
    );
    expect(rows).toContain('queueDepth=4 a device a was idle.');
    expect(rows).toContain('queueDepth=4 b device b was idle.');
  });

  test('is of all variants in so many words', () => {
    const rows = told([1, 2, 4].map((depth) => bounded(depth, 'a', 'vda was busy.')));
    expect(rows).toContain('all 3 variants a device vda was busy.');
  });
});

describe('what must not be overlooked', () => {
  test('failed steps stand with their reasons, steps that were not needed are no failure', () => {
    const record = runRecord([
      failedStep(),
      stepRecord({ repeat: 2, status: 'skipped', error: notNeeded('the verdict was certain after 1 repeat') }),
    ]);
    const html = page([read(record)]);
    expect(part(html, 'failures')).toContain('read failed with EIO');
    expect(part(html, 'failures')).not.toContain('not needed');
    expect(seen(html)).toContain('0 of 2 steps complete, 1 failed, 1 not needed');
  });

  test('warnings stand once, with evidence and advice', () => {
    const warning = { code: 'CACHE', evidence: { residentBytes: 2 ** 20 }, advice: 'Use more data.' };
    const record = runRecord([stepRecord({ warnings: [warning] }), stepRecord({ repeat: 2, warnings: [warning] })]);
    const text = part(page([read(record)]), 'warnings');
    expect(text).toContain('CACHE ×2 Use more data. First seen with residentBytes: 1.00 MiB');
  });

  test('a record that was changed after the run is said at the top', () => {
    const html = page([read(twoMounts, { integrity: 'differs' })]);
    const at = html.indexOf('it was changed after the run');
    expect(at).toBeGreaterThan(html.indexOf('<h1>'));
    expect(at).toBeLessThan(html.indexOf('<section'));
  });
});

describe('the record in the page', () => {
  test('is run.json byte for byte, as the caller has read it', () => {
    const bytes = Buffer.from(JSON.stringify(twoMounts));
    const run = read(twoMounts, { sha256: sumOf(JSON.stringify(twoMounts)), sizeBytes: bytes.length });
    expect(carried(page([run], null, { files: new Map([[run.path, bytes]]) }))?.equals(bytes)).toBe(true);
  });

  test('is written as the tool writes it, where that has the same hash', () => {
    expect(carried(page([read(twoMounts)]))?.toString()).toBe(textOf(twoMounts));
  });

  test('is left out, and the page says so, where its bytes are not known', () => {
    const html = page([read(twoMounts, { sha256: '0'.repeat(64) })], null, {
      files: new Map([['results/a/run.json', Buffer.from('something else')]]),
    });
    expect(carried(html)).toBeNull();
    expect(part(html, 'provenance')).toContain('run.json is not in this page');
    expect(html).not.toContain('data-save');
  });

  test('is there for each of several runs, whose parts have names of their own', () => {
    const other = { ...twoMounts, run: { ...twoMounts.run, id: 'second' } };
    const html = page([read(twoMounts), read(other, { path: 'results/b/run.json' })]);
    expect(carried(html, 'record-1')?.toString()).toBe(textOf(other));
    expect(seen(html)).toContain('Workloads: second');
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the file', () => {
  const policyOf = (html: string) =>
    /Security-Policy" content="([^"]*)"/.exec(html)?.[1]?.replaceAll('&#39;', "'") ?? '';

  test('tells where the figures come from', () => {
    const text = part(page([read(twoMounts)]), 'provenance');
    for (const expected of [
      sumOf(textOf(twoMounts)),
      twoMounts.tool.version,
      'SHA256SUMS',
      'block-1x1GiB-0123456789ab',
    ]) {
      expect(text).toContain(expected);
    }
  });

  test('says what each figure is, once', () => {
    const text = part(page([read(twoMounts)]), 'figures');
    expect(text).toContain('read/s Operations a second.');
    expect(text.split('read p99 99th percentile of the latency.')).toHaveLength(2);
  });

  test('has every key of the workload in the words of a workload file', () => {
    expect(part(page([read(twoMounts)]), 'resolved')).toContain('blockSize: 4KiB');
  });

  test('asks no network: its policy forbids it, and no address is in it', () => {
    const html = page([read(twoMounts)]);
    expect(policyOf(html)).toMatch(/^default-src 'none';/);
    expect(html).not.toMatch(/\b(?:src|href)="(?!#|data:)/);
    expect(html).not.toMatch(/@import|url\(/);
  });

  test('allows its own scripts by their hashes alone, even one with an end tag in a string', () => {
    const script = 'let a="</script><!--"';
    const html = page([read(twoMounts)], null, { script });
    const scripts = [...html.matchAll(/<script>([^]*?)<\/script>/g)].map(([, text = '']) => text);
    const policy = /script-src ([^;]*);/.exec(policyOf(html))?.[1] ?? '';
    const sums = [...scripts, script].map((text) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    expect(policy.split(' ')).toEqual(sums);
    expect(scripts).toHaveLength(2);
    expect(carried(html, 'page-script')?.toString()).toBe(script);
  });

  test('is the same for the same document', () => {
    expect(page([read(twoMounts)])).toBe(page([read(twoMounts)]));
  });

  test('bears a run without steps, mounts and hosts', () => {
    const empty = runRecord([], { mounts: [], hosts: [] });
    expect(seen(page([read(empty)]))).toContain('No step has run.');
  });
});
