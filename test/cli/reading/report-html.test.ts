// `ioproof report -o report.html`: a page with the record in it, and what goes wrong on the way.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { nullWorkload, Workplace } from '../../helpers/cli.js';

describe('ioproof report as HTML', () => {
  test('takes the format from the ending, and puts the record into the page byte for byte', () => {
    const place = new Workplace({ 'w.yaml': nullWorkload('reads', 'runtime: 50ms') });
    const mount = place.mount('a');
    expect(place.run('run', 'w.yaml', '--mount', `a=${mount}`, '--quiet').exitCode).toBe(0);
    const path = place.path('results', place.record().run.id);
    const { exitCode, stdout, stderr } = place.run('report', path, '-o', 'report.html');
    expect({ exitCode, stdout, stderr }).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    const page = readFileSync(place.path('report.html'), 'utf8');
    const record = readFileSync(join(path, 'run.json'));
    const carried = /data-key="record-0">([^<]*)</.exec(page)?.[1] ?? '';
    expect(gunzipSync(Buffer.from(carried, 'base64')).equals(record)).toBe(true);
    expect(page).toContain(createHash('sha256').update(record).digest('hex'));
    expect(page.startsWith('<!doctype html>')).toBe(true);
  });

  test('draws rates and errors over time, and latency over time as a heatmap', () => {
    const place = new Workplace({ 'w.yaml': nullWorkload('reads', 'runtime: 500ms', 'interval: 100ms') });
    expect(place.run('run', 'w.yaml', '--mount', `a=${place.mount('a')}`, '--quiet').exitCode).toBe(0);
    const path = place.path('results', place.record().run.id);
    const events = readFileSync(join(path, 'events.ndjson'), 'utf8');
    // An error ends a step of this tool: those of a step that goes on are put into its intervals here.
    writeFileSync(join(path, 'events.ndjson'), events.replace(/"errors":0/g, '"errors":3'));
    expect(place.run('report', path, '-o', 'report.html')).toMatchObject({ exitCode: 0, stderr: '' });
    const titles = titlesOf(readFileSync(place.path('report.html'), 'utf8'));
    expect(titles).toContainEqual(['lines', 'Read throughput over time']);
    expect(titles).toContainEqual(['lines', 'Errors of read over time']);
    expect(titles).toContainEqual(['heatmap', 'Read latency over time']);
  });
});

/** Kind and title of each chart that has a place in the page. */
function titlesOf(page: string): [kind: string, title: string][] {
  const figures = page.matchAll(/<figure class="chart (\w+)"[^>]*>\s*<figcaption><b>([^<]*)</g);
  return [...figures].map(([, kind = '', title = '']) => [kind, title]);
}
