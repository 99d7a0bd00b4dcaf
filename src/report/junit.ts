// A document as JUnit XML, which build servers show as tests: a suite a workload and mount, a case an expression and a step.
import { isBreach, type MarginalIs } from '../analyze/acceptance-outcome.js';
import type { AcceptanceRecord, StepRecord } from '../result/schema.js';
import { groupBy } from './comparison.js';
import type { ReportDocument, ReportNote, ReportRun } from './document.js';
import { figureText } from './figure-text.js';
import { mainFigures } from '../figure/main-figures.js';
import { figureValue } from '../figure/catalogue.js';
import { errorText, evidenceText } from './step-text.js';
import { element, textElement } from './xml.js';

interface Case {
  text: string;
  outcome: 'passed' | 'failure' | 'error' | 'skipped';
  seconds: number;
}

interface Suite {
  run: ReportRun;
  /** Of steps: `workload on mount`; of expressions that are of no single mount: what they are of. */
  name: string;
  mount: string | null;
  cases: Case[];
}

/**
 * A breached expression is a failure, as is one that is marginal (type "marginal") unless that counted as a pass; a failed step is an error, one that did
 * not run is skipped. `time` is the measured time of steps; of expressions it is 0. Times are in UTC, without a zone, as the
 * format has them.
 */
export function junitReport(document: ReportDocument): string {
  const suites = document.runs.flatMap(suitesOf);
  const total = { name: 'ioproof', ...countsOf(suites.flatMap(({ cases }) => cases)) };
  const children = suites.map((suite, id) => suiteElement(suite, id, document));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', total, children)}\n`;
}

function suitesOf(run: ReportRun): Suite[] {
  const judged = run.record.acceptance ?? [];
  const marginalIs = run.record.judging?.marginal ?? 'fail';
  const used = new Set<AcceptanceRecord>();
  const ofSteps = groupBy(run.record.steps, ({ workload, mount }) => JSON.stringify([workload, mount])).flatMap(
    ([, steps]): Suite[] => {
      const [first] = steps;
      if (first === undefined) return [];
      const { workload, mount } = first;
      const own = judged.filter((one) => one.workload === workload && one.mount === mount);
      for (const one of own) used.add(one);
      const place = `ioproof.${workload}.${mount}`;
      const cases = [
        ...own.map((one) => expressionCase(one, place, marginalIs)),
        ...steps.map((step) => stepCase(step, place)),
      ];
      return [{ run, name: `${workload} on ${mount}`, mount, cases }];
    },
  );
  const rest = groupBy(
    judged.filter((one) => !used.has(one)),
    ({ workload }) => workload ?? 'all workloads',
  ).map(([workload, own]): Suite => {
    const place = `ioproof.${workload}`;
    return {
      run,
      name: `${workload} over mounts`,
      mount: null,
      cases: own.map((one) => expressionCase(one, place, marginalIs)),
    };
  });
  return [...ofSteps, ...rest];
}

function expressionCase(judged: AcceptanceRecord, classname: string, marginalIs: MarginalIs): Case {
  const { expression, variant, verdict, reason } = judged;
  const name = variant === '' ? expression : `${expression} (${variant})`;
  const attributes = { classname, name, time: secondsText(0) };
  if (!isBreach(judged, marginalIs)) {
    const output = textElement('system-out', {}, reason);
    return { text: element('testcase', attributes, [output]), outcome: 'passed', seconds: 0 };
  }
  const type = verdict === 'marginal' ? 'marginal' : 'breach';
  const failure = textElement('failure', { message: reason, type }, reason);
  return { text: element('testcase', attributes, [failure]), outcome: 'failure', seconds: 0 };
}

function stepCase(step: StepRecord, classname: string): Case {
  const seconds = step.elapsedSeconds ?? 0;
  const outcome = ({ complete: 'passed', failed: 'error', skipped: 'skipped' } as const)[step.status];
  const output = outputText(step);
  const children = [...troubleOf(step), ...(output === '' ? [] : [textElement('system-out', {}, output)])];
  const text = element('testcase', { classname, name: step.id, time: secondsText(seconds) }, children);
  return { text, outcome, seconds };
}

function troubleOf({ status, error }: StepRecord): string[] {
  if (status === 'complete') return [];
  if (status === 'skipped') return [element('skipped', { message: errorText(error) })];
  return [textElement('error', { message: errorText(error), type: error?.code ?? 'UNKNOWN' }, errorText(error))];
}

/** Main figures and warnings, a line each. */
function outputText(step: StepRecord): string {
  const figures = mainFigures(step).map((name) => `${name}: ${figureText(name, figureValue(step, name))}`);
  const warnings = step.warnings.map((warning) => `${warning.code}: ${evidenceText(warning)}. ${warning.advice}`);
  return [...figures, ...warnings].join('\n');
}

function suiteElement({ run, name, mount, cases }: Suite, id: number, document: ReportDocument): string {
  const { run: info, hosts } = run.record;
  const attributes = {
    id,
    name: document.runs.length > 1 ? `${run.name}: ${name}` : name,
    ...countsOf(cases),
    timestamp: info.startedAt.slice(0, 19),
    hostname: hosts.map((host) => host.name).join(' '),
  };
  const properties = element(
    'properties',
    {},
    Object.entries(propertiesOf(run, mount, document)).map(([key, value]) => element('property', { name: key, value })),
  );
  const notes = document.notes.filter((note) => note.run === run.name).map(noteLine);
  const trouble = notes.length === 0 ? [] : [textElement('system-err', {}, notes.join('\n'))];
  return element('testsuite', attributes, [properties, ...cases.map(({ text }) => text), ...trouble]);
}

function noteLine({ code, text }: ReportNote): string {
  return `${code}: ${text}`;
}

/** Where the figures come from. */
function propertiesOf(
  { record, path, sha256, integrity }: ReportRun,
  mountName: string | null,
  { tool, verdict, createdAt }: ReportDocument,
): Record<string, string> {
  const mount = record.mounts.find(({ name }) => name === mountName);
  const [host] = record.hosts;
  return {
    'run.id': record.run.id,
    'run.status': record.run.status,
    'run.command': record.run.command.join(' '),
    'run.file': path,
    'run.sha256': sha256,
    'run.integrity': integrity,
    'tool.version': record.tool.version,
    'report.version': tool.version,
    'report.createdAt': createdAt,
    'report.verdict': verdict,
    ...(mount === undefined
      ? {}
      : {
          'mount.path': mount.path,
          'mount.fileSystem': mount.fileSystem.type,
          'mount.source': mount.fileSystem.source,
        }),
    ...(host === undefined ? {} : { 'host.kernel': host.kernel, 'host.cpu': host.cpu.model }),
  };
}

function countsOf(cases: readonly Case[]): Record<'tests' | 'failures' | 'errors' | 'skipped' | 'time', string> {
  const count = (outcome: Case['outcome']) => String(cases.filter((one) => one.outcome === outcome).length);
  return {
    tests: String(cases.length),
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: secondsText(cases.reduce((sum, { seconds }) => sum + seconds, 0)),
  };
}

/** A decimal without an exponent. */
function secondsText(seconds: number): string {
  return seconds.toFixed(6);
}
