// Counters of the kernel's CephFS client, from its folder in debugfs, which only root sees.
import type { Access, Answer, NoAnswer } from '../access.js';
import type { MountedFileSystem } from '../adapter.js';
import type { CounterSource, Deltas, Reading, RpcFigures } from '../counters.js';
import { rpcFigures } from '../partly-told.js';
import { countOf } from '../told.js';
import { clientId } from './client-socket.js';

const debugFolder = '/sys/kernel/debug/ceph';

/** What is one file of older kernels is a folder of newer ones. */
const metricFiles = ['metrics', 'metrics/latency', 'metrics/size', 'metrics/caps'];

export function kernelCounterSources(mount: MountedFileSystem, access: Access): CounterSource[] {
  let folder: string | undefined;
  const read = async (): Promise<Reading | NoAnswer> => {
    const found = folder ?? (await findFolder(mount, access));
    if (typeof found !== 'string') return found;
    folder = found;
    return readFolder(found, access);
  };
  return [{ name: 'ceph debugfs', cost: 'file', read }];
}

/** `<fsid>.client<id>`; where the id is not told, the only one that there is. */
async function findFolder(mount: MountedFileSystem, access: Access): Promise<string | NoAnswer> {
  const [id, names] = await Promise.all([clientId(mount, access), access.list(debugFolder)]);
  const clients = names.filter((name) => /\.client\d+$/.test(name));
  const [own] = id === null && clients.length > 1 ? [] : clients.filter((name) => isOf(name, id));
  if (own !== undefined) return `${debugFolder}/${own}`;
  const why = await access.read(debugFolder);
  // A folder cannot be read as a file, so what is told is why it cannot be seen, if that is so.
  if (!why.ok && why.code !== 'FAILED') return why;
  return { ok: false, code: 'MISSING', reason: `${debugFolder} has no folder of client ${id ?? 'of this mount'}` };
}

function isOf(name: string, id: number | null): boolean {
  return id === null || name.endsWith(`.client${id}`);
}

async function readFolder(folder: string, access: Access): Promise<Reading | NoAnswer> {
  const [osdc, mdsc, ...metrics] = await Promise.all(
    ['osdc', 'mdsc', ...metricFiles].map((name) => access.read(`${folder}/${name}`)),
  );
  const texts = metrics.flatMap((answer) => (answer.ok ? [answer.text] : []));
  const [first] = metrics;
  if (texts.length === 0 && first !== undefined && !first.ok) return first;
  return { counters: parseMetrics(texts.join('\n')), gauges: { ...inFlight(osdc), ...requestsIn(mdsc) } };
}

/** `REQUESTS 3 homeless 0` is the first line of osdc. */
function inFlight(answer: Answer | undefined): Record<string, number> {
  const count = answer?.ok ? countOf(/^REQUESTS (\d+)/m.exec(answer.text)?.[1]) : null;
  return count === null ? {} : { 'ceph.osd.inFlight': count };
}

/** mdsc has a line for each request that waits. */
function requestsIn(answer: Answer | undefined): Record<string, number> {
  return answer?.ok ? { 'ceph.mds.inFlight': answer.text.split('\n').filter((line) => /^\d/.test(line)).length } : {};
}

const columns: Record<string, Record<string, string>> = {
  'read total': { 'avg_lat(us)': 'ceph.osd.readRequests' },
  'write total': { 'avg_lat(us)': 'ceph.osd.writeRequests' },
  'copyfrom total': { 'avg_lat(us)': 'ceph.osd.copyRequests' },
  'metadata total': { 'avg_lat(us)': 'ceph.mds.requests' },
  'read total_sz(bytes)': { 'avg_sz(bytes)': 'ceph.osd.readBytes' },
  'write total_sz(bytes)': { 'avg_sz(bytes)': 'ceph.osd.writtenBytes' },
  'd_lease hit': { miss: 'ceph.leases.hits' },
  'd_lease miss': { miss: 'ceph.leases.misses' },
  'caps hit': { miss: 'ceph.caps.hits' },
  'caps miss': { miss: 'ceph.caps.misses' },
};

/**
 * Tables with a head of `item total …`. Times are left out: what the kernel shows is a rounded mean over the life of the
 * mount, from which the time of an interval cannot be had.
 */
export function parseMetrics(text: string): Record<string, number> {
  const values: Record<string, number> = {};
  let head: string[] = [];
  for (const words of text.split('\n').map((line) => line.trim().split(/\s+/))) {
    const [item = '', ...numbers] = words;
    if (item === 'item') head = words.slice(1);
    head.forEach((column, index) => {
      const name = nameOf(item, column, head);
      const value = countOf(numbers[index]);
      if (name !== undefined && value !== null) values[name] = value;
    });
  }
  return values;
}

/** The same item stands in several tables, which differ by their second column. */
function nameOf(item: string, column: string, head: readonly string[]): string | undefined {
  return columns[`${item} ${column}`]?.[head[1] ?? ''];
}

export function kernelRpc(deltas: Deltas): RpcFigures {
  const of = (name: string): number => deltas[`ceph.${name}`] ?? 0;
  const [readRequests, writeRequests, metadataRequests] = [
    of('osd.readRequests'),
    of('osd.writeRequests'),
    of('mds.requests'),
  ];
  return rpcFigures({
    protocol: 'Ceph',
    requests: readRequests + writeRequests + of('osd.copyRequests') + metadataRequests,
    ...{ readRequests, writeRequests, metadataRequests },
    // Older kernels do not tell sizes.
    readBytes: readRequests > 0 && of('osd.readBytes') === 0 ? null : of('osd.readBytes'),
    writtenBytes: writeRequests > 0 && of('osd.writtenBytes') === 0 ? null : of('osd.writtenBytes'),
  });
}
