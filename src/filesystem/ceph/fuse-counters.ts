// Counters of ceph-fuse, from `perf dump` of its admin socket.
import type { Access, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource, Deltas, Reading, RpcFigures } from '../counters.js';
import { isNoAnswer, unexpected } from '../no-answer.js';
import { rpcFigures } from '../partly-told.js';
import { jsonOf, objectOf } from '../told.js';
import { askSocket, findClientSocket, type ClientSocket } from './client-socket.js';

type Dump = Record<string, unknown>;

/**
 * Counter → section and name of the dump. A name that ends in `.avgcount` or `.sum` is of a pair; `.sum` is in seconds.
 * Left out on purpose: `client.rdops`, which Pacific writes twice, the second time with the writes; `msgr_send_bytes`,
 * which misses a part of large writes; `cache_bytes_hit`, which counts a byte once for each piece of the cache it is in.
 */
const counters: Record<string, readonly [string, string]> = {
  'ceph.client.reads': ['client', 'rdlat.avgcount'],
  'ceph.client.readUs': ['client', 'rdlat.sum'],
  'ceph.client.writes': ['client', 'wrlat.avgcount'],
  'ceph.client.writeUs': ['client', 'wrlat.sum'],
  'ceph.client.fsyncs': ['client', 'fsync.avgcount'],
  'ceph.client.fsyncUs': ['client', 'fsync.sum'],
  'ceph.mds.requests': ['client', 'reply.avgcount'],
  'ceph.mds.waitUs': ['client', 'reply.sum'],
  'ceph.cache.hits': ['objectcacher-libcephfs', 'cache_ops_hit'],
  'ceph.cache.misses': ['objectcacher-libcephfs', 'cache_ops_miss'],
  'ceph.cache.flushedBytes': ['objectcacher-libcephfs', 'data_flushed'],
  'ceph.cache.blockedWrites': ['objectcacher-libcephfs', 'write_ops_blocked'],
  'ceph.osd.requests': ['objecter', 'op_send'],
  'ceph.osd.readRequests': ['objecter', 'op_r'],
  'ceph.osd.writeRequests': ['objecter', 'op_w'],
  'ceph.osd.writtenBytes': ['objecter', 'op_send_bytes'],
  'ceph.osd.resends': ['objecter', 'op_resend'],
  'ceph.osd.answers': ['objecter', 'op_latency.avgcount'],
  'ceph.osd.waitUs': ['objecter', 'op_latency.sum'],
};

const gauges: Record<string, readonly [string, string]> = {
  'ceph.osd.inFlight': ['objecter', 'op_active'],
  'ceph.osd.laggy': ['objecter', 'op_laggy'],
};

export function fuseCounterSources(mount: MountedFileSystem, access: Access): CounterSource[] {
  let found: ClientSocket | undefined;
  const read = async (): Promise<Reading | NoAnswer> => {
    const socket = found ?? (await findClientSocket(mount, access));
    if (isNoAnswer(socket)) return socket;
    found = socket;
    const answer = await askSocket(socket.path, ['perf', 'dump'], access);
    return answer.ok ? parsePerfDump(answer.text) : answer;
  };
  return [{ name: 'ceph client', cost: 'tool', read }];
}

export function parsePerfDump(text: string): Reading | NoAnswer {
  const dump = objectOf(jsonOf(text));
  if (objectOf(dump?.['objecter']) === null || dump === null) return unexpected('perf dump', text);
  const received = Object.entries(dump)
    .filter(([section]) => section.startsWith('AsyncMessenger::Worker'))
    .flatMap(([, fields]) => valueIn(fields, 'msgr_recv_bytes') ?? [])
    .reduce((sum, bytes) => sum + bytes, 0);
  return {
    counters: { ...valuesIn(dump, counters), 'ceph.messenger.receivedBytes': received },
    gauges: valuesIn(dump, gauges),
  };
}

function valuesIn(dump: Dump, wanted: typeof counters): Record<string, number> {
  const values = Object.entries(wanted).flatMap(([name, [section, field]]): [string, number][] => {
    const value = valueIn(dump[section], field);
    return value === null ? [] : [[name, value]];
  });
  return Object.fromEntries(values);
}

function valueIn(section: unknown, field: string): number | null {
  const [name = '', part] = field.split('.');
  const outer = objectOf(section)?.[name];
  const value = part === undefined ? outer : objectOf(outer)?.[part];
  if (typeof value !== 'number' || !(value >= 0)) return null;
  const scaled = part === 'sum' ? Math.round(value * 1e6) : value;
  return Number.isSafeInteger(scaled) ? scaled : null;
}

/** Of the bytes that came in only the sum is known, answers about metadata and headers included. */
export function fuseRpc(deltas: Deltas): RpcFigures {
  const of = (name: string): number => deltas[`ceph.${name}`] ?? 0;
  const answers = of('osd.answers') + of('mds.requests');
  // Before Quincy nothing tells how long the OSDs took; that of the MDS alone would mislead.
  const knowsWait = of('osd.answers') > 0 || of('osd.requests') === 0;
  return rpcFigures({
    protocol: 'Ceph',
    requests: of('osd.requests') + of('mds.requests'),
    readRequests: of('osd.readRequests'),
    writeRequests: of('osd.writeRequests'),
    metadataRequests: of('mds.requests'),
    receivedBytes: of('messenger.receivedBytes'),
    writtenBytes: of('osd.writtenBytes'),
    meanWaitMs: knowsWait && answers > 0 ? (of('osd.waitUs') + of('mds.waitUs')) / answers / 1000 : null,
    retransmissions: of('osd.resends'),
  });
}
