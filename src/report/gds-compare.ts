// The ways between storage and GPU in one table a load: host bounce, its bounds, GDS, and cuFile where it is no GDS.
import { gpuGroups, isDirect, type GdsRatio, type GpuGroup, type GpuRow } from '../analyze/gds-compare.js';
import type { RunRecord } from '../result/schema.js';
import { printable, wrap } from './display-text.js';
import type { Look } from './look.js';
import { formatCount, formatLatency, formatPercent } from './numbers.js';
import { type RowColumn, rowTableLines } from './row-table.js';
import { paint, span } from './spans.js';
import { jobText } from './step-text.js';

/** What the title says of all rows, or what tells them apart. */
const notInTitle = ['workers', 'queueDepth'];

const known = (value: number | null, text: (value: number) => string) => (value === null ? '' : text(value));
const gigabytes = (bytes: number) => formatCount(bytes / 1e9);

const columns: readonly RowColumn<GpuRow>[] = [
  { head: 'GB/s', rank: 0, text: ({ bytesPerSecond }) => gigabytes(bytesPerSecond) },
  { head: 'IOPS', rank: 2, text: ({ perSecond }) => formatCount(perSecond) },
  { head: 'p99', rank: 1, text: ({ p99Ns }) => formatLatency(p99Ns) },
  { head: 'CPU s/GiB', rank: 0, text: ({ cpuSecondsPerGiB }) => known(cpuSecondsPerGiB, formatCount) },
  { head: 'RAM GB/s', rank: 3, text: ({ hostMemoryBytesPerSecond }) => known(hostMemoryBytesPerSecond, gigabytes) },
  { head: 'reg ms', rank: 4, text: registrationText },
  { head: 'path', rank: 0, text: pathText, left: true },
];

/** No line where the run has no two ways with the same load. */
export function gdsCompareLines(record: Pick<RunRecord, 'steps'>, look: Look): string[] {
  return gpuGroups(record).flatMap((group) => [...groupLines(group, look), '']);
}

/** `GDS sync` only where the direct path is proved; `cuFile (compat) sync`, `host bounce`, `storage only`, `copies only`. */
function wayText(row: GpuRow): string {
  const { way, mode, path } = row;
  if (way === 'host-bounce') return 'host bounce';
  if (way !== 'cufile') return way === 'host-only' ? 'storage only' : 'copies only';
  if (isDirect(row)) return `GDS ${mode}`;
  if (path === 'compat' || path === 'forced') return `cuFile (compat) ${mode}`;
  return path === 'mixed' ? `cuFile (mixed) ${mode}` : `cuFile ${mode}`;
}

function groupLines(group: GpuGroup, look: Look): string[] {
  const { rows } = group;
  const table = { head: 'mode', labelOf: (row: GpuRow) => labelOf(row, rows, look), columns };
  return [...titleLines(group, look), ...rowTableLines(rows, table, look), ...closingLines(group, look)];
}

function titleLines({ mount, job, outstanding }: GpuGroup, { width, colour }: Look): string[] {
  const what = `Storage to GPU: ${jobText(job, notInTitle)}, ${outstanding} in flight, mount ${mount}`;
  return wrap(printable(what), width).map((text) => paint([span(text, 'bold')], colour));
}

/** Ways that have the same name differ in how they keep so much in flight. */
function labelOf(row: GpuRow, rows: readonly GpuRow[], { glyphs }: Look): string {
  const name = wayText(row);
  const sameName = rows.filter((other) => wayText(other) === name && other.registered === row.registered);
  const { workers, queueDepth } = row;
  const apart = sameName.some((other) => other.workers !== workers || other.queueDepth !== queueDepth);
  return apart ? `${name} ${workers}${glyphs.times}${queueDepth}` : name;
}

/** Files and memory together; memory that cuFile did not know has no time of its own. */
function registrationText({ registrationSeconds, registered }: GpuRow): string {
  return registered ? known(registrationSeconds, (seconds) => formatCount(seconds * 1000)) : 'unreg.';
}

function pathText({ path, hostFraction }: GpuRow): string {
  if (path === 'mixed' && hostFraction !== null) return `${formatPercent(hostFraction)} host`;
  return path ?? '';
}

function closingLines({ rows, ratios }: GpuGroup, look: Look): string[] {
  const direct = rows.some(isDirect);
  const bounced = rows.some(({ way }) => way === 'host-bounce');
  const sentences = ratios.map((ratio) => ratioText(ratio, rows, look));
  const none = !direct && bounced && rows.some(({ way }) => way === 'cufile');
  const all = none ? ['No way is proved to be direct: there is no GDS to compare with the host bounce.'] : sentences;
  return all.flatMap((text) => wrap(text, look.width - 1).map((one) => ` ${one}`));
}

/** `GDS sync: 2.1× the GB/s of the host bounce, 0.20× its CPU s/GiB.` */
function ratioText({ row, bytesPerSecond, cpuSecondsPerGiB }: GdsRatio, rows: readonly GpuRow[], look: Look): string {
  const { times } = look.glyphs;
  const factor = (value: number) => `${value.toFixed(value < 9.995 ? 2 : 1)}${times}`;
  const cpu = cpuSecondsPerGiB === null ? '' : `, ${factor(cpuSecondsPerGiB)} its CPU s/GiB`;
  const unregistered = row.registered ? '' : ', memory not registered';
  return `${labelOf(row, rows, look)}${unregistered}: ${factor(bytesPerSecond)} the GB/s of the host bounce${cpu}.`;
}
