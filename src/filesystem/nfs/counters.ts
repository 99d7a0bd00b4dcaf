// Counters of an NFS mount: requests of each kind, bytes of applications and of servers, connections, events.
import type { Access, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource, Reading } from '../counters.js';
import { isNoAnswer } from '../no-answer.js';
import { findStatistics, type MountStatistics, type OperationCounts } from './mountstats.js';

/** Of the calling process, so it shows the mounts that this process sees. Reading it asks no server. */
export const mountstatsPath = '/proc/self/mountstats';

/** Order of the `bytes:` line, enum nfs_stat_bytecounters of the kernel. Pages at its end are left out. */
const byteFields = [
  ...['normalReadBytes', 'normalWrittenBytes', 'directReadBytes', 'directWrittenBytes'],
  ...['serverReadBytes', 'serverWrittenBytes'],
];

/** Positions in the `events:` line, enum nfs_stat_eventcounters of the kernel, of those that explain a figure. */
const eventFields: readonly (readonly [number, string])[] = [
  [0, 'attributeChecks'],
  [1, 'nameChecks'],
  [2, 'dataInvalidations'],
  [3, 'attributeInvalidations'],
  [18, 'congestionWaits'],
  [21, 'sillyRenames'],
  [22, 'shortReads'],
  [23, 'shortWrites'],
  [24, 'delays'],
  [25, 'pnfsReads'],
  [26, 'pnfsWrites'],
];

export function nfsCounterSources(mount: MountedFileSystem, access: Access): CounterSource[] {
  return [{ name: 'nfs mountstats', cost: 'file', read: () => readCounters(mount, access) }];
}

async function readCounters({ mountPoint }: MountedFileSystem, access: Access): Promise<Reading | NoAnswer> {
  const statistics = await readStatistics(mountPoint, access);
  return isNoAnswer(statistics) ? statistics : readingOf(statistics);
}

export async function readStatistics(mountPoint: string, access: Access): Promise<MountStatistics | NoAnswer> {
  const answer = await access.read(mountstatsPath);
  if (!answer.ok) return answer;
  const reason = `${mountstatsPath} has no statistics of ${mountPoint}: "${answer.text.slice(0, 80)}"`;
  return findStatistics(answer.text, mountPoint) ?? { ok: false, code: 'FAILED', reason };
}

/** What has never counted is left out: of seventy kinds of request a mount uses ten. */
export function readingOf(statistics: MountStatistics): Reading {
  const { operations, bytes, events, transports } = statistics;
  const counters = [
    ...operations.filter(({ requests, transmissions }) => requests + transmissions > 0).flatMap(operationCounters),
    ...byteFields.flatMap((field, index) => counter(`nfs.bytes.${field}`, bytes[index])),
    ...eventFields.flatMap(([index, field]) => counter(`nfs.events.${field}`, events[index])),
    ...(['connects', 'sends', 'receives', 'badXids', 'backlogSum'] as const).flatMap((field) =>
      counter(
        `nfs.transport.${field}`,
        transports.reduce((sum, transport) => sum + (transport[field] ?? 0), 0),
      ),
    ),
  ];
  return { counters: Object.fromEntries(counters), gauges: { 'nfs.transport.connections': transports.length } };
}

function operationCounters({ name, ...counts }: OperationCounts): [string, number][] {
  return Object.entries(counts).flatMap(([field, value]: [string, number | null]) =>
    value === null ? [] : counter(`nfs.${name}.${field}`, value),
  );
}

function counter(name: string, value: number | undefined): [string, number][] {
  return value === undefined ? [] : [[name, value]];
}
