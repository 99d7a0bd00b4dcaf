// Prints what scripts/gpu-check.sh has found in a folder, as Markdown: machine, mounts, modes with the counters of cuFile.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {import('../src/result/doctor-schema.js').DoctorRecord} DoctorRecord */
/** @typedef {import('../src/result/schema.js').RunRecord} RunRecord */
/** @typedef {import('../src/result/schema.js').StepRecord} StepRecord */
/** @typedef {string | number | null | undefined} Cell */
/** @typedef {NonNullable<NonNullable<NonNullable<StepRecord['gpu']>['cufile']>['before']>} Stats */

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('usage: gpu-check-summary.mjs FOLDER');
  process.exit(2);
}

/**
 * @param {string} path
 * @returns {unknown}
 */
const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'));

/** @param {Cell} value */
const cell = (value) =>
  String(value ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

/** @param {Cell[][]} rows */
const table = ([head = [], ...rows]) =>
  [head, head.map(() => '---'), ...rows].map((row) => `| ${row.map(cell).join(' | ')} |`).join('\n');

/** @param {DoctorRecord} doctor */
function machine({ host, gds, tool, checkedAt }) {
  const { driver, nvidiaFs } = host.gds ?? {};
  return table([
    ['What', 'Found'],
    ['ioproof', `${tool.version}, ${checkedAt}`],
    ['machine', `${host.os}, Linux ${host.kernel}, ${host.cpu.model}`],
    ['GPUs', gds.devices.map(({ name, pciBusId }) => `${name} (${pciBusId})`).join(', ')],
    ['NVIDIA driver', driver ? `${driver.version}${driver.open === true ? ', open' : ''}` : 'not shown'],
    ['CUDA', `${gds.cudaVersion} (${gds.cudaLibrary})`],
    ['cuFile', gds.driver ? `${gds.driver.version} (${gds.driver.library})` : 'not opened'],
    ['nvidia-fs', nvidiaFs ? nvidiaFs.version : 'not loaded'],
  ]);
}

/** @param {DoctorRecord} doctor */
const mounts = ({ mounts: all }) =>
  table([
    ['Mount', 'File system', 'Verdict', 'Reasons'],
    ...all.map(({ name, fileSystem, verdict, reasons }) => [
      name,
      fileSystem.device === null ? fileSystem.type : `${fileSystem.type} on ${fileSystem.device.name}`,
      verdict ?? 'none',
      reasons.join(' '),
    ]),
  ]);

/** @param {string} part */
const runsOf = (part) =>
  readdirSync(join(folder, part))
    .map((id) => join(folder, part, id, 'run.json'))
    // Beside the runs lies their index.
    .filter((file) => existsSync(file))
    .map((file) => /** @type {RunRecord} */ (readJson(file)));

/**
 * How far counters have moved from the first look to the last; null without statistics.
 * @param {StepRecord} step
 * @param {(keyof Stats)[]} keys
 */
function moved({ gpu }, ...keys) {
  const [before, after] = [gpu?.cufile?.before ?? null, gpu?.cufile?.after ?? null];
  if (before === null || after === null) return null;
  return keys.reduce((sum, key) => sum + after[key] - before[key], 0);
}

/** @param {StepRecord} step */
function sectors({ verification }) {
  if (verification === null) return '';
  const all = Object.values(verification.sectors).reduce((sum, count) => sum + count, 0);
  return verification.sectors.good === all ? `${all} good` : `${all - verification.sectors.good} of ${all} BAD`;
}

/** @param {StepRecord} step */
const stepRow = (step) => [
  step.id,
  step.status === 'complete' ? 'complete' : `${step.status}: ${step.error?.message ?? ''}`,
  step.gpu?.path?.verdict ?? '',
  sectors(step),
  step.gpu === undefined ? '' : step.gpu.transfers.reads + step.gpu.transfers.writes,
  moved(step, 'reads', 'writes'),
  moved(step, 'nvfsReads', 'nvfsWrites'),
  moved(step, 'p2pReads', 'p2pWrites'),
  moved(step, 'posixReads', 'posixWrites'),
  moved(step, 'batchEnqueued'),
  moved(step, 'batchPosixEnqueued', 'batchAio', 'batchUring', 'batchMixed'),
];

/** @param {RunRecord[]} runs */
const steps = (runs) =>
  table([
    [
      ...['Step', 'Status', 'Verdict', 'Sectors', 'Operations asked', 'counted', 'nvfs', 'p2p', 'posix'],
      ...['of batches', 'of them by the host'],
    ],
    ...runs.flatMap((run) => run.steps.map(stepRow)),
  ]);

/** Whether the statistics of single operations count those of batches and streams is not documented. @param {RunRecord[]} runs */
function countedModes(runs) {
  const all = runs
    .flatMap((run) => run.steps)
    .filter(({ engine, status }) => engine.used === 'cufile' && status === 'complete');
  return ['sync', 'batch', 'stream'].flatMap((mode) => {
    const those = all.filter(({ job }) => job['cufileMode'] === mode);
    const asked = those.reduce((sum, { gpu }) => sum + (gpu ? gpu.transfers.reads + gpu.transfers.writes : 0), 0);
    const level3 = those.reduce((sum, step) => sum + (moved(step, 'reads', 'writes') ?? 0), 0);
    const level1 = those.reduce((sum, step) => sum + (moved(step, 'batchEnqueued') ?? 0), 0);
    if (those.length === 0) return [];
    return [`- ${mode}: of ${asked} operations, level 3 counted ${level3}, the batch counters of level 1 ${level1}.`];
  });
}

const doctor = /** @type {DoctorRecord} */ (readJson(join(folder, 'doctor.json')));
const [modes, compared] = ['modes', 'gds-compare'].map((part) => (existsSync(join(folder, part)) ? runsOf(part) : []));
const sections = [
  ['# GPU check', machine(doctor)],
  ['## Mounts', mounts(doctor)],
  ['## Modes, every byte checked', steps(modes ?? [])],
  ['## What the statistics of cuFile count', countedModes([...(modes ?? []), ...(compared ?? [])]).join('\n')],
  ['## gds-compare', steps(compared ?? []), 'Figures: report.txt'],
];
console.log(sections.flat().join('\n\n'));
