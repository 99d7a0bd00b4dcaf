// The final text of a run: what ran, one table of all workloads, failures, warnings, and where the record is.
import { isNotNeeded, neededSteps } from '../result/not-needed.js';
import type { MountRecord, RunRecord, StepRecord } from '../result/schema.js';
import { acceptanceLines } from './acceptance.js';
import { boundLines } from './bounds.js';
import { checkpointLines } from './checkpoint.js';
import { comparisonOf } from './comparison.js';
import { compareRunLines } from './compare-run.js';
import { crosscheckText } from './crosscheck.js';
import { displayWidth, padEnd, printable, wrap } from './display-text.js';
import { failureLines, notNeededLines, warningLines } from './doubts.js';
import { epochLines } from './epochs.js';
import { fitLines } from './fit.js';
import { gdsCompareLines } from './gds-compare.js';
import { goalLines } from './goals.js';
import { io500Lines } from './io500.js';
import { lookOf, type Look } from './look.js';
import { modelLoadLines } from './model-load.js';
import { formatSeconds, formatSize } from './numbers.js';
import { packingLines } from './packing.js';
import { scenarioLines } from './scenario.js';
import { profileLines } from './profiles.js';
import { slowOperationLines } from './slow-operations.js';
import { cutSpans, paint, span, type Style } from './spans.js';
import { summaryLines } from './summary.js';
import { drawTable } from './table.js';
import { kvCacheLines } from './kv-cache.js';
import { trainingLines } from './training.js';
import { verificationLines } from './verification.js';

export interface TextOptions {
  /** Columns of the terminal. */
  width: number;
  colour: boolean;
  /** Where `run.json` lies, as the reader can open it. */
  runJson: string;
  /** True: acceptance expressions stand before all else; else they are at the end. */
  verdictFirst?: boolean;
  /** False where the locale is not UTF-8; default true. */
  unicode?: boolean;
  /** What earlier runs of the same say of this one, a line each. */
  past?: readonly string[];
}

const statusStyles: Record<RunRecord['run']['status'], Style> = {
  complete: ['bold', 'green'],
  partial: ['bold', 'yellow'],
  failed: ['bold', 'red'],
  interrupted: ['bold', 'yellow'],
};

/** The final text, without a line end after the last line. Only a path longer than the width is wider than it. */
export function finalTable(whole: RunRecord, options: TextOptions): string {
  const look = lookOf(options);
  const record = { ...whole, steps: neededSteps(whole.steps) };
  const verdicts = acceptanceLines(whole, look);
  return [
    ...(options.verdictFirst === true ? verdicts : []),
    titleLine(record, look),
    ...mountLines(record.mounts, look),
    '',
    record.steps.length === 0 ? 'No step has run.' : drawTable(comparisonOf(record), look),
    '',
    ...summaryLines(record, look),
    ...compareRunLines(record, look),
    ...trainingLines(record, look),
    ...checkpointLines(record, look),
    ...kvCacheLines(record, look),
    ...modelLoadLines(record, look),
    ...gdsCompareLines(record, look),
    ...scenarioLines(record, look),
    ...packingLines(record, look),
    ...fitLines(record, look),
    ...goalLines(record, look),
    ...io500Lines(record, look),
    ...slowOperationLines(record, look),
    ...epochLines(record, look),
    ...boundLines(record, look),
    ...verificationLines(record, look),
    ...systemCacheLines(record, look),
    ...profileLines(record, look),
    ...(record.crosscheck === undefined ? [] : [crosscheckText(record.crosscheck, look), '']),
    ...failureLines(record, look),
    ...warningLines(record, look),
    ...notNeededLines(whole.steps, look),
    ...(options.verdictFirst === true ? [] : verdicts),
    ...reasonLines(record, look),
    ...(options.past ?? []).flatMap((line) => wrap(printable(line), look.width)),
    statusLine(whole, options),
  ].join('\n');
}

function titleLine({ tool, run, hosts }: RunRecord, { width, colour, glyphs }: Look): string {
  const seconds = run.endedAt === null ? null : (Date.parse(run.endedAt) - Date.parse(run.startedAt)) / 1000;
  const parts = [
    `run ${run.id}`,
    hosts.length === 1 ? `on ${hosts[0]?.name}` : `on ${hosts.length} hosts`,
    seconds === null ? '' : formatSeconds(seconds),
  ].filter((part) => part !== '');
  const facts = span(`  ${printable(parts.join(` ${glyphs.separator} `))}`);
  return paint(cutSpans([span(`ioproof ${tool.version}`, 'bold'), facts], width, glyphs.ellipsis), colour);
}

function mountLines(mounts: readonly MountRecord[], { width, colour, glyphs }: Look): string[] {
  const nameWidth = widest(mounts.map((mount) => mount.name));
  const pathWidth = widest(mounts.map((mount) => mount.path));
  return mounts.map((mount) => {
    const { type, device, statfs } = mount.fileSystem;
    const name = span(` ${padEnd(printable(mount.name), nameWidth)}`, 'bold');
    const path = span(`  ${padEnd(printable(mount.path), pathWidth)}`);
    const system = device === null ? type : `${type} on ${device.name}`;
    const facts = span(`  ${printable(system)}, ${freeText(statfs)}`, 'dim');
    return paint(cutSpans([name, path, facts], width, glyphs.ellipsis), colour);
  });
}

/** CephFS without a manager tells no size; older records have 0 of 0 for it. */
function freeText({ totalBytes, availableBytes }: MountRecord['fileSystem']['statfs']): string {
  return !totalBytes || availableBytes === null ? 'free space not told' : `${formatSize(availableBytes)} free`;
}

function widest(texts: readonly string[]): number {
  return Math.max(0, ...texts.map((text) => displayWidth(printable(text))));
}

// Why they were not dropped is the evidence of a warning.
function systemCacheLines({ steps }: RunRecord, { width }: Look): string[] {
  const asked = steps.flatMap(({ systemCaches }) => systemCaches ?? []);
  if (asked.length === 0) return [];
  const dropped = asked.filter((caches) => caches.dropped).length;
  const amount = dropped === asked.length ? `${dropped}` : `${dropped} of ${asked.length}`;
  const text = `System caches: dropped before ${amount} ${asked.length === 1 ? 'step' : 'steps'}.`;
  return [...wrap(text, width), ''];
}

// Reasons that tell of a single step are not repeated: the step stands above with its error.
function reasonLines({ run, steps }: RunRecord, { width }: Look): string[] {
  return run.reasons
    .filter((reason) => !steps.some((step) => reason.startsWith(`${step.id} `)))
    .flatMap((reason) => wrap(printable(reason), width));
}

function statusLine({ run, steps }: RunRecord, { colour, runJson }: TextOptions): string {
  const count = (status: StepRecord['status']) => steps.filter((step) => step.status === status).length;
  const needless = steps.filter(isNotNeeded).length;
  const [complete, failed, skipped] = [count('complete'), count('failed'), count('skipped') - needless];
  const word = run.status === 'complete' ? 'complete' : run.status.toUpperCase();
  const facts = [
    `${complete} of ${steps.length} steps complete`,
    failed > 0 ? `${failed} failed` : '',
    skipped > 0 ? `${skipped} skipped` : '',
    needless > 0 ? `${needless} not needed` : '',
  ].filter((fact) => fact !== '');
  return paint([span(word, statusStyles[run.status]), span(`: ${facts.join(', ')}; ${printable(runJson)}`)], colour);
}
