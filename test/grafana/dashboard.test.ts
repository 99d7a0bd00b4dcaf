// The Grafana dashboard: what its panels ask for is what a report of metrics has, and Prometheus can read the questions.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { figureDefinitions } from '../../src/figure/catalogue.js';
import { openMetricsReport } from '../../src/report/openmetrics/openmetrics.js';
import { documentOf, fullRecord, readRunOf } from '../fixtures/documents.js';
import { stepRecord } from '../fixtures/records.js';
import { temporaryDirectory } from '../helpers/temporary.js';
import { parseMetrics } from '../report/openmetrics/parse.js';

interface Panel {
  id: number;
  type: string;
  title: string;
  description?: string;
  datasource?: { uid: string };
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
}

interface Dashboard {
  schemaVersion: number;
  panels: Panel[];
  templating: { list: { name: string; type: string; definition?: string }[] };
}

const file = new URL('../../grafana/ioproof-dashboard.json', import.meta.url);
const dashboard = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
const panels = dashboard.panels.filter(({ type }) => type !== 'row');
const targets = panels.flatMap((panel) => (panel.targets ?? []).map((target) => ({ title: panel.title, ...target })));

/** Labels of each metric, of a report with something of everything. */
function written(): Map<string, Set<string>> {
  const record = fullRecord();
  const metrics = Object.fromEntries(
    figureDefinitions.filter(({ name }) => !name.includes('.')).map(({ name }) => [name, 1]),
  );
  const steps = [...record.steps, stepRecord({ workload: 'all', mount: 'nfs', metrics })];
  const families = parseMetrics(openMetricsReport(documentOf(readRunOf({ ...record, steps }))));
  const labels = new Map<string, Set<string>>();
  for (const sample of [...families.values()].flatMap(({ samples }) => samples)) {
    const known = labels.get(sample.name) ?? new Set();
    for (const label of Object.keys(sample.labels)) known.add(label);
    labels.set(sample.name, known);
  }
  return labels;
}

const known = written();

describe('each expression', () => {
  test.each(targets)('of "$title" names metrics and labels that a report has', ({ expr, legendFormat }) => {
    const metrics = [...expr.matchAll(/ioproof_\w+/g)].map(([name]) => name);
    expect(metrics).toHaveLength(1);
    const labels = known.get(metrics[0] ?? '');
    expect(labels, metrics[0]).toBeDefined();
    const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', '));
    const matched = [...expr.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, name]) => name ?? '');
    const shown = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '');
    for (const label of [...grouped, ...matched, ...shown]) expect([...(labels ?? [])]).toContain(label);
    // A legend shows what is left after grouping.
    if (grouped.length > 0) for (const label of shown) expect(grouped).toContain(label);
  });

  test('of a variable, too', () => {
    const queries = dashboard.templating.list.flatMap(({ definition }) => definition ?? []);
    expect(queries).toHaveLength(4);
    for (const query of queries) {
      const [, metric = '', label = ''] = /^label_values\((\w+), (\w+)\)$/.exec(query) ?? [];
      expect([...(known.get(metric) ?? [])]).toContain(label);
    }
  });

  test('is valid for Prometheus', ({ skip }) => {
    if (spawnSync('promtool', ['--version']).error !== undefined)
      skip('promtool is not installed (Debian: prometheus)');
    const rules = targets.map(({ expr }, index) => ({ record: `panel:${index}`, expr: expr.replace(/\$\w+/g, '.*') }));
    const path = join(temporaryDirectory(), 'rules.yml');
    writeFileSync(path, JSON.stringify({ groups: [{ name: 'panels', rules }] }));
    const { status, stderr } = spawnSync('promtool', ['check', 'rules', path], { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});

describe('the dashboard', () => {
  test('takes its data source from a variable', () => {
    expect(dashboard.schemaVersion).toBeGreaterThanOrEqual(39);
    expect(dashboard.templating.list[0]).toMatchObject({ name: 'datasource', type: 'datasource' });
    expect(new Set(panels.map(({ datasource }) => datasource?.uid))).toEqual(new Set(['${datasource}']));
  });

  test('has panels with titles and descriptions, none over another', () => {
    expect(new Set(dashboard.panels.map(({ id }) => id)).size).toBe(dashboard.panels.length);
    for (const panel of panels) expect(`${panel.title}${panel.description ?? ''}`.length).toBeGreaterThan(20);
    const cells = dashboard.panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from({ length: w * h }, (_, index) => `${x + (index % w)} ${y + Math.floor(index / w)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
  });
});
