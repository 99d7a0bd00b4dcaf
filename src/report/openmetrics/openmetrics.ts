// A document as OpenMetrics text, for the textfile collector of node_exporter, for VictoriaMetrics and for Prometheus.
import type { ReportDocument } from '../document.js';
import { figuresOfGroup, type GroupFigure, type StepGroup, stepGroups } from '../figure-groups.js';
import { recordedKinds } from '../figures.js';
import { comparisonFamilies } from './comparison-families.js';
import { expositionText } from './exposition.js';
import { Families } from './families.js';
import { histogramSamples } from './latency-buckets.js';
import { figureMetric } from './names.js';
import { hostLabel, runFamilies } from './run-families.js';

/**
 * Gauges of every figure, the median over the complete repeats (sums of what should not happen, such as errors), and a histogram
 * of the latencies of all repeats. Labels: `run`, `host`, `workload`, `variant` (empty without a sweep), `mount`. The samples
 * have no timestamps; `ioproof_run_end_timestamp_seconds` says of when they are. Throws HISTOGRAM_INVALID.
 */
export function openMetricsReport(document: ReportDocument): string {
  const families = new Families();
  runFamilies(document, families);
  const groups = stepGroups(document.runs);
  for (const group of groups) addSteps(group, families);
  for (const group of groups) addFigures(group, families);
  for (const group of groups) addHistograms(group, families);
  comparisonFamilies(document.comparison, families);
  return expositionText(families.all());
}

function labelsOf({ run, workload, variant, mount }: StepGroup): Record<string, string> {
  return { run: run.name, host: hostLabel(run), workload, variant, mount };
}

function addSteps(group: StepGroup, families: Families): void {
  const head = { name: 'ioproof_steps', unit: '', help: 'Steps (repeats) by how they ended.' };
  for (const status of ['complete', 'failed', 'skipped'] as const) {
    const count = group.steps.filter((step) => step.status === status).length;
    families.gauge(head, { ...labelsOf(group), status }, count);
  }
}

function addFigures(group: StepGroup, families: Families): void {
  for (const figure of figuresOfGroup(group)) {
    const { name, unit, help, factor, labels } = figureMetric(figure.name);
    const value = overRepeats(figure) * factor;
    families.gauge(
      { name, unit, help: `${help} ${repeatsText(figure)}` },
      { ...labelsOf(group), ...labels },
      rounded(value),
    );
  }
}

/** A median of errors would hide a single repeat with some. */
function isSummed({ unit, better }: GroupFigure): boolean {
  return unit === 'count' && better === 'lower';
}

function overRepeats(figure: GroupFigure): number {
  return isSummed(figure) ? figure.values.reduce((sum, value) => sum + value, 0) : figure.median;
}

function repeatsText(figure: GroupFigure): string {
  return isSummed(figure) ? 'Sum over the repeats.' : 'Median over the repeats.';
}

/** Without the last digits, which only the change of the unit made. */
function rounded(value: number): number {
  return Number(value.toPrecision(15));
}

function addHistograms(group: StepGroup, families: Families): void {
  const head = {
    name: 'ioproof_operation_latency_seconds',
    unit: 'seconds',
    type: 'histogram' as const,
    help: 'Latencies of the operations of all repeats, since their issue or their intended start.',
  };
  for (const operation of recordedKinds) {
    const found = group.complete.flatMap(({ operations }) => operations[operation] ?? []);
    const labels = (since: string) => ({ ...labelsOf(group), operation, since });
    families.add(
      head,
      ...histogramSamples(
        found.map(({ latencyNs }) => latencyNs),
        labels('issue'),
      ),
    );
    const intended = found.flatMap(({ intendedLatencyNs }) => intendedLatencyNs ?? []);
    families.add(head, ...histogramSamples(intended, labels('intended')));
  }
}
