// Metrics about runs as a whole: when, where, of which state, whether the record is as it was, and the verdicts.
import type { AcceptanceRecord } from '../../result/schema.js';
import { groupBy } from '../comparison.js';
import type { ReportDocument, ReportRun, ReportWarning } from '../document.js';
import type { Families } from './families.js';

const documentVerdicts = ['accepted', 'not accepted', 'marginal', 'no expressions'] as const;
const expressionVerdicts = ['pass', 'fail', 'marginal'] as const;
const runStatuses = ['complete', 'partial', 'failed', 'interrupted'] as const;

/** Names of all machines of a run. */
export function hostLabel({ record }: Pick<ReportRun, 'record'>): string {
  return record.hosts.map(({ name }) => name).join(' ');
}

/** Adds them; the states are a series each, 1 for the one that is so and 0 for all others. */
export function runFamilies(document: ReportDocument, families: Families): void {
  for (const verdict of documentVerdicts) {
    const head = {
      name: 'ioproof_verdict',
      unit: '',
      help: 'Verdict over all runs of this file: 1 for the one that it is.',
    };
    families.gauge(head, { verdict }, Number(document.verdict === verdict));
  }
  for (const run of document.runs) addRun(run, families);
  for (const run of document.runs) for (const mount of run.record.mounts) addMount(run, mount, families);
  for (const run of document.runs)
    for (const judged of run.record.acceptance ?? []) addExpression(run, judged, families);
  for (const run of document.runs) addWarnings(run, document.warnings, families);
}

function addRun({ name: run, record, sha256, integrity }: ReportRun, families: Families): void {
  const host = hostLabel({ record });
  const { id, startedAt, endedAt, status } = record.run;
  const [first] = record.hosts;
  const facts = { id, version: record.tool.version, kernel: first?.kernel ?? '', sha256, integrity };
  families.gauge(
    {
      name: 'ioproof_run_info',
      unit: '',
      help: 'A run: its version of the tool, its kernel, the SHA-256 of its record. Always 1.',
    },
    { run, host, ...facts },
    1,
  );
  for (const each of runStatuses) {
    const head = { name: 'ioproof_run_status', unit: '', help: 'How a run ended: 1 for the status that it has.' };
    families.gauge(head, { run, host, status: each }, Number(status === each));
  }
  const changed = {
    name: 'ioproof_run_record_changed',
    unit: '',
    help: '1: run.json is not what its SHA256SUMS says.',
  };
  families.gauge(changed, { run, host }, Number(integrity === 'differs'));
  const started = { name: 'ioproof_run_start_timestamp_seconds', unit: 'seconds', help: 'Start of a run, since 1970.' };
  families.gauge(started, { run, host }, Date.parse(startedAt) / 1000);
  if (endedAt === null) return;
  const ended = { name: 'ioproof_run_end_timestamp_seconds', unit: 'seconds', help: 'End of a run, since 1970.' };
  families.gauge(ended, { run, host }, Date.parse(endedAt) / 1000);
}

/** A code can come with several pieces of advice. */
function addWarnings(run: ReportRun, warnings: readonly ReportWarning[], families: Families): void {
  const head = { name: 'ioproof_warnings', unit: '', help: 'How often a warning came up in a run.' };
  const own = warnings.filter((each) => each.run === run.name);
  for (const [code, found] of groupBy(own, ({ warning }) => warning.code)) {
    const count = found.reduce((sum, each) => sum + each.count, 0);
    families.gauge(head, { run: run.name, host: hostLabel(run), code }, count);
  }
}

function addMount(
  { name: run, record }: ReportRun,
  { name: mount, path, fileSystem }: ReportRun['record']['mounts'][number],
  families: Families,
): void {
  const host = hostLabel({ record });
  families.gauge(
    { name: 'ioproof_mount_info', unit: '', help: 'A directory under test and its file system. Always 1.' },
    { run, host, mount, path, type: fileSystem.type, source: fileSystem.source },
    1,
  );
}

function addExpression({ name: run, record }: ReportRun, judged: AcceptanceRecord, families: Families): void {
  const { expression, workload, variant, mount, source } = judged;
  const host = hostLabel({ record });
  const labels = { run, host, workload: workload ?? '', variant, mount: mount ?? '', source, expression };
  const head = {
    name: 'ioproof_acceptance',
    unit: '',
    help: 'An acceptance expression: 1 for the verdict that it has.',
  };
  for (const verdict of expressionVerdicts) {
    families.gauge(head, { ...labels, verdict }, Number(judged.verdict === verdict));
  }
}
